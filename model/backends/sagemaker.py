"""The model on a SageMaker endpoint."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from threading import Lock
from typing import Any

from model.backends.described import Described
from model.backends.endpoint_answer import read_answer
from model.container.media import JSON, PREDICTIONS
from model.errors import BackendError, NotReadyError
from model.headline import normalise_all
from model.manifest import Manifest
from model.prediction import Prediction

MAX_BYTES = 4_000_000
"""Of one call: a serverless endpoint takes 4 MB, a real-time one 6 MiB."""
MAX_HEADLINES = 2_000
"""In one call, so that a slow instance answers it in time."""
CALLS = 8
"""That are under way at the same time."""
SECONDS = 5.0
"""After which no call is begun again: one and its repetition by botocore may take 18, and API Gateway waits 29."""
CONNECT_SECONDS, READ_SECONDS = 1, 8
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 2.0


class SageMakerClassifier(Described):
    """A classifier that asks an endpoint; safe to share between threads.

    The client is made when it is first needed, and kept, with its connections.
    """

    def __init__(
        self,
        endpoint: str,
        manifest: Manifest,
        *,
        seconds: float = SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(manifest)
        self._endpoint = endpoint
        self._seconds = seconds
        self._sleep = sleep
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(CALLS, thread_name_prefix="endpoint")

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order; a long list is asked in several calls side by side.

        Raises
        ------
        HeadlineError
            If one of them is empty once normalised; none is classified then.
        BackendError
            If the endpoint fails, is not ready, is asked too often or is slow: each has a class of its own.
        """
        parts = list(split(normalise_all(headlines)))
        until = time.monotonic() + self._seconds
        side_by_side = self._pool.map if len(parts) > 1 else map
        answers = side_by_side(lambda part: self._ask(part, until), parts)
        return [prediction for answer in answers for prediction in answer]

    def _ask(self, headlines: list[str], until: float) -> list[Prediction]:
        from botocore.exceptions import BotoCoreError, ClientError

        from model.backends.failures import failure_of

        body = json.dumps({"inputs": headlines}, ensure_ascii=False).encode()
        pause, repeated = FIRST_PAUSE, False
        while True:
            try:
                answer = self._client.invoke_endpoint(
                    EndpointName=self._endpoint, ContentType=JSON, Accept=PREDICTIONS, Body=body
                )
                content: bytes = answer["Body"].read()
                break
            except (BotoCoreError, ClientError) as error:
                failure = failure_of(error, f"endpoint {self._endpoint}")
                code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
            # botocore repeats what AWS throttles or drops, but neither of these two.
            waits = isinstance(failure, NotReadyError) and code == "ModelNotReadyException"
            fails = code == "ModelError" and type(failure) is BackendError and not repeated
            if not (waits or fails) or time.monotonic() + pause > until:
                raise failure from None
            self._sleep(pause)
            pause, repeated = min(2 * pause, LONGEST_PAUSE), True
        return read_answer(content, len(headlines), self._manifest)

    @property
    def _client(self) -> Any:
        with self._lock:
            return self._made_client

    @cached_property
    def _made_client(self) -> Any:
        import boto3
        from botocore.config import Config

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            tcp_keepalive=True,
            max_pool_connections=CALLS,
            retries={"mode": "standard", "total_max_attempts": 2},
        )
        return boto3.client("sagemaker-runtime", config=config)


def split(headlines: Sequence[str]) -> Iterator[list[str]]:
    """Cut a list into parts that one call takes, in order."""
    part: list[str] = []
    size = 0
    for headline in headlines:
        own = len(json.dumps(headline, ensure_ascii=False).encode()) + 2  # and a comma and a space
        if part and (size + own > MAX_BYTES or len(part) == MAX_HEADLINES):
            yield part
            part, size = [], 0
        part.append(headline)
        size += own
    if part:
        yield part
