"""A recipe: every setting of a training run, from a file and the command line."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml

SHIPPED = Path(__file__).parent / "recipes"


Pooling = Literal["first", "mean"]
"""How the outputs for the tokens become the one vector that the head reads."""


class RecipeError(ValueError):
    """A recipe that cannot be followed; the message names the setting and the value."""


@dataclass(frozen=True)
class Recipe:
    """Settings of one training run.

    Attributes
    ----------
    base
        Hub id of the checkpoint to start from: a BERT or DistilBERT encoder.
    revision
        Commit of it on the Hub.
    files
        SHA-256 of the files that are taken from it; a file with another hash is refused.
    dropout
        Dropout inside the encoder.
    classifier_dropout
        Dropout before the last layer.
    pooling
        What the head reads: the encoder's output for the `first` token, as the original project does, or the
        `mean` over all of them, as sentence encoders are trained.
    token_dropout
        Share of the tokens left out of a training headline, others each time.
    augmentation
        Share of the readings of a training headline in which its text is altered; see `training.augmentation`.
    other_weight
        Weight in the loss of the texts that belong to no label, whose target is every label alike (outlier
        exposure, Hendrycks et al. 2019).
    teachers
        Networks that are trained first, each by this recipe with another seed, to teach the one that is kept.
    teacher_epochs
        Most passes of a teacher over the training split.
    distillation
        Share of the teachers' mean answer in the target of a training headline; the rest is its label.
    max_length
        Tokens per headline, the two special ones included.
    epochs
        Most passes over the training split.
    learning_rate
        Peak rate of AdamW, reached after the warm-up, falling to 0 along `schedule`.
    batch_size
        Headlines per step, over all processes together.
    weight_decay
        Of AdamW.
    warmup
        Share of the steps in which the rate rises.
    schedule
        Shape of the fall.
    label_smoothing
        Share of the target spread over all labels.
    consistency
        Weight of the difference between the answers to two readings of the same headline, each with its own
        dropouts, in the loss (R-Drop, Liang et al. 2021); 0 reads it once.
    class_weights
        Weight of a label in the loss: `balanced` is inverse to its frequency, `sqrt` to the root of it, `none`
        is 1; scaled so that the mean over the rows is 1.
    max_grad_norm
        Gradients are clipped to this norm.
    average_decay
        Decay of the average of the weights that is validated and kept; it reaches back about
        `1 / (1 - average_decay)` steps, and 0 keeps the weights themselves.
    patience
        Epochs without a better macro-F1 on validation after which training stops.
    group_by_length
        Whether batches hold headlines of like length, which computes less padding.
    dtype
        Number format of the products; `auto` takes bf16 where the CPU or GPU computes in it.
    soup
        Networks that are trained one after the other, each in another `order`; the mean of their weights is kept
        (a model soup, Wortsman et al. 2022), and 1 keeps the one.
    seed
        Of everything random.
    order
        Added to the seed of all but the network's first weights: networks that differ in nothing else set out from
        one point, and their weights can be averaged.
    """

    base: str
    revision: str = "main"
    files: Mapping[str, str] = field(default_factory=dict)
    dropout: float = 0.1
    classifier_dropout: float = 0.2
    pooling: Pooling = "first"
    token_dropout: float = 0.0
    augmentation: float = 0.0
    other_weight: float = 0.3
    teachers: int = 0
    teacher_epochs: int = 3
    distillation: float = 0.7
    max_length: int = 64
    epochs: int = 4
    learning_rate: float = 5e-5
    batch_size: int = 32
    weight_decay: float = 0.01
    warmup: float = 0.1
    schedule: Literal["linear", "cosine"] = "linear"
    label_smoothing: float = 0.0
    consistency: float = 0.0
    class_weights: Literal["none", "sqrt", "balanced"] = "none"
    max_grad_norm: float = 1.0
    average_decay: float = 0.0
    patience: int = 2
    group_by_length: bool = True
    dtype: Literal["auto", "bf16", "fp32"] = "auto"
    soup: int = 1
    seed: int = 13
    order: int = 0

    def __post_init__(self) -> None:
        for setting in fields(self):
            _check_type(setting.name, getattr(self, setting.name), setting.type)
        for name, low, high in _RANGES:
            value = getattr(self, name)
            if not low <= value <= high:
                raise RecipeError(f"{name} is {value}, not between {low} and {high}")

    def override(self, settings: Mapping[str, Any]) -> "Recipe":
        """Return the recipe with some settings replaced.

        Raises
        ------
        RecipeError
            If a setting is unknown or its value cannot be used.
        """
        return replace(self, **_known(settings, "the command line"))

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as JSON content, of which `Recipe(**content)` is the recipe again."""
        return {**asdict(self), "files": dict(self.files)}

    def to_yaml(self) -> str:
        """Return the recipe as a file that `load_recipe` reads."""
        return str(yaml.safe_dump(self.as_dict(), sort_keys=False))


