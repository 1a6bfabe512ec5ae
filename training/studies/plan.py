"""What was asked of the studies: kept beside the results, so that only the same is continued."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.data import Prepared
from training.data.source import file_sha256
from training.recipe import Recipe
from training.studies.corpus import Corpus
from training.studies.job import Job


def plan_of(
    recipe: Recipe,
    corpus: Corpus | None,
    data: Prepared | None,
    jobs: Sequence[Job],
    *,
    files: Mapping[str, Sequence[Path]],
    folds: int,
    seed: int,
) -> dict[str, Any]:
    """Return the plan of some studies as JSON content; see `training.studies.folder.Studies`.

    Parameters
    ----------
    recipe
        How every network is trained.
    corpus, data
        What is split, and what is trained on in parts; None where that is not studied.
    jobs
        Every training.
    files
        Where the headlines come from: `corpus`, `added`, `other`.
    folds, seed
        How the corpus is cut.
    """
    named = {
        kind: [{"name": path.name, "sha256": file_sha256(path)} for path in paths]
        for kind, paths in files.items()
    }
    described = None
    if corpus is not None:
        stories = set(corpus.rows.column("story")) - {None}
        described = {
            "files": named["corpus"],
            "labels": list(corpus.labels),
            "rows": len(corpus),
            "stories": len(stories),
        }
    return {
        "recipe": recipe.as_dict(),
        "corpus": described,
        "added": named["added"],
        "other": named["other"],
        "data": None if data is None else {"fingerprint": data.fingerprint, "labels": list(data.labels)},
        "folds": folds,
        "seed": seed,
        "jobs": [job.name for job in jobs],
    }
