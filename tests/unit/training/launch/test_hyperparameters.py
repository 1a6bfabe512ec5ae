import json

import pytest

from training.launch.hyperparameters import hyperparameters


def test_they_have_the_names_of_options():
    assert hyperparameters({"learning_rate": 2e-5}) == {"learning-rate": "2e-05"}


VALUES = ["mine", "1.0.0", "1.10", "12", "true", "null", 3, 0.25, 1e-6, True, "a b"]


@pytest.mark.parametrize("value", VALUES)
def test_each_is_in_the_container_what_it_was_before(value):
    (text,) = hyperparameters({"setting": value}).values()

    read = decoded(decoded(text))  # by the SDK's driver

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("value", VALUES)
def test_in_a_search_each_is_what_it_was_after_one_reading(value):
    (text,) = hyperparameters({"setting": value}, tuning=True).values()

    read = decoded(text)  # by the image's toolkit

    assert read == value
    assert type(read) is type(value)


def decoded(value):
    """Return what is made of a hyperparameter where it is read."""
    try:
        return json.loads(value)
    except (ValueError, TypeError):
        return value
