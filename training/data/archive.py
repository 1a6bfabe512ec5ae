"""The official archive of the news corpus: where it is, and how to know it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Archive:
    """A zip archive on the web with one file of interest.

    Attributes
    ----------
    url
        Where it is.
    size
        Its size in bytes.
    sha256
        Its hash in hexadecimal; None where the publisher states none.
    member, member_size, rows
        The file of interest: name, size in bytes, and lines.
    """

    url: str
    size: int
    sha256: str | None
    member: str
    member_size: int
    rows: int

    @property
    def name(self) -> str:
        """Its file name."""
        return self.url.rpartition("/")[2]


NEWS_AGGREGATOR = Archive(
    url="https://archive.ics.uci.edu/static/public/359/news+aggregator.zip",
    size=29_224_203,
    # the archive's publisher states no hash; the first download's is kept beside it and holds from then on
    sha256=None,
    member="newsCorpora.csv",
    member_size=102_297_000,
    rows=422_937,
)
"""UCI News Aggregator (Gasparetti 2016, https://archive.ics.uci.edu/dataset/359/news+aggregator)."""
