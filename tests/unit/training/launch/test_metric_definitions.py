"""What is read out of a log, on the lines that a training really prints."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout

import pytest

from training.launch.metric_definitions import METRICS, OBJECTIVE


@pytest.fixture(scope="module")
def log(base, recipe, data, tmp_path_factory):
    """What a training of two epochs prints, both streams in one, as a container's log has them."""
    from training.train import main

    folder = tmp_path_factory.mktemp("log")
    (folder / "tiny.yaml").write_text(recipe.to_yaml())
    arguments = [data.path, "--recipe", folder / "tiny.yaml", "--base-folder", base, "--out", folder / "run"]
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        assert main([*map(str, arguments), "--epochs", "2"]) == 0
    return said.getvalue()


def found(name, log):
    return [float(text) for text in re.findall(METRICS[name], log)]


def test_every_figure_is_read_out_of_a_real_log(log):
    assert {name for name in METRICS if not found(name, log)} == set()


def test_they_are_the_figures_of_the_training(log):
    epochs, losses = found("train:epoch", log), found("train:loss", log)

    assert epochs == sorted(epochs)
    assert epochs[-1] == 2
    assert len(losses) >= 10
    assert all(0 < loss < 3 for loss in losses)
    assert all(0 <= rate <= 2e-3 for rate in found("train:learning-rate", log))


def test_there_is_one_of_validation_for_each_epoch_and_the_best_is_the_one_that_is_kept(log):
    scores = found(OBJECTIVE, log)

    assert len(scores) == len(found("valid:loss", log)) == len(found("valid:accuracy", log)) == 2
    best = re.search(r"best macro-F1 on validation ([0-9.]+)", log)
    assert best
    assert max(scores) == pytest.approx(float(best[1]), abs=1e-3)


@pytest.mark.parametrize("line", ["{'loss': 1.5, 'epoch': 1.0}", "{'loss': '1.5', 'epoch': '1'}"])
def test_numbers_are_read_with_and_without_quotes(line):
    assert found("train:loss", line) == [1.5]
    assert found("valid:loss", line) == []


def test_small_rates_are_read_whole():
    assert found("train:learning-rate", "{'learning_rate': '3.2e-05'}") == [3.2e-5]


def test_sagemaker_takes_them():
    assert len(METRICS) <= 40
    assert all(re.compile(regex).groups == 1 and len(regex) <= 500 for regex in METRICS.values())
