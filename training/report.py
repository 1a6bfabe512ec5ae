"""The report of an evaluation, for a person and for a program."""

import json
from pathlib import Path

from model.manifest import Manifest
from training.metrics import Figures
from training.plots import plot_confusion


def write_report(folder: Path, manifest: Manifest, split: str, found: Figures) -> None:
    """Write `report.json`, `report.md` and `confusion.png`.

    Parameters
    ----------
    folder
        Where to; made if need be.
    manifest
        Of the model that was measured.
    split
        Name of the split.
    found
        Its figures.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "model": {"name": manifest.name, "version": manifest.version},
        "split": split,
        **found.as_dict(),
    }
    (folder / "report.json").write_text(
        json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (folder / "report.md").write_text(_markdown(manifest, split, found), encoding="utf-8")
    title = f"{manifest.name} {manifest.version} on {split}: accuracy {found.accuracy:.3f}"
    plot_confusion(found.confusion, manifest.labels, title, folder / "confusion.png")


def _markdown(manifest: Manifest, split: str, found: Figures) -> str:
    lines = [
        f"# {manifest.name} {manifest.version} on {split}",
        "",
        "| headlines | accuracy | macro-F1 | calibration error |",
        "|---|---|---|---|",
        f"| {found.rows} | {found.accuracy:.4f} | {found.macro_f1:.4f} | {found.ece:.4f} |",
        "",
        "| label | precision | recall | F1 | headlines |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {label} | {row.precision:.3f} | {row.recall:.3f} | {row.f1:.3f} | {row.support} |"
        for label, row in found.labels.items()
    ]
    lines += ["", "Rows are the true labels, columns the predicted ones.", ""]
    lines += ["| | " + " | ".join(manifest.labels) + " |", "|---" * (len(manifest.labels) + 1) + "|"]
    lines += [
        f"| **{label}** | " + " | ".join(map(str, row)) + " |"
        for label, row in zip(manifest.labels, found.confusion, strict=True)
    ]
    lines += ["", "![Confusion matrix](confusion.png)", ""]
    return "\n".join(lines)
