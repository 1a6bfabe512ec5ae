import argparse
from dataclasses import fields
from pathlib import Path

import pytest

from training.recipe import Recipe, RecipeError, add_settings, given_settings, load_recipe


@pytest.mark.parametrize("name", ["compact", "distilbert"])
def test_a_shipped_recipe_pins_its_base_by_revision_and_hash(name: str) -> None:
    recipe = load_recipe(name)

    assert len(recipe.revision) == 40
    assert set(recipe.files) == {"model.safetensors", "tokenizer.json"}


def test_distilbert_is_the_original_architecture() -> None:
    recipe = load_recipe("distilbert")

    assert recipe.base == "distilbert/distilbert-base-uncased"
    assert recipe.classifier_dropout == 0.3


OTHER = {
    "base": "someone/else",
    "revision": "abc",
    "dropout": 0.3,
    "classifier_dropout": 0.4,
    "pooling": "mean",
    "token_dropout": 0.1,
    "augmentation": 0.2,
    "other_weight": 0.6,
    "teachers": 2,
    "teacher_epochs": 6,
    "distillation": 0.4,
    "soup": 5,
    "max_length": 33,
    "epochs": 9,
    "learning_rate": 3e-3,
    "batch_size": 8,
    "weight_decay": 0.2,
    "warmup": 0.3,
    "schedule": "cosine",
    "label_smoothing": 0.2,
    "consistency": 2.0,
    "class_weights": "balanced",
    "max_grad_norm": 2.0,
    "average_decay": 0.9,
    "patience": 7,
    "group_by_length": False,
    "dtype": "fp32",
    "seed": 99,
    "order": 3,
}


def test_every_setting_can_be_given_on_the_command_line() -> None:
    parser = argparse.ArgumentParser()
    add_settings(parser)
    arguments = []
    for name, value in OTHER.items():
        option = name.replace("_", "-")
        arguments += [f"--no-{option}"] if value is False else [f"--{option}", str(value)]

    recipe = Recipe(base="x").override(given_settings(parser.parse_args(arguments)))

    assert {name: getattr(recipe, name) for name in OTHER} == OTHER
    assert set(OTHER) == {setting.name for setting in fields(Recipe)} - {"files"}


def test_what_is_not_given_keeps_the_recipes_value() -> None:
    parser = argparse.ArgumentParser()
    add_settings(parser)

    assert given_settings(parser.parse_args([])) == {}


def test_a_recipe_of_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(Recipe(base="mine/base", epochs=2).to_yaml())

    assert load_recipe(str(path)) == Recipe(base="mine/base", epochs=2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("epochs: 2", "names no base"),
        ("base: x\nepoch: 2", "'epoch' is not a setting"),
        ("base: x\nepochs: two", "epochs is 'two', not a int"),
        ("base: x\nepochs: 0", "epochs is 0, not between 1 and 1000"),
        ("base: x\nclass_weights: heavy", "class_weights is 'heavy', not one of none, sqrt, balanced"),
        ("base: [", "is not YAML"),
    ],
)
def test_a_wrong_recipe_is_refused_by_name_and_value(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(content)

    with pytest.raises(RecipeError, match=message):
        load_recipe(str(path))


def test_an_unknown_recipe_names_those_there_are() -> None:
    with pytest.raises(RecipeError, match="'large' is neither one of compact, distilbert"):
        load_recipe("large")
