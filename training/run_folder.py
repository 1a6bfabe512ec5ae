"""A run: the folder in which training leaves what the later steps need."""

import json
import shutil
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from training.recipe import Recipe, RecipeError

BEGUN = "begun.json"


@dataclass(frozen=True)
class Run:
    """The folder of a training run.

    Attributes
    ----------
    path
        Holds `network/` (weights, configuration, tokenizer), `run.json` (recipe, data, history, environment),
        `begun.json`, `checkpoints/`, `teachers/` and `members/` while training, and `calibration.json` after
        calibration.
    """

    path: Path

    @property
    def network(self) -> Path:
        return self.path / "network"

    @property
    def tokenizer(self) -> Path:
        return self.network / "tokenizer.json"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def teachers(self) -> Path:
        return self.path / "teachers"

    @property
    def members(self) -> Path:
        return self.path / "members"

    @property
    def unfinished(self) -> tuple[Path, ...]:
        """Folders that are there only while the training lasts."""
        return self.checkpoints, self.teachers, self.members

    @property
    def finished(self) -> bool:
        """Whether the training went to its end."""
        return (self.path / "run.json").is_file()

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Content of `run.json`.

        Raises
        ------
        RecipeError
            If the folder holds no finished run.
        """
        return self._read("run.json", "python -m training.train")

    @cached_property
    def calibration(self) -> dict[str, Any]:
        """Content of `calibration.json`.

        Raises
        ------
        RecipeError
            If the run is not calibrated yet.
        """
        return self._read("calibration.json", "python -m training.calibrate")

    @property
    def recipe(self) -> Recipe:
        return Recipe(**self.facts["recipe"])

    @property
    def labels(self) -> list[str]:
        labels: list[str] = self.facts["data"]["labels"]
        return labels

    def begin(self, recipe: Recipe, fingerprint: str) -> None:
        """Keep by which recipe and on which headlines a run is trained, for `check_same`."""
        content = {"recipe": recipe.as_dict(), "fingerprint": fingerprint}
        self.write(BEGUN, content)

    def check_same(self, recipe: Recipe, fingerprint: str) -> None:
        """Refuse to go on with a run by another recipe, or on other headlines.

        Raises
        ------
        RecipeError
            If it was begun with other settings; `patience`, which only says when to stop, may be another.
        """
        if self.finished:
            begun = {"recipe": self.facts["recipe"], "fingerprint": self.facts["data"]["fingerprint"]}
        elif (self.path / BEGUN).is_file():
            begun = self._read(BEGUN, "python -m training.train")
        else:
            return  # nothing was trained yet
        then = replace(Recipe(**begun["recipe"]), patience=recipe.patience).as_dict()
        now = recipe.as_dict()
        then["fingerprint"], now["fingerprint"] = begun["fingerprint"], fingerprint
        for name, value in now.items():
            if then[name] != value:
                raise RecipeError(
                    f"{self.path} was begun with {name} {then[name]!r}, not {value!r}; "
                    "go on with the same, or choose another folder"
                )

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Write a JSON file of the run, whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True)
        draft = self.path / f".{name}.part"
        draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(self.path / name)

    def remove(self) -> None:
        """Delete what a run leaves, and the folder if nothing else is in it."""
        for folder in (self.network, *self.unfinished):
            shutil.rmtree(folder, ignore_errors=True)
        for name in ("run.json", "calibration.json", BEGUN):
            (self.path / name).unlink(missing_ok=True)
        if not any(self.path.iterdir()):
            self.path.rmdir()

    def _read(self, name: str, maker: str) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RecipeError(f"{self.path} holds no {name}: `{maker}` writes it") from None
        return content
