"""Trainings that take turns: each in a process of its own, one of them running at a time."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

Start = Callable[[TrainerCallback], object]
"""Trains from start to end, telling the callback of each step."""


GRACE = 10
"""Seconds that a process may take to end by itself."""


class RelayError(ValueError):
    """A training that failed; the message is its own."""


class _OverError(Exception):
    """The last step was made and measured."""


@dataclass(frozen=True)
class Evaluation:
    """Accuracy on validation after so many headlines and seconds of training."""

    headlines: int
    seconds: float
    accuracy: float


@dataclass
class Turn:
    """What a training did in its turn.

    Attributes
    ----------
    headlines
        Trained on; one that was read twice for the same step counts once.
    seconds
        Of the steps: batch, network, optimiser, averaging. Validation and checkpoints are left out.
    evaluations
        Made in this turn; headlines and seconds count from the first turn on.
    finished
        Whether the training came to its end.
    """

    headlines: int = 0
    seconds: float = 0.0
    evaluations: list[Evaluation] = field(default_factory=list)
    finished: bool = False


class Runner:
    """A training that stands still between its turns. As a context, it ends the process."""

    def __init__(self, start: Start) -> None:
        processes = multiprocessing.get_context("spawn")
        self._connection, theirs = processes.Pipe()
        self._process = processes.Process(target=_work, args=(theirs, start), daemon=True)
        self._process.start()
        theirs.close()
        self.finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()  # it notices when it waits for its next turn
        self._process.join(GRACE)
        self._process.terminate()
        self._process.join()

    def advance(self, steps: int, *, evaluate: bool = False) -> Turn:
        """Let it train so many steps, and measure validation after them if asked to, and at its end.

        Raises
        ------
        RelayError
            If the training failed.
        """
        self._connection.send((steps, evaluate))
        try:
            answer = self._connection.recv()
        except EOFError:
            raise RelayError("the process of the training ended without a word") from None
        if isinstance(answer, str):
            raise RelayError(answer)
        turn: Turn = answer
        self.finished = turn.finished
        return turn


class _Clock(TrainerCallback):  # type: ignore[misc]
    """Runs while steps are made, and waits for the next turn where one ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._since = 0.0
        self._asked = False
        self._all_headlines, self._all_seconds = 0, 0.0
        self.turn = Turn()
        self.wait()

    def wait(self) -> None:
        self._left, self._evaluate = self._connection.recv()
        self.turn = Turn()

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._since = time.perf_counter()

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        seconds = time.perf_counter() - self._since
        self.turn.seconds += seconds
        self._all_seconds += seconds
        self.turn.headlines += args.train_batch_size
        self._all_headlines += args.train_batch_size
        self._left -= 1
        if state.global_step >= state.max_steps or (not self._left and self._evaluate):
            self._asked = control.should_evaluate = True
        elif not self._left:
            self._end_turn()
        self._since = time.perf_counter()

    def on_evaluate(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        metrics: dict[str, float],
        **_: Any,
    ) -> None:
        found = Evaluation(self._all_headlines, self._all_seconds, metrics["eval_accuracy"])
        self.turn.evaluations.append(found)
        if self._asked:
            self._asked = False
            self.turn.finished = state.global_step >= state.max_steps
            self._end_turn()
        self._since = time.perf_counter()

    def _end_turn(self) -> None:
        self._connection.send(self.turn)
        if self.turn.finished:
            raise _OverError  # what training does with its network then is of no interest
        self.wait()


def _work(connection: Connection, start: Start) -> None:
    # Several progress bars at once would be no progress bar. The files themselves, which loggers hold already.
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere.fileno(), stream.fileno())
    try:
        start(_Clock(connection))
    except (_OverError, EOFError, ConnectionError, KeyboardInterrupt):
        return  # trained to its end, or nobody asks any more
    except Exception as error:  # it is raised again where the turns are given
        connection.send(f"{type(error).__name__}: {error}")
