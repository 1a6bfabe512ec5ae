import random
import socket

import pytest

from training.data.download import PATIENCE, download
from training.data.errors import DataError

SIZE = 300_000
CONTENT = random.Random(1).randbytes(SIZE)


@pytest.fixture
def waits():
    return []


@pytest.fixture
def get(server, tmp_path, waits):
    server.content = CONTENT

    def run(size=SIZE):
        download(server.url, tmp_path / "part", size, progress=False, sleep=waits.append)
        return (tmp_path / "part").read_bytes()

    return run


def ranges(server):
    return [headers.get("Range") for headers in server.requests]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_file_arrives(server, get, chunked, tmp_path):
    server.chunked = chunked

    assert get() == CONTENT
    assert ranges(server) == [None]
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_cut_connection_is_taken_up_where_it_broke(server, get, waits, chunked):
    server.chunked = chunked
    server.cuts = [100_000, 150_000]

    assert get() == CONTENT
    assert ranges(server) == [None, "bytes=100000-", "bytes=250000-"]
    assert [headers.get("If-Range") for headers in server.requests] == [None, '"1"', '"1"']
    assert waits == []


def test_the_next_call_goes_on_where_the_last_one_ended(server, get, tmp_path):
    # given: a server that brings some of it and is gone for good
    server.cuts = [123_456, *[0] * PATIENCE]
    with pytest.raises(
        DataError, match=r"123,456 of 300,000 bytes are in [^ ]+part, and the next try goes on"
    ):
        get()
    server.requests.clear()

    assert get() == CONTENT
    assert ranges(server) == ["bytes=123456-"]
    assert server.requests[0]["If-Range"] == '"1"'


def test_a_file_that_has_changed_meanwhile_is_got_anew(server, get):
    server.cuts = [100_000, *[0] * PATIENCE]
    with pytest.raises(DataError):
        get()

    server.content, server.etag = CONTENT[::-1], '"2"'

    assert get() == CONTENT[::-1]


def test_a_weak_validator_is_not_used(server, get):
    server.etag = 'W/"1"'
    server.cuts = [100_000]

    assert get() == CONTENT
    assert [headers.get("If-Range") for headers in server.requests] == [None, None]


def test_a_server_without_ranges_is_asked_from_the_start(server, get):
    server.ranges = False
    server.cuts = [100_000]

    assert get() == CONTENT
    assert ranges(server) == [None, "bytes=100000-"]


def test_a_busy_server_is_asked_again_after_longer_and_longer_waits(server, get, waits):
    server.refusals = [503, 429, 500]

    assert get() == CONTENT
    assert waits == [1, 2, 4]


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_refusal_for_good_is_not_repeated(server, get, status):
    server.refusals = [status] * 2

    with pytest.raises(DataError, match=f"the server answers {status}"):
        get()
    assert len(server.requests) == 1


def test_it_gives_up_when_nothing_comes(server, get, waits):
    server.refusals = [503] * 20

    with pytest.raises(DataError, match=r"the server answers 503 .*; 0 of 300,000 bytes"):
        get()
    assert len(server.requests) == PATIENCE


def test_a_file_of_another_size_is_refused_before_it_is_got(server, get, tmp_path):
    with pytest.raises(DataError, match="the file has 300000 bytes, not 299999"):
        get(len(CONTENT) - 1)
    assert not (tmp_path / "part").exists()


def test_more_than_expected_is_never_kept(server, get, tmp_path):
    server.chunked = True

    with pytest.raises(DataError, match="more than 200000 bytes came"):
        get(200_000)
    assert (tmp_path / "part").stat().st_size == 0


def test_the_rest_of_another_file_is_refused(server, get, tmp_path):
    (tmp_path / "part").write_bytes(CONTENT[:1000])
    server.content = CONTENT + b"more"

    with pytest.raises(
        DataError, match="asked from byte 1000 of 300000, the server sends 'bytes 1000-300003/300004'"
    ):
        get()


def test_a_part_that_is_complete_needs_no_server(server, get, tmp_path):
    (tmp_path / "part").write_bytes(CONTENT)

    assert get() == CONTENT
    assert server.requests == []


def test_a_part_that_is_too_long_is_got_anew(server, get, tmp_path):
    (tmp_path / "part").write_bytes(CONTENT + b"more")

    assert get() == CONTENT


def test_a_range_that_the_server_cannot_satisfy_starts_anew(server, get, tmp_path):
    # given: less content than is in the part, and then all of it
    (tmp_path / "part").write_bytes(CONTENT[:1000])
    server.refusals = [416]

    assert get() == CONTENT
    assert ranges(server) == ["bytes=1000-", None]


def test_an_address_where_nobody_listens_is_an_error(tmp_path, waits):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/x"
        with pytest.raises(DataError, match="refused"):
            download(url, tmp_path / "part", 10, progress=False, sleep=waits.append)
    assert waits == [1, 2, 4, 8]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "corpus.zip"])
def test_only_the_web_is_asked(tmp_path, url):
    with pytest.raises(DataError, match="is not an http or https URL"):
        download(url, tmp_path / "part", 10, progress=False)
