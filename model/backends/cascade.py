"""The local model first; a stronger one for what it is unsure of."""

import logging
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace

from model.backends.allowance import Allowance
from model.backends.circuit import Circuit
from model.backends.described import Described
from model.classifier import Classifier
from model.errors import BackendError, SettingsError, SlowError
from model.prediction import Prediction, is_below
from model.tokens import Metered, TokenMeter

logger = logging.getLogger(__name__)

CALLS = 16
"""To the stronger one that may be under way at the same time; those given up are among them until they end."""


class CascadeClassifier(Described):
    """A classifier of two; safe to share between threads.

    Who decided stands in each prediction. The stronger one never makes an answer fail: where it is slow, failing,
    left alone after failures, or has been asked often enough, the local answer stands, marked `needs_review`.

    Parameters
    ----------
    local
        Asked first, about everything.
    stronger
        Asked about what `local` is unsure of; it has the same labels.
    below
        Confidence below which that is, and from 1 on everything; the threshold of `local` unless told.
    patience
        Seconds the stronger one is waited for.
    at_once
        Headlines of one call to it; where a call fails, it fails for these.
    allowance
        Headlines it may be asked about.
    circuit
        Opens when it fails.

    Raises
    ------
    SettingsError
        If the two have not the same labels in the same order.
    """

    def __init__(
        self,
        local: Classifier,
        stronger: Classifier,
        *,
        below: float | None = None,
        patience: float,
        at_once: int,
        allowance: Allowance,
        circuit: Circuit | None = None,
    ) -> None:
        if local.labels != stronger.labels:
            ours, theirs = ", ".join(local.labels), ", ".join(stronger.labels)
            raise SettingsError(f"a cascade cannot be made of the labels {ours} and {theirs}")
        super().__init__(local.description)
        self._local = local
        self._stronger = stronger
        self._below = local.description.threshold if below is None else below
        self._patience = patience
        self._at_once = at_once
        self._allowance = allowance
        self._circuit = circuit or Circuit()
        self._pool = ThreadPoolExecutor(CALLS, thread_name_prefix="cascade")

    @property
    def meter(self) -> TokenMeter:
        return self._stronger.meter if isinstance(self._stronger, Metered) else TokenMeter()

    @property
    def explainable(self) -> Classifier | None:
        """The local one, of what it has decided itself."""
        return self._local.explainable

    def classify(self, headlines: Sequence[str]) -> list[Prediction]:
        """Classify headlines, answers in the same order.

        Raises
        ------
        HeadlineError
            If one of them is empty once normalised; none is classified then.
        """
        predictions = self._local.classify(headlines)
        unsure = [index for index, one in enumerate(predictions) if is_below(one.confidence, self._below)]
        if not unsure:
            return predictions
        # Where there is no leave to ask about all, about the least sure.
        unsure.sort(key=lambda index: predictions[index].confidence)
        # In this order: who is allowed by the circuit must ask.
        may_ask = not self._allowance.is_used_up and self._circuit.allows()
        asked = unsure[: self._allowance.take(len(unsure))] if may_ask else []
        answers = self._ask([headlines[index] for index in asked]) if asked else []
        decided = dict(zip(asked, answers, strict=True))
        for index in unsure:
            predictions[index] = decided.get(index) or replace(predictions[index], needs_review=True)
        return predictions

    def _ask(self, headlines: Sequence[str]) -> list[Prediction | None]:
        """Return what the stronger one answers in time; None where it does not."""
        parts = [
            headlines[start : start + self._at_once] for start in range(0, len(headlines), self._at_once)
        ]
        calls = [self._pool.submit(self._stronger.classify, part) for part in parts]
        wait(calls, self._patience)
        answers: list[Prediction | None] = []
        failures: Counter[str] = Counter()
        for part, call in zip(parts, calls, strict=True):
            try:
                answers += self._answer(call)
            except Exception as error:  # whatever it is, there is an answer without it
                answers += [None] * len(part)
                # Our own errors are known to hold no headline.
                failures[str(error) if isinstance(error, BackendError) else type(error).__name__] += len(part)
        self._circuit.report(succeeded=any(answers))
        for why, count in failures.items():
            logger.warning("%d of %d answered without the stronger backend: %s", count, len(headlines), why)
        return answers

    def _answer(self, call: Future[list[Prediction]]) -> list[Prediction]:
        if call.cancel() or not call.done():
            raise SlowError(f"it did not answer within {self._patience:g} s")
        return call.result()
