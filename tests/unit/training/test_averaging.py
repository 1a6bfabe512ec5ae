from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from training.averaging import WeightAverage


@pytest.fixture
def network() -> torch.nn.Linear:
    network = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(network.weight)
    return network


def run(network: torch.nn.Linear, decay: float, folder: Path, weights: list[float]) -> WeightAverage:
    """Let the network have these weights, step by step; save at the end."""
    average = WeightAverage(network, decay)
    args = SimpleNamespace(output_dir=str(folder))
    state = SimpleNamespace(global_step=0, is_world_process_zero=True)
    average.on_train_begin(args, state, None)
    for weight in weights:
        torch.nn.init.constant_(network.weight, weight)
        state.global_step += 1
        average.on_step_end(args, state, None)
    checkpoint = folder / f"checkpoint-{len(weights)}"
    checkpoint.mkdir(parents=True)
    average.write(checkpoint)
    return average


def test_the_average_by_hand(network: torch.nn.Linear, tmp_path: Path) -> None:
    average = run(network, 0.25, tmp_path, [1.0, 3.0])

    # decays: min(0.25, 2 / 11), min(0.25, 3 / 12); so 1 - 2/11, then a quarter of it and three quarters of 3
    expected = 0.25 * (1 - 2 / 11) + 0.75 * 3
    with average.applied():
        assert network.weight.item() == pytest.approx(expected)
    assert network.weight.item() == 3.0


def test_without_a_decay_it_is_the_weights(network: torch.nn.Linear, tmp_path: Path) -> None:
    average = run(network, 0.0, tmp_path, [1.0, 3.0, 2.0])

    with average.applied():
        assert network.weight.item() == 2.0


def test_a_checkpoint_brings_it_back(network: torch.nn.Linear, tmp_path: Path) -> None:
    average = run(network, 0.9, tmp_path, [1.0, 3.0])
    with average.applied():
        expected = network.weight.item()

    resumed = WeightAverage(network, 0.9)
    resumed.on_train_begin(SimpleNamespace(output_dir=str(tmp_path)), SimpleNamespace(global_step=2), None)
    with resumed.applied():
        assert network.weight.item() == expected

    resumed.keep(tmp_path / "checkpoint-2")
    assert network.weight.item() == expected


def test_an_error_while_it_is_applied_leaves_the_weights(network: torch.nn.Linear, tmp_path: Path) -> None:
    average = run(network, 0.9, tmp_path, [1.0, 3.0])

    with pytest.raises(KeyboardInterrupt), average.applied():
        raise KeyboardInterrupt
    assert network.weight.item() == 3.0
