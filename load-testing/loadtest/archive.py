"""Sample payloads for SageMaker Inference Recommender, which puts load on an endpoint by itself."""

import gzip
import io
import tarfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "payloads" / "endpoint"
CONTENT_TYPE = "application/json"
"""What `SupportedContentTypes` of a recommendation job has to say; all payloads are of it."""


def archive(path: Path) -> list[str]:
    """Pack the payloads for the container, each a request; the same bytes for the same payloads.

    Parameters
    ----------
    path
        `.tar.gz` file to write, for `SamplePayloadUrl` of a recommendation job.

    Returns
    -------
    list of str
        Names of the files in it.
    """
    files = sorted(FOLDER.glob("*.json"))
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for file in files:
            member = tarfile.TarInfo(file.name)
            member.size = file.stat().st_size
            with file.open("rb") as content:
                tar.addfile(member, content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=0))
    return [file.name for file in files]
