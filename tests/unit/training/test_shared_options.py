import argparse

import pytest

from training.recipe import RecipeError
from training.shared_options import add_base_folder, add_identity, add_precision, add_recipe, check_precision


def test_what_is_not_given_has_its_default() -> None:
    parser = argparse.ArgumentParser()
    add_identity(parser, version="0.1.0")
    add_recipe(parser, "compact")
    add_base_folder(parser)
    add_precision(parser)

    assert vars(parser.parse_args([])) == {
        "name": "news",
        "version": "0.1.0",
        "recipe": "compact",
        "base_folder": None,
        "precision": 0.97,
    }


@pytest.mark.parametrize("precision", [0.0, -0.5, 1.01, float("nan")])
def test_a_precision_that_cannot_be_wanted_is_refused(precision: float) -> None:
    with pytest.raises(RecipeError, match=f"precision {precision} is not above 0 and at most 1"):
        check_precision(precision)


def test_every_answer_may_be_wanted_right() -> None:
    check_precision(1.0)
