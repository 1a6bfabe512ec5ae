import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from transformers import TrainerCallback, TrainerState

from infrastructure.free_port import free_port
from model.softmax import softmax
from training.checkpoints import last_checkpoint, seal
from training.data import Prepared, prepare
from training.inference import network_logits
from training.metrics import figures
from training.recipe import Recipe, RecipeError
from training.run_folder import Run
from training.train import train


def test_it_learns_and_keeps_what_the_next_steps_need(run_of_training: Run, data: Prepared) -> None:
    test = data.split("test")

    accuracy = (network_logits(run_of_training, test.texts).argmax(axis=1) == test.labels).mean()

    assert accuracy > 0.95
    assert run_of_training.labels == ["Business", "Science", "Health"]
    assert run_of_training.facts["data"]["fingerprint"] == data.fingerprint
    assert not run_of_training.checkpoints.exists()
    assert {path.name for path in run_of_training.network.iterdir()} >= {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    }


def test_no_pickle_is_left_in_a_run(run_of_training: Run) -> None:
    files = {path.name for path in run_of_training.path.rglob("*") if path.is_file()}

    assert not {name for name in files if name.endswith((".bin", ".pt", ".pth", ".pkl"))}


def test_the_test_split_is_not_read(base: Path, recipe: Recipe, data: Prepared, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(data.path, tmp_path / "data"))
    (folder / "test.jsonl").unlink()

    train(replace(data, path=folder), replace(recipe, epochs=1), tmp_path / "run", base_folder=base)


def test_the_same_seed_gives_the_same_network(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path
) -> None:
    short = replace(recipe, epochs=1, dropout=0.1)
    texts = data.split("valid").texts

    logits = [
        network_logits(train(data, replace(short, seed=seed), tmp_path / name, base_folder=base), texts)
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    ]

    assert np.array_equal(logits[0], logits[1])
    assert not np.allclose(logits[0], logits[2])


def test_teachers_teach_the_network_and_leave(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path
) -> None:
    patient = replace(recipe, teachers=2, distillation=0.5, patience=8)

    taught = train(data, patient, tmp_path / "run", base_folder=base)

    test = data.split("test")
    assert (network_logits(taught, test.texts).argmax(axis=1) == test.labels).mean() > 0.95
    assert not taught.teachers.exists()


def test_a_teacher_that_has_learnt_is_not_trained_again(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = replace(recipe, epochs=1, teachers=2, teacher_epochs=1)
    run = Run(tmp_path / "run")
    first = replace(brief, teachers=0, seed=brief.seed + 1)
    train(data, first, run.teachers / "1", base_folder=base)

    with pytest.raises(RecipeError, match="interrupted run"):
        train(data, brief, run.path, base_folder=base)
    capsys.readouterr()
    train(data, brief, run.path, base_folder=base, resume=True)

    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("teacher")] == [
        "teacher 2 of 2"
    ]
    assert not list(run.path.glob("*begun*"))


def test_a_run_does_not_go_on_by_another_recipe_or_with_its_teachers(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path
) -> None:
    brief = replace(recipe, epochs=1, teachers=1, teacher_epochs=1)
    run = Run(tmp_path / "run")
    train(data, replace(brief, teachers=0), run.teachers / "1", base_folder=base)

    with pytest.raises(RecipeError, match=r"teachers/1 was begun with seed 5, not 6; go on with the same"):
        train(data, brief, run.path, base_folder=base, resume=True)
    with pytest.raises(RecipeError, match=r"begun with learning_rate 0\.002, not 0\.001"):
        train(data, replace(brief, learning_rate=1e-3), run.path, base_folder=base, resume=True)


def test_a_soup_is_the_mean_of_what_its_members_learnt(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = replace(recipe, soup=2, teachers=1, teacher_epochs=1, epochs=2)
    run = Run(tmp_path / "run")
    alone = [
        train(
            data,
            replace(brief, soup=1, order=order),
            tmp_path / str(order),
            base_folder=base,
        )
        for order in (1, 2)
    ]
    shutil.copytree(alone[1].path, run.members / "2")

    with pytest.raises(RecipeError, match="interrupted run"):
        train(data, brief, run.path, base_folder=base)
    capsys.readouterr()
    train(data, brief, run.path, base_folder=base, resume=True)

    weights = [load_file(each.network / "model.safetensors") for each in (run, *alone)]
    for name, mean in weights[0].items():
        assert np.allclose(mean, (weights[1][name] + weights[2][name]) / 2, atol=1e-6), name
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if line.startswith(("teacher", "member"))] == [
        "teacher 1 of 1",
        "member 1 of 2",
    ]
    assert {path.name for path in run.path.iterdir()} == {"network", "run.json"}
    assert len(run.facts["members"]) == 2
    valid = data.split("valid")
    found = figures(softmax(network_logits(run, valid.texts)), np.asarray(valid.labels), data.labels)
    assert run.facts["best"]["macro_f1"] == found.macro_f1


