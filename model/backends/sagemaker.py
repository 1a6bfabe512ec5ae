"""The model on a SageMaker endpoint."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from model.backends.client import LazyClient
from model.backends.described import Described
from model.backends.dialects import Dialect, own_container
from model.container.media import JSON
from model.description import Description
from model.errors import BackendError, NotReadyError, RefusedError, SlowError
from model.headline import normalise_all
from model.prediction import Prediction

MAX_BYTES = 4_000_000
"""Of one call: a serverless endpoint takes 4 MB, a real-time one 6 MiB."""
SECONDS = 5.0
"""After which no call is begun: one may take 18 (`model.backends.client`), and API Gateway waits 29."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 2.0


class SageMakerClassifier(Described):
    """A classifier that asks an endpoint; safe to share between threads.

    Parameters
    ----------
    endpoint
        Its name.
    description
        Of the model that is thought to be there.
    dialect
        What its container understands; that of our own, unless told.
    seconds
        After which no call is begun.
    sleep
        Waits as many seconds before one is.
    """

    def __init__(
        self,
        endpoint: str,
        description: Description,
        dialect: Dialect | None = None,
        *,
        seconds: float = SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(description)
        self._dialect = dialect or own_container(description)
        self._endpoint = endpoint
        self._seconds = seconds
        self._sleep = sleep
        calls = self._dialect.most_calls
        self._client = LazyClient("sagemaker-runtime", calls)
        self._pool = ThreadPoolExecutor(calls, thread_name_prefix="endpoint")

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order; a long list is asked in several calls side by side.

        Raises
        ------
        HeadlineError
            If one of them is empty once normalised; none is classified then.
        BackendError
            If the endpoint fails, is not ready, is asked too often or is slow: each has a class of its own.
        """
        parts = list(split(normalise_all(headlines), self._dialect.most_headlines))
        until = time.monotonic() + self._seconds
        side_by_side = self._pool.map if len(parts) > 1 else map
        answers = side_by_side(lambda part: self._ask(part, until), parts)
        return [prediction for answer in answers for prediction in answer]

    def _ask(self, headlines: list[str], until: float) -> list[Prediction]:
        from botocore.exceptions import BotoCoreError, ClientError

        from model.backends.failures import code_of, failure_of

        dialect = self._dialect
        body = json.dumps({"inputs": headlines, **dialect.fields}, ensure_ascii=False).encode()
        pause, repeated = FIRST_PAUSE, False
        if time.monotonic() > until:
            raise SlowError(f"endpoint {self._endpoint} did not answer all in time")
        while True:
            try:
                answer = self._client.get().invoke_endpoint(
                    EndpointName=self._endpoint, ContentType=JSON, Accept=dialect.accept, Body=body
                )
                content: bytes = answer["Body"].read()
                break
            except (BotoCoreError, ClientError) as error:
                failure = failure_of(error, f"endpoint {self._endpoint}")
                code = code_of(error)
            if isinstance(failure, RefusedError) and not dialect.blames_callers:
                failure = BackendError(f"the model behind endpoint {self._endpoint} failed")
            # botocore repeats what AWS throttles or drops, but neither of these two.
            waits = isinstance(failure, NotReadyError) and code == "ModelNotReadyException"
            fails = code == "ModelError" and type(failure) is BackendError and not repeated
            if not (waits or fails) or time.monotonic() + pause > until:
                raise failure from None
            self._sleep(pause)
            pause, repeated = min(2 * pause, LONGEST_PAUSE), True
        return dialect.read(content, len(headlines))


def split(headlines: Sequence[str], most: int) -> Iterator[list[str]]:
    """Cut a list into parts that one call takes, in order, none with more headlines than `most`."""
    part: list[str] = []
    size = 0
    for headline in headlines:
        own = len(json.dumps(headline, ensure_ascii=False).encode()) + 2  # and a comma and a space
        if part and (size + own > MAX_BYTES or len(part) == most):
            yield part
            part, size = [], 0
        part.append(headline)
        size += own
    if part:
        yield part
