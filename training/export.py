"""Turn a run into an artifact: ONNX, 8 bits, and refused unless it answers as the trained network does.

Run as:
    python -m training.export runs/news --out artifacts/news --name news --version 1.0.0
"""

import argparse
import math
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.artifact import FILES, MANIFEST, Artifact, open_artifact
from model.backends.local import LocalClassifier
from model.manifest import Manifest
from model.softmax import softmax
from training.artifact_folder import replace_artifact, write_artifact
from training.bootstrap import share
from training.calibrate import open_split
from training.command_line import carried_out
from training.encoding import encode, open_tokenizer
from training.inference import network_logits
from training.metrics import figures
from training.network import open_network
from training.quantisation import DESCRIPTION, quantise
from training.quantisation.ranges import sample
from training.recipe import RecipeError
from training.run_folder import Run
from training.shared_options import add_identity

AGREEMENT = 0.995
"""Least share of headlines on which artifact and network must name the same label."""

ACCURACY_DROP = 0.003
"""Most accuracy the artifact may lose on validation."""


class ParityError(RecipeError):
    """The artifact does not answer as the trained network does."""


@dataclass(frozen=True)
class Parity:
    """How close the artifact is to the network it was made from.

    Attributes
    ----------
    rows
        Headlines that were compared.
    agreement
        Share of headlines with the same label.
    accuracy_drop
        Accuracy of the network minus the artifact's; negative when the artifact is better.
    largest_difference
        Largest difference of a probability, before temperature.
    """

    rows: int
    agreement: float
    accuracy_drop: float
    largest_difference: float

    def as_dict(self) -> dict[str, float]:
        """Return the figures to four digits, as the manifest keeps them."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def export(
    run: Run,
    out: Path,
    *,
    name: str,
    version: str,
    data: Path | None = None,
    notes: str = "",
    overwrite: bool = False,
) -> Manifest:
    """Write the artifact of a calibrated run.

    Nothing appears at `out` unless the artifact passed the parity gate.

    Parameters
    ----------
    run
        A finished and calibrated run.
    out
        Folder of the artifact.
    name, version
        What it is called.
    data
        The prepared headlines, if they were moved since the training.
    notes
        Markdown that the model card ends with.
    overwrite
        Replace an artifact that is already there.

    Returns
    -------
    Manifest
        Of the artifact, with its figures on validation.

    Raises
    ------
    ParityError
        If artifact and network differ more than `AGREEMENT` and `ACCURACY_DROP` allow.
    RecipeError
        If the run is not calibrated, or something else is at `out`.
    """
    check_out(out, overwrite=overwrite)
    calibration, split = run.calibration, open_split(run, "valid", data)
    made = quantised(run, name=name, version=version, data=data)
    draft = out.with_name(f"{out.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        write_artifact(draft, made.manifest, made.network, made.tokenizer)
        classifier = LocalClassifier(open_artifact(draft))
        truth = np.asarray(split.labels)
        logits = classifier.logits(split.texts)
        close = parity(network_logits(run, split.texts), logits, truth)
        check_parity(close)
        found = figures(softmax(logits, calibration["temperature"]), truth, run.labels)
        metrics = {"valid": {**found.as_dict(), "parity": close.as_dict()}}
        manifest = write_artifact(
            draft, replace(made.manifest, metrics=metrics), made.network, made.tokenizer, notes
        )
        replace_artifact(out, draft)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def quantised(run: Run, *, name: str, version: str, data: Path | None = None) -> Artifact:
    """Return what becomes of a calibrated run, in memory: measured on nothing yet, and held against no gate.

    Parameters
    ----------
    run
        A finished and calibrated run.
    name, version
        What it is called.
    data
        The prepared headlines, if they were moved since the training.

    Returns
    -------
    Artifact
        Its manifest has neither metrics nor hashes.
    """
    network, limit = open_network(run.network), run.recipe.max_length
    tokenizer = open_tokenizer(run.tokenizer, limit)
    seen = encode(tokenizer, sample(open_split(run, "train", data).texts))
    return Artifact(
        _manifest(run, network.config, name, version),
        network=quantise(network, seen, limit).SerializeToString(),
        tokenizer=run.tokenizer.read_bytes(),
    )


def check_out(out: Path, *, overwrite: bool) -> None:
    """Refuse a folder in which something would be lost.

    Raises
    ------
    RecipeError
        If there is something else than an artifact, or an artifact that may not be replaced.
    """
    if out.exists() and not out.is_dir():
        raise RecipeError(f"{out} is a file, not a folder")
    found = {path.name for path in out.iterdir()} if out.exists() else set()
    if found - {MANIFEST, *FILES}:
        raise RecipeError(f"{out} holds something else than an artifact: {min(found - {MANIFEST, *FILES})}")
    if found and not overwrite:
        raise RecipeError(f"{out} holds an artifact; --overwrite replaces it")


def parity(
    network: NDArray[np.floating[Any]], artifact: NDArray[np.floating[Any]], truth: NDArray[np.integer[Any]]
) -> Parity:
    """Compare the logits of network and artifact, both of shape (rows, labels), on labelled headlines."""
    labels = network.argmax(axis=1), artifact.argmax(axis=1)
    return Parity(
        rows=len(truth),
        agreement=float((labels[0] == labels[1]).mean()),
        accuracy_drop=float((labels[0] == truth).mean() - (labels[1] == truth).mean()),
        largest_difference=float(np.abs(softmax(network) - softmax(artifact)).max()),
    )


def check_parity(found: Parity) -> None:
    """Refuse an artifact that is too far from its network.

    A headline between two labels may fall to either side, and of the few that a small data set has, some do. It is
    too far where less agreement than `AGREEMENT` is more than chance explains: where the 95 % interval of the
    share lies below it (Wilson 1927). One headline may always differ.

    Raises
    ------
    ParityError
        If it is.
    """
    one = 1 / found.rows + 1e-9  # the shares are rounded
    agrees = found.agreement >= 1 - one or _may_be_enough(found)
    if not (agrees and found.accuracy_drop <= max(ACCURACY_DROP, one)):
        raise ParityError(
            f"the artifact agrees with the network on {found.agreement:.2%} of the {found.rows} headlines of "
            f"validation (at least {AGREEMENT:.1%} wanted) and loses {found.accuracy_drop:.2%} accuracy "
            f"(at most {ACCURACY_DROP:.1%} wanted)"
        )


def _may_be_enough(found: Parity) -> bool:
    if not math.isfinite(found.agreement):
        return False
    high = share(round(found.agreement * found.rows), found.rows).high
    return high is not None and high >= AGREEMENT


def _manifest(run: Run, config: Any, name: str, version: str) -> Manifest:
    recipe, data, calibration = run.recipe, run.facts["data"], run.calibration
    return Manifest(
        name=name,
        version=version,
        labels=tuple(run.labels),
        base=f"{recipe.base}@{recipe.revision}",
        architecture={
            "type": "DistilBertForSequenceClassification",
            "layers": config.n_layers,
            "dimension": config.dim,
            "heads": config.n_heads,
            "hidden_dimension": config.hidden_dim,
            "vocabulary": config.vocab_size,
            "pooling": recipe.pooling,
        },
        max_length=recipe.max_length,
        temperature=calibration["temperature"],
        threshold=calibration["threshold"],
        quantisation=DESCRIPTION,
        metrics={},
        data={key: data[key] for key in ("fingerprint", "rows", "sources", "imported") if key in data},
        seed=recipe.seed,
        code_revision=run.facts["code_revision"],
        files={},
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description=__doc__.splitlines()[0])
    model_folder = os.environ.get("SM_MODEL_DIR")
    parser.add_argument(
        "run", type=Path, nargs="?" if model_folder else None, default=model_folder, help="folder of the run"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the artifact")
    parser.add_argument("--data", type=Path, help="folder of prepared headlines (default: where they were)")
    add_identity(parser)
    parser.add_argument("--notes", type=Path, help="Markdown file that the model card ends with")
    parser.add_argument("--overwrite", action="store_true", help="replace the artifact that is there")
    options = parser.parse_args(arguments)

    def work() -> int:
        manifest = export(
            Run(Path(options.run)),
            options.out,
            name=options.name,
            version=options.version,
            data=options.data,
            notes=options.notes.read_text(encoding="utf-8") if options.notes else "",
            overwrite=options.overwrite,
        )
        accuracy = manifest.metrics["valid"]["accuracy"]
        print(
            f"{manifest.name} {manifest.version} is in {options.out}: accuracy {accuracy:.4f} on validation"
        )
        return 0

    return carried_out(work)


if __name__ == "__main__":
    sys.exit(main())
