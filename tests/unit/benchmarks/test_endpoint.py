from pathlib import Path

import pytest

from benchmarks.endpoint import Endpoint, Plan, compare, main, same_labels
from benchmarks.model_server import server
from benchmarks.model_server.server import ModelServerError
from tests.unit.benchmarks.little_server import serving

TEXTS = [str(number) for number in range(40)]


def parity(inputs: str | list[str]) -> tuple[int, dict]:
    first = inputs if isinstance(inputs, str) else inputs[0]
    return 200, {"predicted_label": "odd" if int(first) % 2 else "even"}


def test_every_row_has_a_turn_in_every_round_with_every_number_of_clients() -> None:
    plan = Plan(clients=(1, 3), rounds=2, seconds=0.05, sample=1)

    with serving(parity) as one, serving(parity) as other:
        rows = compare({"one": Endpoint("alone", one), "lists": Endpoint("of 4", other, 4)}, TEXTS, plan)

    assert [(row.name, row.setting) for row in rows] == [("one", "alone"), ("lists", "of 4")]
    for row, headlines in zip(rows, (1, 4), strict=True):
        assert [len(cell.turns) for cell in row.cells] == [2, 2]
        assert {cell.headlines for cell in row.cells} == {headlines}
        assert all(cell.errors == 0 and cell.requests for cell in row.cells)


def test_one_that_never_answers_ends_the_run() -> None:
    plan = Plan(clients=(1,), rounds=1, seconds=0.05, sample=1)

    with (
        serving(lambda _: (503, {})) as port,
        pytest.raises(ModelServerError, match=r"^deaf answered nothing for 0\.05 s, with \d+ errors$"),
    ):
        compare({"deaf": Endpoint("", port)}, TEXTS, plan)


def test_labels_are_compared_headline_by_headline() -> None:
    with serving(parity) as one, serving(lambda _: (200, {"predicted_label": "odd"})) as other:
        assert same_labels(Endpoint("", one), Endpoint("", other), TEXTS) == len(TEXTS) // 2


def test_a_missing_server_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "PYTHON", tmp_path / "python")

    code = main(["--run", str(tmp_path), "--artifact", str(tmp_path), "--data", str(tmp_path)])

    assert code == 2
    assert "make .venv-server/.installed" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
