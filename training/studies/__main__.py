"""Train a recipe again and again: on other splits of a corpus, and on parts of the training data.

To use it:
  python -m training.studies --corpus newsCorpora.csv --recipe compact --out build/studies
  python -m training.studies --data data/news --recipe compact --out build/studies --epochs 2
  python -m training.evaluate artifacts/news data/news --out reports/news --studies build/studies

The result of each training is kept when it is done: stop it when you like, the same command goes on.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import numpy as np

from training.command_line import carried_out
from training.data import open_prepared
from training.recipe import RecipeError, add_settings, given_settings, load_recipe
from training.shared_options import add_base_folder, add_recipe
from training.studies.corpus import clean_corpus
from training.studies.execution import carry_out
from training.studies.folder import begin, open_studies
from training.studies.job import Job, Study, curve_jobs, split_jobs
from training.studies.plan import plan_of
from training.studies.result import Result

PARTS = (0.1, 0.25, 0.5, 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)

    def work() -> int:
        _run(options)
        return 0

    return carried_out(work, f"the same command goes on from {options.out}")


def _run(options: argparse.Namespace) -> None:
    if not (options.corpus or options.data):
        raise RecipeError("neither --corpus nor --data was given: there is nothing to study")
    recipe = load_recipe(options.recipe).override(given_settings(options))
    corpus = clean_corpus(options.corpus) if options.corpus else None
    data = open_prepared(options.data) if options.data else None
    jobs: list[Job] = []
    if corpus is not None:
        jobs += split_jobs(
            corpus, folds=options.folds, seed=options.folds_seed, added=options.add, other=options.other
        )
    if data is not None:
        jobs += curve_jobs(data, options.parts, options.folds_seed)
    plan = plan_of(
        recipe,
        corpus,
        data,
        jobs,
        files={"corpus": options.corpus, "added": options.add, "other": options.other},
        folds=options.folds,
        seed=options.folds_seed,
    )
    begin(options.out, plan, corpus)
    done = {result.name: result for result in open_studies(options.out).results}
    wanted = [job for job in jobs if job.study in options.only]
    for number, job in enumerate(wanted, start=1):
        if job.name in done:
            continue
        left = _minutes_left(list(done.values()), jobs, [other for other in wanted if other.name not in done])
        print(f"\n== {number}/{len(wanted)} {job.name}: {job.size:,} headlines{left}", flush=True)
        work = options.out / "work" / job.name
        result = carry_out(
            job,
            recipe,
            work,
            corpus=None if job.study == "curve" else corpus,
            base_folder=options.base_folder,
        )
        result.write(options.out)
        shutil.rmtree(work)
        if not any(work.parent.iterdir()):  # of another training that was stopped
            work.parent.rmdir()
        done[job.name] = result
        print(_line(result))
    print(
        f"\n{len(wanted)} of {len(wanted)} trainings are done; python -m training.evaluate shows them with "
        f"--studies {options.out}"
    )


def _line(result: Result) -> str:
    model, words = (
        float(np.mean(np.argmax(found, axis=1) == result.truth)) for found in (result.model, result.words)
    )
    return (
        f"{result.name}: accuracy {model:.4f}, TF-IDF {words:.4f}, on {len(result.rows):,} headlines; "
        f"trained for {result.seconds:.0f} s"
    )


def _minutes_left(done: Sequence[Result], jobs: Sequence[Job], left: Sequence[Job]) -> str:
    sizes = {job.name: job.size for job in jobs}
    known = sum(sizes[result.name] for result in done)
    if not known:
        return ""
    seconds = sum(result.seconds for result in done) / known * sum(job.size for job in left)
    return f"; about {max(1, round(seconds / 60))} min left"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.studies",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the results")
    parser.add_argument(
        "--corpus",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="split these headlines at random, by story, and by time, as far as they know story and time",
    )
    parser.add_argument(
        "--add",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="train on these headlines too, whatever the split; what recurs in validation or test is left out",
    )
    parser.add_argument(
        "--other",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="train to be unsure about these texts, which belong to none of the labels, whatever the split",
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="train on parts of this prepared folder: the learning curve"
    )
    parser.add_argument(
        "--folds", type=_folds, default=5, metavar="N", help="of random and story (default: %(default)s)"
    )
    parser.add_argument(
        "--folds-seed", type=int, default=0, metavar="N", help="of folds and parts (default: %(default)s)"
    )
    parser.add_argument(
        "--parts",
        type=_part,
        nargs="+",
        default=list(PARTS),
        metavar="SHARE",
        help="of the training split (default: 0.1 0.25 0.5 1)",
    )
    parser.add_argument(
        "--only", nargs="+", choices=get_args(Study), default=list(get_args(Study)), help="(default: all)"
    )
    add_recipe(parser)
    add_base_folder(parser)
    add_settings(parser)
    return parser


def _folds(text: str) -> int:
    count = int(text)
    if count < 2:
        raise argparse.ArgumentTypeError(f"{text} is not 2 or more")
    return count


def _part(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 1")
    return share


if __name__ == "__main__":
    sys.exit(main())
