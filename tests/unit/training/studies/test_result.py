from pathlib import Path

import numpy as np
import pytest

from training.recipe import RecipeError
from training.studies.result import Result, rounded_rows


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rows = rounded_rows(np.array([[0.1234567, 0.8765433]]))
    result = Result("story-1", "story", 80, 1.5, [7], [1], rows, rows)

    result.write(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["story-1.json"]
    assert Result.read(tmp_path / "story-1.json") == result
    assert result.model == [[0.12346, 0.87654]]


@pytest.mark.parametrize("content", ["{", '{"name": "story-1"}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "story-1.json").write_text(content)

    with pytest.raises(RecipeError, match=r"story-1\.json is damaged"):
        Result.read(tmp_path / "story-1.json")
