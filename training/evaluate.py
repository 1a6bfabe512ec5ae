"""Measure an artifact on headlines it was not trained on, with the engine that serves it, and write the report.

Run as:
    python -m training.evaluate artifacts/news data/prepared --out reports/news
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from model.artifact import open_artifact
from model.backends.local import LocalClassifier
from model.errors import ModelError
from training.artifact_folder import record_metrics
from training.baselines import train_baselines
from training.behaviour import Cases, GateError, load_cases, require, run
from training.behaviour.section import behaviour_section
from training.data import open_prepared
from training.labelled_file import read_labelled
from training.measurement import measure
from training.metrics import Figures, figures
from training.recipe import RecipeError
from training.report import Section, write_report
from training.report.comparison import comparison
from training.report.coverage import coverage
from training.report.label_errors import label_errors
from training.report.learning_curve import learning_curve
from training.report.mistakes import mistakes
from training.report.options import ReportOptions, add_report_options, given_report_options
from training.report.overview import overview
from training.report.per_label import per_label
from training.report.reliability import calibration
from training.report.slices import slices
from training.report.splits import splits
from training.shared_options import add_base_folder
from training.studies import Studies, open_studies


def evaluate(
    artifact: Path,
    data: Path,
    out: Path,
    *,
    split: str = "test",
    record: bool = False,
    options: ReportOptions | None = None,
) -> Figures:
    """Measure an artifact and write the report.

    Parameters
    ----------
    artifact
        Folder of the artifact.
    data
        Folder of prepared headlines.
    out
        Folder of the report.
    split
        Which split to measure on.
    record
        Also write the figures into the artifact's manifest and card.
    options
        What else the report holds.

    Returns
    -------
    Figures
        What the report begins with.

    Raises
    ------
    RecipeError
        If the split carries other labels than the artifact, or no rows.
    ArtifactError
        If the artifact cannot be opened.
    GateError
        If the model does not keep a bound of its behaviour cases; the report is written, and tells which.
    """
    options = options or ReportOptions()
    opened = open_artifact(artifact)
    manifest = opened.manifest
    prepared = open_prepared(data)
    if prepared.labels != manifest.labels:
        raise RecipeError(
            f"{data} is labelled {', '.join(prepared.labels)}, the artifact {', '.join(manifest.labels)}"
        )
    studies, cases = _opened(options, manifest.labels)
    measurement = measure(opened, prepared, split, options.also)
    answers = measurement.answers
    first = answers[0]
    found = figures(first.probabilities, first.truth, manifest.labels)
    title = f"{manifest.name} {manifest.version} on {split}"
    sections: list[Section] = [
        overview(answers, manifest.threshold, measurement.seen),
        per_label(first, found, f"{title}: accuracy {found.accuracy:.3f}"),
        calibration(first, measurement.uncalibrated, manifest.temperature, title),
        coverage(first, manifest.threshold, title),
    ]
    if options.baselines:
        baselines, left_out = train_baselines(
            prepared, manifest.base, manifest.max_length, options.base_folder
        )
        sections.append(comparison(f"{manifest.name} {manifest.version}", answers, baselines, left_out))
    verdict = run(LocalClassifier(opened), cases, headlines=first.split.texts) if cases else None
    if verdict:
        sections.append(behaviour_section(verdict))
    by_story = by_chance = None
    if studies is not None:
        sections += [section for section in (splits(studies), learning_curve(studies)) if section is not None]
        by_story = studies.pooled("story", "stories held out of the training (not this artifact)")
        by_chance = studies.pooled("random", "the corpus, by trainings that did not see the headline")
    sections += [
        slices([*answers, *([by_story] if by_story else [])]),
        mistakes(first, manifest.threshold, texts=options.texts),
        label_errors([first, *([by_chance] if by_chance else [])], texts=options.texts),
    ]
    write_report(out, manifest, split, found, sections)
    if record:
        metrics = {**manifest.metrics, split: found.as_dict()}
        record_metrics(artifact, replace(manifest, metrics=metrics))
    if verdict:
        require(verdict)
    return found


def check_options(options: ReportOptions, labels: Sequence[str]) -> None:
    """Read all that a report is asked to hold, so that what is wrong with it is known before a training.

    Parameters
    ----------
    options
        What the report is to hold.
    labels
        Label names in the model's order.

    Raises
    ------
    RecipeError, BehaviourError, DataError
        If studies, behaviour cases or further files cannot be used.
    """
    _opened(options, labels)
    for path in options.also.values():
        read_labelled(path, labels)


def _opened(options: ReportOptions, labels: Sequence[str]) -> tuple[Studies | None, Cases | None]:
    studies = open_studies(options.studies) if options.studies else None
    if studies is not None:
        studies.check_labels(labels)
    return studies, load_cases(options.behaviour, labels) if options.behaviour else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("artifact", type=Path, help="folder of the artifact")
    parser.add_argument("data", type=Path, help="folder of prepared headlines")
    parser.add_argument("--split", default="test", choices=["train", "valid", "test"], help="(default: test)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the report")
    parser.add_argument(
        "--record", action="store_true", help="also write the figures into the artifact's manifest and card"
    )
    add_base_folder(parser)
    add_report_options(parser)
    options = parser.parse_args(arguments)
    try:
        found = evaluate(
            options.artifact,
            options.data,
            options.out,
            split=options.split,
            record=options.record,
            options=given_report_options(options),
        )
    except GateError as error:
        print(f"{error}\nthe report is in {options.out}", file=sys.stderr)
        return 1
    except (ValueError, OSError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; no report was written", file=sys.stderr)
        return 130
    print(
        f"accuracy {found.accuracy:.4f}, macro-F1 {found.macro_f1:.4f}, calibration error {found.ece:.4f} "
        f"on {found.rows} headlines; the report is in {options.out}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
