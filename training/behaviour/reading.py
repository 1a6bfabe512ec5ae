"""A folder of cases, read and checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from training.behaviour.cases import Cases, Direction, Invariance, Minimum, Scope
from training.behaviour.errors import BehaviourError
from training.behaviour.strict_yaml import StrictLoader

_KINDS: Mapping[str, type[Minimum] | type[Invariance] | type[Direction] | type[Scope]] = {
    "minimum": Minimum,
    "invariance": Invariance,
    "direction": Direction,
    "out_of_scope": Scope,
}


def load_cases(folder: str | Path, labels: Sequence[str]) -> Cases:
    """Read the cases of a folder.

    Parameters
    ----------
    folder
        Holds one or more of `minimum.yaml`, `invariance.yaml`, `direction.yaml` and `out_of_scope.yaml`.
    labels
        Of the model that will be measured.

    Raises
    ------
    BehaviourError
        If there is no such file or one of another name, a file is not as it must be, names a label the model
        does not have, or builds on headlines that are not there.
    """
    folder = Path(folder)
    paths = sorted(path for path in folder.glob("*") if path.suffix in {".yaml", ".yml"})
    files = ", ".join(f"{kind}.yaml" for kind in _KINDS)
    if not paths:
        raise BehaviourError(f"there are no cases in {folder}: none of {files}")
    found: dict[str, Any] = {}
    for path in paths:
        if path.name not in files.split(", "):
            raise BehaviourError(f"{path} is not one of {files}")
        found[path.stem] = _read(path, _KINDS[path.stem], labels)
    cases = Cases(**found)
    builds_on_minimum = [kind for kind in ("invariance", "out_of_scope") if kind in found]
    if builds_on_minimum and not cases.minimum:
        raise BehaviourError(f"{folder / builds_on_minimum[0]}.yaml needs the headlines of a minimum.yaml")
    return cases


def _read(path: Path, kind: type[Any], labels: Sequence[str]) -> Any:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506 - it is a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BehaviourError(f"{path} is not YAML: {error}") from None
    try:
        section = kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise BehaviourError(f"{path}: {place or 'the file'}: {reason}") from None
    for label in section.labels():
        if label not in labels:
            raise BehaviourError(f"{path}: label {label!r} is not one of {', '.join(labels)}")
    return section
