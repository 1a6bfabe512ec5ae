from pathlib import Path

import pytest

from training.job.options import given_options
from training.recipe import RecipeError, given_settings
from training.release.wheels import Target


def test_hyperparameters_are_options() -> None:
    options = given_options(
        ["--recipe", "compact", "--learning-rate", "2e-05", "--group-by-length", "false", "--epochs", "3"]
    )

    assert options.recipe == "compact"
    assert given_settings(options) == {"learning_rate": 2e-5, "group_by_length": False, "epochs": 3}


def test_what_is_not_given_is_as_on_a_laptop() -> None:
    options = given_options([])

    assert (options.recipe, options.name, options.version) == ("distilbert", "news", "1.0.0")
    assert options.run_folder == Path("/opt/ml/checkpoints")
    assert options.libraries == Target()
    assert options.baselines is options.texts is True


@pytest.mark.parametrize(("no", "yes"), [("false", "true"), ("False", "True")], ids=["driver", "toolkit"])
def test_truths_are_words(no: str, yes: str) -> None:
    options = given_options(["--baselines", no, "--texts", yes, "--name", "mine"])

    assert (options.baselines, options.texts, options.name) == (False, True, "mine")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("none", None), ("py3.10-x86_64", Target("3.10")), ("py3.12-aarch64", Target("3.12", "aarch64"))],
)
def test_the_libraries_are_those_of_an_endpoint(given: str, expected: Target | None) -> None:
    assert given_options(["--libraries", given]).libraries == expected


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--libraries", "3.1"], "'3.1' is neither none nor as py3.12-x86_64"),
        (["--epochs", "many"], "argument --epochs: invalid int value: 'many'"),
        (["--epoch", "3"], "unrecognized arguments: --epoch 3"),
    ],
)
def test_a_mistake_is_named(arguments: list[str], reason: str) -> None:
    with pytest.raises(RecipeError, match=f"hyperparameters: .*{reason}"):
        given_options(arguments)


def test_what_a_tuning_adds_is_taken() -> None:
    given_options(["--_tuning_objective_metric", "valid:macro-f1"])
