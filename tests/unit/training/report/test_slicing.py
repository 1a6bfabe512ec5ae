from training.report.slicing import SLICINGS


def test_lengths(answers) -> None:
    texts = ["one two three", "a b c d e f g", "a b c d e f g h i j", " ".join("abcdefghijklm")]

    slicing = SLICINGS["length"](answers([0.9] * 4, [0] * 4, texts=texts))

    assert list(slicing.members) == list(slicing.order)


def test_small_publishers_are_put_together(answers) -> None:
    names = [name for name in "abcdefgh" for _ in range(2)] + ["y", "z", None]

    slicing = SLICINGS["publisher"](answers([0.9] * 19, [0] * 19, publisher=names))

    assert slicing.members[-3:] == ["2 others", "2 others", None]
    assert slicing.order == [*"abcdefgh", "2 others"]


def test_the_time_of_day_of_milliseconds_and_of_dates(answers) -> None:
    # 1394470370698 is 2014-03-10 16:52 UTC
    times = ["1394470370698", "2014-03-10T03:30:00", "13944703706oo", None]

    slicing = SLICINGS["time of day"](answers([0.9] * 4, [0] * 4, timestamp=times))

    assert slicing.members == ["16:00 to 20:00 UTC", "00:00 to 04:00 UTC", None, None]
    assert slicing.order[0] == "00:00 to 04:00 UTC"
    assert slicing.order[-1] == "20:00 to 24:00 UTC"


def test_labels_are_the_true_ones(answers) -> None:
    assert SLICINGS["label"](answers([0.9, 0.9], [0, 1])).members == ["Business", "Health"]