_RANGES = (
    ("dropout", 0, 0.9),
    ("classifier_dropout", 0, 0.9),
    ("token_dropout", 0, 0.9),
    ("augmentation", 0, 1),
    ("other_weight", 0, 100),
    ("teachers", 0, 20),
    ("teacher_epochs", 1, 1000),
    ("distillation", 0, 1),
    ("soup", 1, 100),
    ("order", 0, 1_000_000),
    ("max_length", 8, 512),
    ("epochs", 1, 1000),
    ("learning_rate", 1e-8, 1),
    ("batch_size", 1, 65536),
    ("weight_decay", 0, 1),
    ("warmup", 0, 0.9),
    ("label_smoothing", 0, 0.5),
    ("consistency", 0, 100),
    ("max_grad_norm", 1e-3, 1e3),
    ("average_decay", 0, 0.99999),
    ("patience", 1, 1000),
)


def load_recipe(name: str) -> Recipe:
    """Read a recipe: one that ships with the project, by name, or a YAML file.

    Raises
    ------
    RecipeError
        If there is none of that name, or it holds something that is no setting.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else SHIPPED / f"{name}.yaml"
    if not path.is_file():
        shipped = ", ".join(sorted(recipe.stem for recipe in SHIPPED.glob("*.yaml")))
        raise RecipeError(f"recipe {name!r} is neither one of {shipped} nor a .yaml file")
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise RecipeError(f"{path} is not YAML: {error}") from None
    if not isinstance(settings, dict) or "base" not in settings:
        raise RecipeError(f"{path} names no base checkpoint")
    return Recipe(**_known(settings, str(path)))


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Give a command an option for each setting; what is left out keeps the recipe's value."""
    group = parser.add_argument_group("settings of the recipe (default: what the recipe says)")
    for setting in fields(Recipe):
        if setting.name == "files":
            continue
        option, kind = f"--{setting.name.replace('_', '-')}", setting.type
        if kind is bool:
            group.add_argument(option, action=argparse.BooleanOptionalAction, default=None)
        elif get_origin(kind) is Literal:
            group.add_argument(option, choices=get_args(kind))
        else:
            group.add_argument(
                option, type=_parser(kind), metavar=str(getattr(kind, "__name__", kind)).upper()
            )


def given_settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given on the command line."""
    names = {setting.name for setting in fields(Recipe)}
    return {name: value for name, value in vars(arguments).items() if name in names and value is not None}


def _parser(kind: Any) -> type[int] | type[float] | type[str]:
    return {int: int, float: float}.get(kind, str)


def _known(settings: Mapping[str, Any], source: str) -> dict[str, Any]:
    names = {setting.name: setting.type for setting in fields(Recipe)}
    unknown = [name for name in settings if name not in names]
    if unknown:
        raise RecipeError(f"{source}: {unknown[0]!r} is not a setting; there are {', '.join(names)}")
    return {
        name: float(value) if names[name] is float and type(value) is int else value
        for name, value in settings.items()
    }


def _check_type(name: str, value: Any, kind: Any) -> None:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise RecipeError(f"{name} is {value!r}, not one of {', '.join(get_args(kind))}")
    elif isinstance(kind, type) and type(value) is not kind:
        raise RecipeError(f"{name} is {value!r}, not a {kind.__name__}")
