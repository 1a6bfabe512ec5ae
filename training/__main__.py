"""From prepared headlines to a measured artifact: train, calibrate, export, evaluate.

Run as:
    python -m training data/mine --out artifacts/mine --name mine
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.errors import ModelError
from training.behaviour import GateError
from training.completion import candidate_of, complete, step, summary
from training.data import open_prepared
from training.evaluate import check_options
from training.export import check_out
from training.recipe import add_settings, given_settings, load_recipe
from training.report.options import add_report_options, given_report_options
from training.run_folder import Run
from training.shared_options import (
    add_base_folder,
    add_identity,
    add_precision,
    add_recipe,
    check_precision,
)
from training.train import train


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all steps; return the exit code."""
    options = _parser().parse_args(arguments)
    work = options.work or options.out.with_name(f"{options.out.name}.work")
    try:
        _run(options, work)
    except GateError as error:
        kept = f"; {options.out} is as it was" if options.out.exists() else ""
        print(
            f"{error}\nthe artifact is in {candidate_of(options.out)}, the report in {_report(options)}{kept}",
            file=sys.stderr,
        )
        return 1
    except (ValueError, OSError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nstopped; the same command with --resume goes on from {work}", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that `python -m training.data prepare` wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder of the artifact")
    add_identity(parser)
    add_recipe(parser)
    add_base_folder(parser)
    add_precision(parser)
    parser.add_argument("--notes", type=Path, help="Markdown file that the model card ends with")
    parser.add_argument("--work", type=Path, help="folder of the run while it lasts (default: beside --out)")
    parser.add_argument(
        "--keep-work", action="store_true", help="keep the folder of the run, for studies and benchmarks"
    )
    parser.add_argument("--report", type=Path, help="folder of the report (default: OUT/../NAME-report)")
    parser.add_argument("--resume", action="store_true", help="continue where the last call was stopped")
    parser.add_argument("--overwrite", action="store_true", help="replace the artifact that is there")
    add_report_options(parser)
    add_settings(parser)
    return parser


def _run(options: argparse.Namespace, work: Path) -> None:
    run = Run(work)
    goes_on = options.resume and run.finished
    # Before the hours of training, not after them.
    check_out(options.out, overwrite=options.overwrite)
    check_out(candidate_of(options.out), overwrite=True)
    check_precision(options.precision)
    report_options = given_report_options(options)
    notes = options.notes.read_text(encoding="utf-8") if options.notes else ""
    recipe = load_recipe(options.recipe).override(given_settings(options))
    data = open_prepared(options.data)
    check_options(report_options, data.labels)
    if goes_on:
        run.check_same(recipe, data.fingerprint)
        step(f"1/4 The network is trained already, in {work}")
    else:
        step(f"1/4 Train on {options.data} by the recipe {options.recipe}")
        run = train(data, recipe, work, base_folder=options.base_folder, resume=options.resume)
    found = complete(
        run,
        options.out,
        data=options.data,
        name=options.name,
        version=options.version,
        report=_report(options),
        precision=options.precision,
        notes=notes,
        overwrite=options.overwrite,
        options=report_options,
    )
    if not options.keep_work:
        run.remove()
    print(f"\n{options.name} {options.version} is in {options.out}, its report in {_report(options)}:")
    print(summary(found))


def _report(options: argparse.Namespace) -> Path:
    report: Path = options.report or options.out.with_name(f"{options.name}-report")
    return report


if __name__ == "__main__":
    sys.exit(main())
