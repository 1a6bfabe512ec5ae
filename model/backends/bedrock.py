"""A large language model on Amazon Bedrock, which can answer with a label and nothing else."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from model.backends.client import LazyClient
from model.backends.described import Described
from model.backends.tool import INSTRUCTIONS, AnswerError, message, read_call, specification
from model.classifier import Classifier
from model.description import Description
from model.errors import BackendError, SlowError
from model.headline import normalise_all
from model.prediction import ModelReference, Prediction, UncalibratedPrediction
from model.tokens import TokenMeter, Tokens

CALLS = 16
"""That are under way at the same time, one headline each: none can speak for another."""
SECONDS = 9.0
"""After which no call is begun: one may take 18 (`model.backends.client`), and API Gateway waits 29."""
PAUSE = 0.5
"""Seconds before a call that timed out in the model is repeated."""
MAX_TOKENS = 200
"""Of an answer: several times what a call of the tool takes."""


class BedrockClassifier(Described):
    """A classifier that asks a model by `Converse`; safe to share between threads.

    Parameters
    ----------
    model_id
        Of the model or of an inference profile.
    description
        Of what it stands in for: name, labels and threshold.
    seconds
        After which no call is begun.
    sleep
        Waits as many seconds before one is.
    """

    def __init__(
        self,
        model_id: str,
        description: Description,
        *,
        seconds: float = SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(
            Description(
                name=description.name,
                version=model_id,
                labels=description.labels,
                threshold=description.threshold,
                base=model_id,
            )
        )
        self.meter = TokenMeter()
        self._seconds = seconds
        self._sleep = sleep
        self._reference = ModelReference(description.name, model_id, "bedrock")
        self._tools = specification(self.labels)
        self._client = LazyClient("bedrock-runtime", CALLS)
        self._pool = ThreadPoolExecutor(CALLS, thread_name_prefix="bedrock")

    @property
    def explainable(self) -> Classifier | None:
        """Nobody: what it says of its confidence is no measure to compare words by."""
        return None

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order; many are asked side by side.

        Raises
        ------
        HeadlineError
            If one of them is empty once normalised; none is classified then.
        BackendError
            If the model fails, answers with no label twice, is asked too often or is slow.
        """
        texts = normalise_all(headlines)
        until = time.monotonic() + self._seconds
        side_by_side = (
            self._pool.map if len(texts) > 1 else map
        )  # what has not begun is cancelled by a failure
        return list(side_by_side(lambda text: self._ask(text, until), texts))

    def _ask(self, headline: str, until: float) -> Prediction:
        repeated = False
        while True:
            if time.monotonic() > until:
                raise SlowError(f"{self._what} did not answer all in time")
            try:
                label, confidence = read_call(self._converse(headline, until), self.labels)
            except AnswerError as error:
                if repeated:
                    raise BackendError(f"{self._what} gave no answer: {error}") from None
                repeated = True
            else:
                return UncalibratedPrediction.from_report(
                    label,
                    confidence,
                    self.labels,
                    threshold=self._description.threshold,
                    model=self._reference,
                )

    def _converse(self, headline: str, until: float) -> Mapping[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        from model.backends.failures import code_of, failure_of

        repeated = False
        while True:
            try:
                response: Mapping[str, Any] = self._client.get().converse(
                    modelId=self.version,
                    system=[{"text": INSTRUCTIONS}],
                    messages=[{"role": "user", "content": [{"text": message(headline)}]}],
                    toolConfig=self._tools,
                    inferenceConfig={"maxTokens": MAX_TOKENS, "temperature": 0.0},
                )
                break
            except (ResponseParserError, AttributeError) as error:  # its parser knows no other than an object
                raise AnswerError(f"it cannot be read: {type(error).__name__}") from None
            except (BotoCoreError, ClientError) as error:
                failure = failure_of(error, self._what)
                code = code_of(error)
            # The one of Bedrock's passing failures that botocore does not repeat.
            if code != "ModelTimeoutException" or repeated or time.monotonic() + PAUSE > until:
                raise failure from None
            self._sleep(PAUSE)
            repeated = True
        used = response.get("usage") or {}
        self.meter.add(Tokens(used.get("inputTokens", 0), used.get("outputTokens", 0)))
        return response

    @property
    def _what(self) -> str:
        return f"Bedrock's {self.version}"
