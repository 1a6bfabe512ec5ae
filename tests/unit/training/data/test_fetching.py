import hashlib
import io
import json
import random
import zipfile
from dataclasses import replace

import pytest

from training.data.archive import NEWS_AGGREGATOR, Archive
from training.data.errors import DataError
from training.data.fetching import fetch

LINES = b"".join(
    b"%d\tHeadline %d\n" % (number, random.Random(number).getrandbits(64)) for number in range(5000)
)


def zipped(name="newsCorpora.csv", content=LINES):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def archive(server):
    server.content = zipped()
    return Archive(
        url=server.url,
        size=len(server.content),
        sha256=None,
        member="newsCorpora.csv",
        member_size=len(LINES),
        rows=5000,
    )


def test_the_official_archive_is_the_one_that_was_measured():
    assert NEWS_AGGREGATOR.url == "https://archive.ics.uci.edu/static/public/359/news+aggregator.zip"
    assert NEWS_AGGREGATOR.name == "news+aggregator.zip"
    assert (NEWS_AGGREGATOR.size, NEWS_AGGREGATOR.member_size) == (29_224_203, 102_297_000)
    assert NEWS_AGGREGATOR.rows == 422_937


def test_the_file_is_got_unpacked_and_locked(archive, server, tmp_path):
    path = fetch(tmp_path / "uci", archive=archive, progress=False)

    assert path.read_bytes() == LINES
    assert json.loads((tmp_path / "uci" / "corpus.zip.lock").read_text()) == {
        "url": server.url,
        "size": archive.size,
        "sha256": hashlib.sha256(server.content).hexdigest(),
    }
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "corpus.zip",
        "corpus.zip.lock",
        "newsCorpora.csv",
    ]


def test_it_survives_cut_connections(archive, server, tmp_path):
    server.cuts = [10_000, 10_000]

    assert fetch(tmp_path, archive=archive, progress=False).read_bytes() == LINES
    assert len(server.requests) == 3


def test_what_is_there_is_not_got_again(archive, server, tmp_path):
    path = fetch(tmp_path, archive=archive, progress=False)

    assert fetch(tmp_path, archive=archive, progress=False) == path
    path.unlink()
    assert fetch(tmp_path, archive=archive, progress=False).read_bytes() == LINES
    assert len(server.requests) == 1


def test_a_mirror_may_be_asked(archive, server, tmp_path):
    elsewhere = replace(archive, url="http://127.0.0.1:9/corpus.zip")

    assert fetch(tmp_path, archive=elsewhere, url=server.url, progress=False).read_bytes() == LINES


@pytest.mark.parametrize("how", ["option", "project", "lock"])
def test_another_hash_is_refused_and_the_download_removed(archive, tmp_path, how):
    if how == "lock":
        (tmp_path / "corpus.zip.lock").write_text(json.dumps({"sha256": "0" * 64}))
    if how == "project":
        archive = replace(archive, sha256="0" * 64)

    with pytest.raises(DataError, match=f"says {'0' * 64}"):
        fetch(tmp_path, archive=archive, sha256="0" * 64 if how == "option" else None, progress=False)

    assert [file.name for file in tmp_path.iterdir()] == (["corpus.zip.lock"] if how == "lock" else [])


def test_the_right_hash_is_accepted_in_any_case(archive, server, tmp_path):
    sha256 = hashlib.sha256(server.content).hexdigest().upper()

    assert fetch(tmp_path, archive=archive, sha256=sha256, progress=False).exists()


def test_a_damaged_archive_is_refused_and_can_be_got_again(archive, server, tmp_path):
    # given: one byte of the compressed file changed on the way
    good = server.content
    server.content = good[:20_000] + bytes([good[20_000] ^ 1]) + good[20_001:]

    with pytest.raises(DataError, match="is damaged"):
        fetch(tmp_path, archive=archive, progress=False)
    assert list(tmp_path.iterdir()) == []

    server.content = good
    assert fetch(tmp_path, archive=archive, progress=False).read_bytes() == LINES


def test_an_archive_the_user_put_there_is_kept_when_it_is_wrong(archive, server, tmp_path):
    (tmp_path / "corpus.zip").write_bytes(b"not a zip")

    with pytest.raises(DataError, match=f"has 9 bytes, not {archive.size:,}; remove it"):
        fetch(tmp_path, archive=archive, progress=False)
    assert (tmp_path / "corpus.zip").exists()
    assert server.requests == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": 4999}, "5,000 lines, not .* and 4,999"),
        ({"member_size": 7}, "has .* bytes, not 7"),
        ({"member": "other.csv"}, "has no other.csv; it has readme.txt, newsCorpora.csv"),
    ],
)
def test_another_content_is_refused(archive, tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        fetch(tmp_path, archive=replace(archive, **change), progress=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_changed_is_not_taken_for_the_corpus(archive, tmp_path):
    path = fetch(tmp_path, archive=archive, progress=False)
    path.write_bytes(LINES[:-10])

    with pytest.raises(DataError, match=r"newsCorpora\.csv has .* bytes"):
        fetch(tmp_path, archive=archive, progress=False)


def test_a_last_line_without_its_end_is_a_line(archive, server, tmp_path):
    server.content = zipped(content=LINES[:-1])
    archive = replace(archive, size=len(server.content), member_size=len(LINES) - 1)

    assert fetch(tmp_path, archive=archive, progress=False).read_bytes() == LINES[:-1]
