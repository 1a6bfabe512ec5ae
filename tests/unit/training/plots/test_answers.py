from pathlib import Path

from tests.unit.training.plots.colours import coloured
from training.plots import Answer, plot_answers
from training.plots.style import FAINT, SERIES

OF_THE_FIRST = [Answer(100.0 + second, 0.005, "1.0.0") for second in range(4)]
OF_THE_SECOND = [Answer(104.0, 0.3, "1.1.0"), Answer(105.0, 0.006, "1.1.0")]


def test_each_model_has_its_colour(tmp_path: Path) -> None:
    plot_answers(OF_THE_FIRST, [], "A title", tmp_path / "one.png")
    plot_answers(
        [*OF_THE_SECOND, *OF_THE_FIRST], [(103.5, "promoted 1.1.0")], "A title", tmp_path / "two.png"
    )

    first, second = SERIES[:2]
    assert coloured(tmp_path / "one.png", first).any()
    assert not coloured(tmp_path / "one.png", second).any()
    assert coloured(tmp_path / "two.png", second).any()


def test_an_event_is_drawn_where_it_was(tmp_path: Path) -> None:
    places = []
    for moment in (100.5, 104.5):
        plot_answers(OF_THE_FIRST + OF_THE_SECOND, [(moment, "")], "A title", tmp_path / "a.png")
        places.append(int(coloured(tmp_path / "a.png", FAINT).sum(axis=0).argmax()))

    assert places[1] - places[0] > 400
