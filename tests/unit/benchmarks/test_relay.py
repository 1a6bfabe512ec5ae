from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from transformers import TrainerControl, TrainerState

from benchmarks import relay
from benchmarks.relay import Evaluation, RelayError, Runner, Turn, _Clock
from benchmarks.ways import Newsdesk, Task
from training.data import Prepared
from training.recipe import Recipe


def test_the_clock_runs_for_steps_and_stands_for_validation_and_between_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(relay.time, "perf_counter", lambda: now)
    ours, theirs = Pipe()
    arguments, control = SimpleNamespace(train_batch_size=8), TrainerControl()
    state = TrainerState(max_steps=100)
    turns: list[Turn] = []

    def ask() -> None:
        nonlocal now
        for steps, evaluate in ((2, False), (1, True)):
            ours.send((steps, evaluate))
            turns.append(ours.recv())
            now += 1000  # others have their turns
        ours.send((9, False))

    asking = Thread(target=ask)
    asking.start()
    clock = _Clock(theirs)
    clock.on_epoch_begin(arguments, state, control)
    for seconds in (2, 3, 4):
        now += seconds
        clock.on_step_end(arguments, state, control)
    asked = control.should_evaluate
    now += 100  # validation
    clock.on_evaluate(arguments, state, control, metrics={"eval_accuracy": 0.5})
    asking.join()

    first, second = turns
    assert asked
    assert (first.headlines, first.seconds, first.evaluations) == (16, 5, [])
    assert (second.headlines, second.seconds) == (8, 4)
    assert second.evaluations == [Evaluation(headlines=24, seconds=9, accuracy=0.5)]


def test_a_training_that_fails_says_why(tmp_path: Path, data: Prepared, recipe: Recipe) -> None:
    task = Task(data.path, tmp_path / "nowhere", recipe, train=8, valid=8, out=tmp_path)

    with (
        Runner(partial(Newsdesk(regularised=False), task)) as runner,
        pytest.raises(RelayError, match=r"nowhere holds no config\.json of tests/tiny"),
    ):
        runner.advance(1)
