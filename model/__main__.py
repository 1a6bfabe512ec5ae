"""Classify headlines from the command line.

Run as:
    python -m model "New treatment for ADHD discovered"
    python -m model headlines.csv --out predictions.csv
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from model.backends import open_classifier
from model.bulk import classify_file, count_rows, part_path, rejected_path
from model.classifier import Classifier
from model.errors import ModelError
from model.explanation import explain
from model.settings import ModelSettings

SHOWN_REJECTIONS = 20
"""Rejected rows that are named on the terminal; all are listed in their file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = ModelSettings.from_environment()
        if options.model:
            settings = replace(settings, artifact=options.model)
        path = _table(options.input, options.out)
        if path and options.explain:
            raise ModelError(
                "--explain weighs the words of headlines given on the command line, not of a file"
            )
        classifier = open_classifier(settings, seconds=math.inf)
        if path is None:
            return _classify_headlines(classifier, options.input, explained=options.explain)
        return _classify_table(classifier, path, options.out, options.text_column)
    except (ModelError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m model", description=__doc__.splitlines()[0])
    parser.add_argument("input", nargs="+", help="headlines, or one CSV or TSV file of them with --out")
    parser.add_argument(
        "--out", type=Path, help="file for the predictions: the input's columns and the answers"
    )
    parser.add_argument(
        "--text-column", default="headline", help="column that holds the headlines (default: headline)"
    )
    parser.add_argument("--explain", action="store_true", help="also weigh each word of a headline")
    parser.add_argument(
        "--model",
        help="folder or s3:// URI of an artifact, or of a pointer (default: MODEL_ARTIFACT, or the shipped one)",
    )
    return parser


def _table(inputs: Sequence[str], out: Path | None) -> Path | None:
    """Return the file to classify, or None where headlines were given."""
    if out is None:
        tables = [
            text for text in inputs if text.lower().endswith((".csv", ".tsv", ".tab")) or _is_file(text)
        ]
        if tables:
            raise ModelError(f"where shall the predictions for {tables[0]} go? Name a file with --out")
        return None
    if len(inputs) != 1:
        raise ModelError(f"--out takes one file, not {len(inputs)} headlines")
    if not Path(inputs[0]).is_file():
        raise ModelError(f"there is no file {inputs[0]}")
    if out.is_dir():
        raise ModelError(f"{out} is a folder, not a file")
    if not out.parent.is_dir():
        raise ModelError(f"there is no folder {out.parent}")
    return Path(inputs[0])


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # a headline may be longer than a path, or hold what no path can
        return False


def _classify_headlines(classifier: Classifier, headlines: Sequence[str], *, explained: bool) -> int:
    if explained:
        pairs = [explain(classifier, headline) for headline in headlines]
        answers = [
            asdict(prediction) | {"explanation": [asdict(weight) for weight in weights]}
            for prediction, weights in pairs
        ]
    else:
        answers = [asdict(prediction) for prediction in classifier.classify(headlines)]
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False, indent=None if len(answers) > 1 else 2))
    return 0


def _classify_table(classifier: Classifier, path: Path, out: Path, text_column: str) -> int:
    from tqdm import tqdm

    rows = rejected = 0
    with tqdm(total=count_rows(path), unit=" headlines", smoothing=0.05, disable=None) as progress:
        try:
            for chunk in classify_file(classifier, path, out, text_column=text_column):
                for rejection in chunk.rejections[: max(SHOWN_REJECTIONS - rejected, 0)]:
                    progress.write(f"line {rejection.line}: {rejection.problem}", file=sys.stderr)
                rows, rejected = rows + chunk.rows, rejected + len(chunk.rejections)
                progress.update(chunk.rows)
        except KeyboardInterrupt:
            progress.close()
            print(f"stopped: {rows:,} rows are done, in {part_path(out)}", file=sys.stderr)
            return 130
    print(f"{rows - rejected:,} headlines classified into {out}", file=sys.stderr)
    if rejected:
        print(f"{rejected:,} rows rejected, listed in {rejected_path(out)}", file=sys.stderr)
    else:
        rejected_path(out).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
