"""The folder of the studies: the plan, the corpus, and the result of each training."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.recipe import RecipeError
from training.report.answers import Answers
from training.studies.corpus import Corpus, read_corpus
from training.studies.job import Study
from training.studies.result import Result

PLAN, CORPUS = "plan.json", "corpus.jsonl"


@dataclass(frozen=True)
class Studies:
    """What the studies came to so far.

    Attributes
    ----------
    plan
        The settings: `recipe`, `corpus`, `added`, `other`, `data`, `folds`, `seed`, and `jobs`, the name of every
        training.
    corpus
        The headlines that were split; None without such a study.
    results
        Of the trainings that are done, in the order of the plan.
    """

    plan: Mapping[str, Any]
    corpus: Corpus | None
    results: Sequence[Result]

    def check_labels(self, labels: Sequence[str]) -> None:
        """Refuse studies that are of something else than a model with these labels.

        Raises
        ------
        RecipeError
            If they know a label that is none of these.
        """
        for studied in (self.plan.get("corpus"), self.plan.get("data")):
            for label in studied["labels"] if studied else ():
                if label not in labels:
                    raise RecipeError(f"the studies have the label {label!r}, not one of {', '.join(labels)}")

    @property
    def effort(self) -> str:
        """How much each training was: the studies are often made with less than the model itself."""
        recipe = self.plan["recipe"]
        soup, teachers = recipe.get("soup", 1), recipe.get("teachers", 0)  # older plans know neither
        networks = "one network" if soup == 1 else f"the mean of {soup} networks"
        taught = f", taught by {teachers}" if teachers else ""
        return f"{networks}, {recipe['epochs']} epochs{taught}"

    def of(self, study: Study) -> list[Result]:
        """Return the results of one study."""
        return [result for result in self.results if result.study == study]

    def missing(self, study: Study) -> int:
        """Return how many trainings of a study are still to be done."""
        planned = [name for name in self.plan["jobs"] if name.partition("-")[0] == study]
        return len(planned) - len(self.of(study))

    def pooled(self, study: Study, name: str, *, words: bool = False) -> Answers | None:
        """Return the answers to all rows of the corpus that a study tested; None if it tested none yet.

        Parameters
        ----------
        study
            Which.
        name
            What the headlines are called in the report.
        words
            Whether those of TF-IDF with logistic regression are wanted, not the network's.
        """
        found = self.of(study)
        if self.corpus is None or not found:
            return None
        rows = [row for result in found for row in result.rows]
        probabilities = [row for result in found for row in (result.words if words else result.model)]
        return Answers(name, self.corpus.part(rows), self.corpus.labels, np.array(probabilities), rows)


def open_studies(folder: Path) -> Studies:
    """Open the folder of the studies.

    Raises
    ------
    RecipeError
        If there are none, or a file is damaged.
    """
    try:
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RecipeError(f"{folder} holds no {PLAN}: `python -m training.studies` writes it") from None
    except ValueError as error:
        raise RecipeError(f"{folder / PLAN} is damaged: {error}") from None
    corpus = read_corpus(folder / CORPUS, plan["corpus"]["labels"]) if plan["corpus"] else None
    done = [folder / f"{name}.json" for name in plan["jobs"]]
    return Studies(plan, corpus, [Result.read(path) for path in done if path.is_file()])


def begin(folder: Path, plan: Mapping[str, Any], corpus: Corpus | None) -> None:
    """Write the plan and the corpus, or find the same plan there.

    Raises
    ------
    RecipeError
        If the folder was begun with other settings.
    """
    plan = json.loads(json.dumps(plan))
    if (folder / PLAN).is_file():
        begun = open_studies(folder).plan
        for setting, value in plan.items():
            _compare(folder, setting, begun.get(setting), value)
        return
    folder.mkdir(parents=True, exist_ok=True)
    if corpus is not None:
        corpus.write(folder / CORPUS, range(len(corpus)))
    (folder / PLAN).write_text(json.dumps(plan, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _compare(folder: Path, setting: str, begun: Any, wanted: Any) -> None:
    if isinstance(begun, dict) and isinstance(wanted, dict):
        for key, value in wanted.items():
            _compare(folder, f"{setting}: {key}", begun.get(key), value)
    elif begun != wanted:
        raise RecipeError(
            f"the studies in {folder} were begun with {setting} {begun!r}, not {wanted!r}; choose another --out"
        )
