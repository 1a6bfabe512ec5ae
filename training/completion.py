"""From a finished run to a measured artifact: calibrate, export, evaluate."""

from pathlib import Path

from training.artifact_folder import replace_artifact
from training.calibrate import calibrate, describe
from training.evaluate import evaluate
from training.export import check_out, export
from training.metrics import Figures
from training.report.options import ReportOptions
from training.run_folder import Run
from training.shared_options import PRECISION


def complete(
    run: Run,
    out: Path,
    *,
    data: Path,
    name: str,
    version: str,
    report: Path,
    precision: float = PRECISION,
    notes: str = "",
    overwrite: bool = False,
    options: ReportOptions | None = None,
) -> Figures:
    """Make an artifact of a finished run, steps 2 to 4 of 4, and tell each step.

    What is at `out` stays as it is until the artifact, which is in `candidate_of(out)`, has passed every gate.

    Parameters
    ----------
    run
        The run; its calibration is written into it.
    out
        Folder of the artifact.
    data
        Folder of the prepared headlines.
    name, version
        What it is called.
    report
        Folder of the report.
    precision
        Share of right answers wanted among predictions that need no review.
    notes
        Markdown that the model card ends with.
    overwrite
        Replace an artifact that is there.
    options
        What else the report holds.

    Returns
    -------
    Figures
        On the test split.

    Raises
    ------
    RecipeError
        If the headlines are not those of the run, the artifact does not answer as the network does, or something
        else is at `out`.
    GateError
        If the artifact does not keep a bound of its behaviour cases.
    """
    candidate = candidate_of(out)
    step("2/4 Calibrate on validation")
    print(describe(calibrate(run, precision=precision, data=data)))
    step("3/4 Export")
    export(run, candidate, name=name, version=version, data=data, notes=notes, overwrite=True)
    step("4/4 Evaluate on test")
    found = evaluate(candidate, data, report, record=True, options=options)
    check_out(out, overwrite=overwrite)  # again: hours have passed
    replace_artifact(out, candidate)
    return found


def summary(found: Figures) -> str:
    """Return the figures for a person."""
    return f"accuracy {found.accuracy:.4f}, macro-F1 {found.macro_f1:.4f}, calibration error {found.ece:.4f}"


def candidate_of(out: Path) -> Path:
    """Return where an artifact is until it has passed every gate."""
    return out.with_name(f"{out.name}.candidate")


def step(title: str) -> None:
    """Tell which step begins."""
    print(f"\n== {title}", flush=True)
