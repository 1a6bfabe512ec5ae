"""The log of a job, as CloudWatch has it: line by line, as they come."""

import re
from collections.abc import Iterator

from training.aws import client_of
from training.launch.aws import asked

GROUP = "/aws/sagemaker/TrainingJobs"

_PAGES = 100
"""Of a stream, read at most at one look; the rest comes at the next."""
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BAR = re.compile(r".*[0-9]+%\|.*\||.*[0-9.]+(?:it/s|s/it)[],]")


class Log:
    """What the instances of a training have said so far.

    Parameters
    ----------
    job
        Name of the training.
    region
        Of AWS.
    """

    def __init__(self, job: str, region: str) -> None:
        self._job = job
        self._client = client_of("logs", region)
        self._tokens: dict[str, str] = {}

    def new_lines(self) -> Iterator[str]:
        """Give what was said since the last time, each line with its instance where there are several.

        Raises
        ------
        LaunchError
            If CloudWatch cannot be asked.
        """
        with asked(f"for the log of {self._job}"):
            streams = self._streams()
            for stream in streams:
                host = stream.removeprefix(f"{self._job}/").rpartition("-")[0]
                for message in self._messages(stream):
                    for line in readable(message):
                        yield f"[{host}] {line}" if len(streams) > 1 else line

    def _streams(self) -> list[str]:
        pages = self._client.get_paginator("describe_log_streams").paginate(
            logGroupName=GROUP, logStreamNamePrefix=f"{self._job}/"
        )
        try:
            return sorted(stream["logStreamName"] for page in pages for stream in page["logStreams"])
        except self._client.exceptions.ResourceNotFoundException:
            return []  # nobody has said anything yet

    def _messages(self, stream: str) -> Iterator[str]:
        for _ in range(_PAGES):
            token = self._tokens.get(stream)
            page = self._client.get_log_events(
                logGroupName=GROUP,
                logStreamName=stream,
                startFromHead=True,
                **({"nextToken": token} if token else {}),
            )
            yield from (event["message"] for event in page["events"])
            self._tokens[stream] = page["nextForwardToken"]
            # A page can be empty though others follow; the end is where the token stays the same.
            if page["nextForwardToken"] == token:
                return


def readable(message: str) -> list[str]:
    """Return the lines of a message without what only a terminal understands, progress bars first of all."""
    parts = (part.rstrip() for part in re.split(r"[\r\n]", _CONTROL.sub("", message)))
    return [part for part in parts if part.strip() and not _BAR.match(part)]