@pytest.mark.parametrize("soup", [1, 2])
def test_no_member_is_thrown_away_by_a_smaller_soup(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path, soup: int
) -> None:
    (tmp_path / "run" / "members" / "3").mkdir(parents=True)

    with pytest.raises(
        RecipeError, match=f"holds member 3 of a soup, and soup is {soup}; go on with the same"
    ):
        train(data, replace(recipe, soup=soup), tmp_path / "run", base_folder=base, resume=True)


def test_a_member_of_another_soup_is_refused(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path
) -> None:
    brief = replace(recipe, soup=2, epochs=1)
    run = Run(tmp_path / "run")
    train(data, replace(brief, soup=1, order=2), run.members / "1", base_folder=base)

    with pytest.raises(RecipeError, match="members/1 was begun with order 2, not 1; go on with the same"):
        train(data, brief, run.path, base_folder=base, resume=True)


SLOW = """
import os, time
from training import train
answer = train.network_logits
def slowly(*given):
    assert os.environ["RANK"] == "0"
    time.sleep(3)
    return answer(*given)
train.network_logits = slowly
raise SystemExit(train.main())
"""


def test_the_first_process_answers_for_the_teachers_and_the_others_wait(
    base: Path, data: Prepared, tmp_path: Path
) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[3])}
    launcher = [
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc_per_node=2",
        str(tmp_path / "slow.py"),
    ]
    _, _, *arguments = command(
        data, base, tmp_path / "run", "--epochs", "1", "--teachers", "2", "--teacher-epochs", "1"
    )

    done = subprocess.run(
        [sys.executable, *launcher, *arguments], check=False, env=environment, capture_output=True, text=True
    )

    assert "holds an interrupted run" not in done.stderr
    assert done.returncode == 0
    assert Run(tmp_path / "run").facts["recipe"]["teachers"] == 2


def test_texts_of_no_label_leave_the_network_unsure(
    run_of_training: Run, base: Path, recipe: Recipe, data: Prepared, tmp_path: Path
) -> None:
    rows = [
        f"{text},{data.labels[label]}"
        for split in map(data.split, ("train", "valid", "test"))
        for text, label in zip(split.texts, split.labels, strict=True)
    ]
    (tmp_path / "train.csv").write_text("\n".join(["headline,label", *rows]))
    others = [f"{n} in the report for {n + 1}" for n in range(60)]
    (tmp_path / "other.csv").write_text("\n".join(["headline", *others]))
    prepared = prepare(
        [tmp_path / "train.csv"], tmp_path / "data", other=[tmp_path / "other.csv"], progress=False
    )

    run = train(prepared, replace(recipe, patience=8), tmp_path / "run", base_folder=base)

    def confidence(run: Run) -> float:
        texts = [f"{n} for the report in {n}" for n in range(70, 90)]
        return float(softmax(network_logits(run, texts)).max(axis=1).mean())

    assert confidence(run) < confidence(run_of_training) - 0.1
    assert run.facts["data"]["rows"]["other"] == len(prepared.other()) == 60


def test_a_taken_folder_is_refused(run_of_training: Run, base: Path, recipe: Recipe, data: Prepared) -> None:
    with pytest.raises(RecipeError, match="already holds a finished run"):
        train(data, recipe, run_of_training.path, base_folder=base)


def command(data: Prepared, base: Path, out: Path, *more: str) -> list[str]:
    settings = "--dropout 0 --classifier-dropout 0 --max-length 16 --learning-rate 2e-3 --dtype fp32 --seed 5"
    recipe = out.with_suffix(".yaml")
    recipe.write_text("base: tests/tiny\n")
    return [
        *("-m", "training.train", str(data.path), "--recipe", str(recipe), "--base-folder", str(base)),
        *("--out", str(out), *settings.split(), *more),
    ]


