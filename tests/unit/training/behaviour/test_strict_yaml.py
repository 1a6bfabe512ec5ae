import pytest
import yaml

from training.behaviour.strict_yaml import StrictLoader


def test_yaml_is_read_as_usual() -> None:
    assert yaml.load("a: {b: [1, two]}\nc: 'x: y'", Loader=StrictLoader) == {
        "a": {"b": [1, "two"]},
        "c": "x: y",
    }


@pytest.mark.parametrize("text", ["a: 1\na: 2", "a:\n  b: 1\n  b: 1"])
def test_a_key_that_stands_twice_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match="stands twice"):
        yaml.load(text, Loader=StrictLoader)
