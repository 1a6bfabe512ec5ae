"""Processes that do the same thing at the same moment, again and again."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from training.release.errors import ReleaseError
from training.release.pointer import Step, move, read_pointer
from training.release.published import open_release
from training.release.publishing import publish
from training.release.store import Store

PATIENCE = 120
Outcomes = list[str]
"""Of a runner, round by round: what it was refused with, or nothing where it won."""


class Race:
    """Outcomes of each runner, once all are through."""

    def __init__(self, runners: Sequence[Any]) -> None:
        self._runners = runners
        self.outcomes: list[Outcomes] = []

    @property
    def is_on(self) -> bool:
        return any(runner.is_alive() for runner in self._runners)


@contextmanager
def racing(runner: Callable[..., Outcomes], *arguments: tuple[Any, ...]) -> Iterator[Race]:
    """Start a process for each tuple of arguments; before those, each is given the barrier they share."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(arguments))
    pipes = [context.Pipe(duplex=False) for _ in arguments]
    runners = [
        context.Process(target=_run, args=(pipe, runner, barrier, *own), daemon=True)
        for own, (_, pipe) in zip(arguments, pipes, strict=True)
    ]
    for process in runners:
        process.start()
    for _, sending in pipes:
        sending.close()
    race = Race(runners)
    try:
        yield race
        race.outcomes = [receiving.recv() for receiving, _ in pipes]
    finally:
        for process in runners:
            process.join(PATIENCE)
            process.kill()


def publish_each(barrier: Barrier, address: str, folders: Sequence[Path]) -> Outcomes:
    """Publish each folder when the others publish theirs."""
    store = Store(address)
    return [_outcome(barrier, partial(publish, folder, store, progress=False)) for folder in folders]


def promote_each(barrier: Barrier, address: str, version: str, rounds: int) -> Outcomes:
    """Move the pointer of `prod` when the others do, who have all seen it where it was."""
    store = Store(address)
    release = open_release(store, "words", version)
    outcomes = []
    for turn in range(rounds):
        barrier.wait(PATIENCE)
        was = read_pointer(store, "words", "prod")
        step = Step.to(release, f"{version}, round {turn}")
        outcomes.append(_outcome(barrier, partial(move, store, "words", "prod", was, step)))
    return outcomes


def _outcome(barrier: Barrier, work: Callable[[], object]) -> str:
    barrier.wait(PATIENCE)
    try:
        work()
    except ReleaseError as error:
        return str(error)
    return ""


def _run(pipe: Any, runner: Callable[..., Outcomes], *arguments: Any) -> None:
    pipe.send(runner(*arguments))
