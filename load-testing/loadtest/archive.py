"""Sample payloads for SageMaker Inference Recommender, which puts load on an endpoint by itself."""

from pathlib import Path

from training.release.packing import pack

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
    content = {file.name: file.read_bytes() for file in FOLDER.glob("*.json")}
    pack(content, path)
    return sorted(content)
