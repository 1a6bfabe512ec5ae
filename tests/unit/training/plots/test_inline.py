import struct

import pytest

from training.plots import inline, plot_confusion


def test_gives_the_picture_that_would_be_written(tmp_path):
    drawn = ([[3, 1], [0, 4]], ("Health", "Science"), "a title")

    shown = inline(plot_confusion, *drawn)

    plot_confusion(*drawn, path=tmp_path / "picture.png")
    assert shown.data == (tmp_path / "picture.png").read_bytes()
    width, height = struct.unpack(">II", shown.data[16:24])
    assert (width > 300, height > 300) == (True, True)


def test_what_the_picture_refuses_is_not_hidden():
    with pytest.raises(TypeError, match="title"):
        inline(plot_confusion, [[1]], ("Health",))
