"""The model card: the manifest, for a person."""

from model.manifest import Manifest

_NOTES = "<!-- notes -->\n"


def model_card(manifest: Manifest, notes: str = "") -> str:
    """Return the card as Markdown, with `notes` at its end."""
    sections = [_summary(manifest), _figures(manifest), _training(manifest), _limits(manifest)]
    return "\n\n".join(sections) + "\n\n" + _NOTES + notes


def notes_of(card: str) -> str:
    """Return the notes that a card ends with."""
    return card.partition(_NOTES)[2]


def _summary(manifest: Manifest) -> str:
    return "\n".join(
        [
            f"# {manifest.name} {manifest.version}",
            "",
            f"Files a headline under one of {len(manifest.labels)} labels: {', '.join(manifest.labels)}.",
            "",
            "| | |",
            "|---|---|",
            f"| Architecture | {', '.join(f'{key} {value}' for key, value in manifest.architecture.items())} |",
            f"| Started from | {manifest.base} |",
            f"| Weights | {manifest.quantisation} |",
            f"| Reads | {manifest.max_length} tokens; the rest of a longer headline is cut, and it says so |",
            f"| Temperature | {manifest.temperature} |",
            f"| Needs review below | {manifest.threshold} confidence |",
        ]
    )


def _figures(manifest: Manifest) -> str:
    lines = [
        "## Figures",
        "",
        "| split | headlines | accuracy | macro-F1 | calibration error |",
        "|---|---|---|---|---|",
    ]
    for split, found in manifest.metrics.items():
        lines.append(
            f"| {split} | {found['rows']} | {found['accuracy']:.4f} | {found['macro_f1']:.4f} "
            f"| {found['ece']:.4f} |"
        )
    for split, found in manifest.metrics.items():
        lines += [
            "",
            f"On {split}, by label:",
            "",
            "| label | precision | recall | F1 | headlines |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {label} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']:.3f} | {row['support']} |"
            for label, row in found["labels"].items()
        ]
    return "\n".join(lines)


def _training(manifest: Manifest) -> str:
    data = manifest.data
    lines = [
        "## Training",
        "",
        _imported(manifest) if "imported" in data else _trained(manifest),
        "",
        "| split | file | rows | SHA-256 |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {source['split']} | {source['file']} | {source['rows']} | `{source['sha256']}` |"
        for source in data["sources"]
    ]
    return "\n".join(lines)


def _trained(manifest: Manifest) -> str:
    data = manifest.data
    others = data["rows"].get("other")
    beside = f", beside {others} texts that belong to no label" if others else ""
    return (
        f"Fine-tuned on {data['rows']['train']} headlines{beside}; chosen and calibrated on "
        f"{data['rows']['valid']} others. Data fingerprint `{data['fingerprint']}`, seed {manifest.seed}, "
        f"code `{manifest.code_revision}`."
    )


def _imported(manifest: Manifest) -> str:
    data = manifest.data
    file = data["imported"]
    return (
        f"Not trained here: imported from `{file['file']}` (SHA-256 `{file['sha256']}`), a checkpoint of the "
        f"original project, and calibrated on {data['rows']['valid']} headlines. What it was trained on is not "
        "known: where headlines of the files below were among it, the figures flatter. "
        f"Data fingerprint `{data['fingerprint']}`, code `{manifest.code_revision}`."
    )


def _limits(manifest: Manifest) -> str:
    return (
        "## Use and limits\n\n"
        "Made for headlines like those it was trained on. Every text gets one of the "
        f"{len(manifest.labels)} labels, also one that belongs to none of them: treat `needs_review` as a request "
        "for a person's eyes, and measure on headlines of your own before you rely on a figure above."
    )