def test_two_processes_reach_the_loss_of_one(base: Path, data: Prepared, tmp_path: Path) -> None:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    runs = {}
    for processes in (1, 2):
        launcher = ["-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={processes}"]
        arguments = command(data, base, tmp_path / f"run{processes}", "--epochs", "3")
        subprocess.run(
            [sys.executable, *launcher, *arguments], check=True, env=environment, capture_output=True
        )
        runs[processes] = Run(tmp_path / f"run{processes}")

    losses = {
        processes: [entry["eval_loss"] for entry in run.facts["history"] if "eval_loss" in entry]
        for processes, run in runs.items()
    }
    assert runs[2].facts["processes"] == 2
    assert losses[2] == pytest.approx(losses[1], rel=0.02, abs=0.005)


def test_an_interrupted_run_goes_on_where_it_was(base: Path, data: Prepared, tmp_path: Path) -> None:
    out = tmp_path / "run"
    arguments = command(data, base, out, "--epochs", "400", "--patience", "400")
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 120
    while not list(out.glob("checkpoints/checkpoint-*/trainer_state.json")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "--resume" in printed
    assert "Traceback" not in printed

    refused = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "interrupted run" in refused.stderr

    resumed = command(data, base, out, "--epochs", "400", "--patience", "1", "--resume")
    subprocess.run([sys.executable, *resumed], check=True, capture_output=True)
    history = Run(out).facts["history"]
    epochs = [entry["epoch"] for entry in history if "eval_loss" in entry]
    assert epochs == sorted(set(epochs))
    assert len(epochs) >= 2


class Stop(TrainerCallback):
    """Ends a training in the midst of an epoch."""

    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args: object, state: TrainerState, *_: object, **__: object) -> None:
        if state.global_step == self.step:
            raise KeyboardInterrupt


def test_an_interrupted_run_ends_where_it_would_have_ended(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path
) -> None:
    # With all that is random in a step, and an average that reaches back over the interruption.
    random = replace(recipe, epochs=4, dropout=0.1, token_dropout=0.2, average_decay=0.9)
    whole = train(data, random, tmp_path / "whole", base_folder=base)
    with pytest.raises(KeyboardInterrupt):
        train(data, random, tmp_path / "run", base_folder=base, callbacks=[Stop(17)])

    resumed = train(data, random, tmp_path / "run", base_folder=base, resume=True)

    weights = [load_file(run.network / "model.safetensors") for run in (whole, resumed)]
    assert all(np.array_equal(weights[0][name], weight) for name, weight in weights[1].items())


def test_an_epoch_that_was_not_written_to_its_end_is_trained_again(
    base: Path, recipe: Recipe, data: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first epoch is the best, so that of the others only the newest are kept."""
    brief = replace(recipe, epochs=5, patience=5, learning_rate=1e-8)
    seals = []

    def dies_at_the_fourth(checkpoint: Path) -> None:
        seals.append(checkpoint)
        if len(seals) == 4:
            raise KeyboardInterrupt
        seal(checkpoint)

    monkeypatch.setattr("training.averaging.seal", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        train(data, brief, tmp_path / "run", base_folder=base)

    assert last_checkpoint(Run(tmp_path / "run").checkpoints) == seals[2]


def test_machines_that_share_no_folder_make_teachers_and_a_soup_together(
    base: Path, data: Prepared, tmp_path: Path
) -> None:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    settings = ["--epochs", "1", "--teachers", "1", "--teacher-epochs", "1", "--soup", "2"]
    port = free_port()
    machines = []
    for number in range(2):
        launcher = ["-m", "torch.distributed.run", "--nnodes=2", "--nproc_per_node=1"]
        launcher += [f"--node_rank={number}", "--master_addr=127.0.0.1", f"--master_port={port}"]
        arguments = command(data, base, tmp_path / f"run{number}", *settings)
        machines.append(subprocess.Popen([sys.executable, *launcher, *arguments], env=environment))

    assert [machine.wait(timeout=300) for machine in machines] == [0, 0]

    run = Run(tmp_path / "run0")
    assert run.facts["processes"] == 2
    assert len(run.facts["members"]) == 2
    assert not [path for path in (tmp_path / "run1").rglob("*") if path.is_file()]
