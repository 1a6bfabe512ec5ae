from training.data.lines import read_lines, undecoded
from training.data.progress import progress_bar


def read(path, encoding="utf-8"):
    bar = progress_bar("reading", None, "B", progress=False)
    return list(read_lines(path, encoding, bar))


def test_only_a_line_feed_ends_a_line(write):
    assert read(write("a.txt", "one\u2028two\x85", "three\r")) == ["one\u2028two\x85\n", "three\r\n"]


def test_a_mark_of_the_byte_order_is_no_text(write):
    assert read(write("a.txt", b"\xef\xbb\xbfone\n", "\ufefftwo")) == ["one\n", "\ufefftwo\n"]


def test_a_byte_that_does_not_decode_is_named_with_what_stands_around_it(write):
    (line,) = read(write("a.txt", b"Nestl\xe9 up\n"))

    assert undecoded(line, "save it anew") == "byte 0xe9 cannot be decoded (save it anew): b'Nestl\\xe9 up'"


def test_text_is_fine(write):
    assert undecoded(read(write("a.txt", "Nestlé \U0001f600"))[0], "save it anew") is None
