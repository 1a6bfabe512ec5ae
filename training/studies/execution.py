"""Carrying out a training of a study."""

import time
from pathlib import Path

from model.softmax import softmax
from training.baselines import tfidf
from training.data import Prepared
from training.inference import network_logits
from training.recipe import Recipe
from training.run_folder import Run
from training.studies.corpus import Corpus
from training.studies.job import Job
from training.studies.result import Result, rounded_rows
from training.train import train


def carry_out(
    job: Job, recipe: Recipe, work: Path, *, corpus: Corpus | None, base_folder: Path | None
) -> Result:
    """Train and test.

    Parameters
    ----------
    job
        What is to be done.
    recipe
        How the network is trained.
    work
        Folder for data and run; an interrupted run in it is continued.
    corpus
        Whose rows are tested; None for a learning curve.
    base_folder
        Where the base checkpoint's files are, if not on the Hub.

    Raises
    ------
    RecipeError, DataError
        If the training cannot start.
    """
    prepared = job.prepare(work / "data")
    run, started = Run(work / "run"), time.monotonic()
    if not run.finished:
        train(prepared, recipe, run.path, base_folder=base_folder, resume=True)
    seconds = time.monotonic() - started
    parts = {name: prepared.split(name) for name in ("train", "valid", "test")}
    words = tfidf(parts["train"], parts["valid"], len(prepared.labels))
    texts = parts["test"].texts
    return Result(
        name=job.name,
        study=job.study,
        trained=len(parts["train"]),
        seconds=round(seconds, 1),
        rows=_rows(prepared, corpus),
        truth=parts["test"].labels,
        model=rounded_rows(softmax(network_logits(Run(run.path), texts))),
        words=rounded_rows(words.probabilities(texts)),
    )


def _rows(prepared: Prepared, corpus: Corpus | None) -> list[int]:
    texts = prepared.split("test").texts
    if corpus is None:
        return list(range(len(texts)))
    place = {text: row for row, text in enumerate(corpus.rows.texts)}
    return [place[text] for text in texts]
