"""A phase, played by Locust in this process."""

from collections.abc import Iterator
from contextlib import contextmanager

import gevent
from locust.env import Environment
from tqdm import tqdm

from loadtest.answers import Answers
from loadtest.caller import Caller
from loadtest.phase import Phase
from loadtest.plan import PATIENCE
from loadtest.turns import Turns


def play(phase: Phase, url: str, title: str, seed: int = 0) -> Answers:
    """Ask what a phase wants asked, and wait for all answers; Ctrl-C ends it, and leaves those there are.

    Parameters
    ----------
    phase
        That is played.
    url
        Of the service, stage and all.
    title
        For the progress bar.
    seed
        For the order of the calls and the moments at which they are due.
    """
    turns = Turns(phase, PATIENCE, seed)
    client = type("Client", (Caller,), {"turns": turns, "host": url})
    environment = Environment(user_classes=[client], catch_exceptions=False)
    runner = environment.create_local_runner()
    with _progress(title, phase.seconds):
        try:
            runner.start(phase.clients, spawn_rate=phase.clients)
            if runner.spawning_greenlet is not None:
                runner.spawning_greenlet.join()
            runner.user_greenlets.join(raise_error=True)
        except KeyboardInterrupt:
            return turns.answers_so_far
        finally:
            runner.quit()
    return turns.answers


@contextmanager
def _progress(title: str, seconds: float) -> Iterator[None]:
    with tqdm(total=round(seconds), desc=title, unit="s", leave=False, disable=None) as bar:

        def tick() -> None:
            for _ in range(round(seconds)):
                gevent.sleep(1)
                bar.update()

        ticking = gevent.spawn(tick)
        try:
            yield
        finally:
            ticking.kill()
