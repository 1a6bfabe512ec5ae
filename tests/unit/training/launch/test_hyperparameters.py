import json

import pytest

from training.launch.hyperparameters import hyperparameters


def test_they_have_the_names_of_options():
    assert hyperparameters({"learning_rate": 2e-5}) == {"learning-rate": "2e-05"}


@pytest.mark.parametrize("value", ["mine", "1.0.0", "1.10", "12", "true", "null", 3, 0.25, 1e-6, True, "a b"])
def test_each_is_after_json_what_it_was_before(value):
    (text,) = hyperparameters({"setting": value}).values()

    try:
        read = json.loads(text)
    except ValueError:
        read = text
    assert read == value
    assert type(read) is type(value)
