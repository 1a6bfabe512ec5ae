"""Fine-tune a network on labelled headlines.

Run as:
    python -m training.train data/prepared --recipe compact --out runs/news
    torchrun --nproc_per_node 2 -m training.train data/prepared --recipe distilbert --out runs/news
"""

import argparse
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import PartialState
from accelerate.utils import broadcast_object_list
from numpy.typing import NDArray
from transformers import EarlyStoppingCallback, TrainerCallback, TrainingArguments

from model.softmax import softmax
from training.averaging import AveragingTrainer, WeightAverage
from training.base import find_base
from training.checkpoints import is_whole, last_checkpoint
from training.command_line import carried_out
from training.data import Prepared, open_prepared
from training.encoding import collate, open_tokenizer
from training.facts import code_revision, facts_of
from training.inference import logits_of, network_logits
from training.loss import training_loss
from training.metrics import figures
from training.network import build_network
from training.readings import training_rows, validation_rows
from training.recipe import Recipe, RecipeError, add_settings, given_settings, load_recipe
from training.run_folder import BEGUN, Run
from training.shared_options import add_base_folder, add_recipe
from training.soup import average_networks

PATIENCE = 7200
"""Seconds the processes wait for one of them: the first alone answers for all training headlines, as a teacher."""


def train(
    data: Prepared,
    recipe: Recipe,
    out: Path,
    *,
    base_folder: Path | None = None,
    resume: bool = False,
    taught: NDArray[np.float32] | None = None,
    callbacks: Sequence[TrainerCallback] = (),
) -> Run:
    """Fine-tune on the training split, keep the epoch with the best macro-F1 on validation.

    The test split is not read. Of several processes, the first writes the run, and the others read nothing of it
    but the checkpoint that is gone on from: they may have other disks, on which that has to be too.

    Parameters
    ----------
    data
        Prepared headlines.
    recipe
        Settings of the run.
    out
        Folder of the run; it may not hold one yet, unless `resume`.
    base_folder
        Where the base checkpoint's files are, if not on the Hub.
    resume
        Continue from the last checkpoint of an interrupted run.
    taught : ndarray of shape (training headlines, labels)
        Mean probabilities of teachers that are trained already; None trains those of the recipe.
    callbacks
        Told of each step after the weights are averaged, as a benchmark wants it; not called for a soup.

    Returns
    -------
    Run
        The finished run, on the disk of the first process.

    Raises
    ------
    RecipeError
        If the run cannot start: the folder is taken, the run in it was begun with other settings, or the base
        checkpoint is not to be had.
    """
    run = Run(out)
    if run.finished:
        raise RecipeError(f"{out} already holds a finished run; choose another --out")
    if not resume and any(folder.exists() for folder in run.unfinished):
        raise RecipeError(
            f"{out} holds an interrupted run; continue it with --resume or choose another --out"
        )
    if resume:
        run.check_same(recipe, data.fingerprint)
        _check_members(run, recipe)
    started, revision = time.monotonic(), code_revision()
    if recipe.teachers and taught is None:
        taught = _taught(data, recipe, run, base_folder)
    if recipe.soup > 1:
        found = _cook(data, recipe, run, base_folder, taught)
    else:
        found = _fit(data, recipe, run, base_folder, taught, resume=resume, callbacks=callbacks)
    PartialState().wait_for_everyone()  # before what another process still reads is removed
    if PartialState().is_main_process:
        facts = facts_of(data, recipe) | found
        facts |= {"seconds": round(time.monotonic() - started, 1), "code_revision": revision}
        run.write("run.json", facts)
        for folder in run.unfinished:
            shutil.rmtree(folder, ignore_errors=True)
        (run.path / BEGUN).unlink(missing_ok=True)
    PartialState().wait_for_everyone()  # before any process reads the run
    return run


def _fit(
    data: Prepared,
    recipe: Recipe,
    run: Run,
    base_folder: Path | None,
    taught: NDArray[np.float32] | None,
    *,
    resume: bool,
    callbacks: Sequence[TrainerCallback],
) -> dict[str, Any]:
    """Train one network and keep it in the run; return what is to be told of its training."""
    base = find_base(recipe, base_folder)
    tokenizer = open_tokenizer(base / "tokenizer.json", recipe.max_length)
    rows = training_rows(data, recipe, tokenizer, taught)
    network = build_network(recipe, base, data.labels)
    average = WeightAverage(network, recipe.average_decay)
    trainer = AveragingTrainer(
        average=average,
        model=network,
        args=_arguments(recipe, run, rows=len(rows)),
        data_collator=collate,
        train_dataset=rows,
        eval_dataset=validation_rows(data, tokenizer),
        compute_metrics=_validation(data.labels),
        compute_loss_func=training_loss(recipe),
        callbacks=[EarlyStoppingCallback(early_stopping_patience=recipe.patience), *callbacks],
    )
    # Not before every process has looked for an interrupted run: making the Trainer waits for all of them.
    if trainer.is_world_process_zero():
        run.begin(recipe, data.fingerprint)
    # What was stopped before its first checkpoint begins anew.
    checkpoint = _agreed_checkpoint(run) if resume else None
    trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    trainer.accelerator.wait_for_everyone()  # before the checkpoints, which every process reads, are removed
    state = trainer.state
    if trainer.is_world_process_zero():
        average.keep(run.checkpoints / Path(state.best_model_checkpoint).name)
        # Not `save_model`, which also leaves its arguments there, as a pickle.
        trainer.accelerator.unwrap_model(trainer.model).save_pretrained(run.network)
        shutil.copy(base / "tokenizer.json", run.tokenizer)
    return {
        "best": {"macro_f1": state.best_metric, "step": state.best_global_step},
        "history": state.log_history,
        "processes": trainer.args.world_size,
        "bf16": trainer.args.bf16,
    }


def _cook(
    data: Prepared,
    recipe: Recipe,
    run: Run,
    base_folder: Path | None,
    taught: NDArray[np.float32] | None,
) -> dict[str, Any]:
    """Train the members of a soup and keep the average of their weights; return what is to be told of them."""
    members = []
    for number in range(1, recipe.soup + 1):
        member = Run(run.members / str(number))
        own = replace(recipe, soup=1, order=recipe.order + number)
        if _agreed(member.finished):
            member.check_same(own, data.fingerprint)
        else:
            print(f"member {number} of {recipe.soup}", flush=True)
            train(data, own, member.path, base_folder=base_folder, resume=True, taught=taught)
        members.append(member)
    if not PartialState().is_main_process:
        return {}
    average_networks([member.network for member in members], run.network)
    valid = data.split("valid")
    answers = softmax(logits_of(run.network, valid.texts, recipe.max_length))
    return {
        "best": {"macro_f1": figures(answers, np.asarray(valid.labels), data.labels).macro_f1},
        "members": [{name: member.facts[name] for name in ("best", "history")} for member in members],
        **{name: members[0].facts[name] for name in ("processes", "bf16")},
    }


def _taught(data: Prepared, recipe: Recipe, run: Run, base_folder: Path | None) -> NDArray[np.float32]:
    """Train the teachers and return their mean probabilities for the training headlines."""
    texts = data.split("train").texts
    answers = []
    for number in range(1, recipe.teachers + 1):
        teacher = Run(run.teachers / str(number))
        own = replace(
            recipe, teachers=0, soup=1, epochs=recipe.teacher_epochs, seed=recipe.seed + number, order=0
        )
        if _agreed(teacher.finished):
            teacher.check_same(own, data.fingerprint)
        else:
            print(f"teacher {number} of {recipe.teachers}", flush=True)
            # What is there is this run's: begun before an interruption, or just now by a faster process.
            train(data, own, teacher.path, base_folder=base_folder, resume=True)
        if PartialState().is_main_process:
            answers.append(softmax(network_logits(teacher, texts)))
    mean: NDArray[np.float32] = _agreed(np.mean(answers, axis=0) if answers else None)
    return mean


def _agreed(own: Any) -> Any:
    """Return what the first process has, in all of them."""
    values = [own]
    broadcast_object_list(values)
    return values[0]


def _agreed_checkpoint(run: Run) -> Path | None:
    """Return the checkpoint that all processes go on from.

    Raises
    ------
    RecipeError
        If one of them does not find it: it may run on another machine, where nothing was copied to.
    """
    main = PartialState().is_main_process
    checkpoint: Path | None = _agreed(last_checkpoint(run.checkpoints) if main else None)
    if checkpoint and not main and not is_whole(checkpoint):
        raise RecipeError(f"process {PartialState().process_index} does not find {checkpoint}, to go on from")
    return checkpoint


def _check_members(run: Run, recipe: Recipe) -> None:
    """Refuse to go on with a soup in a way that would throw away what is trained of it."""
    trained = max((int(path.name) for path in run.members.glob("[0-9]*")), default=0)
    if trained > (recipe.soup if recipe.soup > 1 else 0):
        raise RecipeError(
            f"{run.path} holds member {trained} of a soup, and soup is {recipe.soup}; "
            "go on with the same, or choose another folder"
        )


def _arguments(recipe: Recipe, run: Run, rows: int) -> TrainingArguments:
    processes = int(os.environ.get("WORLD_SIZE", "1"))
    if recipe.batch_size % processes:
        raise RecipeError(f"batch_size {recipe.batch_size} cannot be shared by {processes} processes")
    steps = math.ceil(rows / recipe.batch_size)
    gpu = torch.cuda.is_available()
    return TrainingArguments(
        output_dir=str(run.checkpoints),
        per_device_train_batch_size=recipe.batch_size // processes,
        per_device_eval_batch_size=64,
        num_train_epochs=recipe.epochs,
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        warmup_steps=math.ceil(recipe.warmup * steps * recipe.epochs),
        lr_scheduler_type=recipe.schedule,
        max_grad_norm=recipe.max_grad_norm,
        train_sampling_strategy="group_by_length" if recipe.group_by_length else "random",
        bf16=computes_bf16() if recipe.dtype == "auto" else recipe.dtype == "bf16",
        use_cpu=not gpu,
        ddp_backend=("nccl" if gpu else "gloo") if processes > 1 else None,
        ddp_timeout=PATIENCE,
        ddp_find_unused_parameters=False,  # there are none, and to look for them takes time
        eval_strategy="epoch",
        save_strategy="epoch",
        load_best_model_at_end=True,
        metric_for_best_model="macro_f1",
        greater_is_better=True,
        logging_steps=max(1, steps // 5),
        seed=recipe.seed + recipe.order,
        data_seed=recipe.seed + recipe.order,
        dataloader_pin_memory=gpu,
        remove_unused_columns=False,
        label_names=["labels"],
        report_to=[],
        disable_tqdm=False,
    )


def computes_bf16() -> bool:
    """Return whether the GPU, or without one the CPU, multiplies bf16 numbers in hardware."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _validation(labels: Sequence[str]) -> Callable[[Any], dict[str, float]]:
    def measure(predictions: Any) -> dict[str, float]:
        found = figures(softmax(predictions.predictions), predictions.label_ids.argmax(axis=1), labels)
        return {"accuracy": found.accuracy, "macro_f1": found.macro_f1}

    return measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__.splitlines()[0])
    channel, model_folder = os.environ.get("SM_CHANNEL_TRAINING"), os.environ.get("SM_MODEL_DIR")
    parser.add_argument(
        "data",
        type=Path,
        nargs="?" if channel else None,
        default=channel,
        help="folder of prepared headlines",
    )
    add_recipe(parser)
    parser.add_argument(
        "--out", type=Path, required=not model_folder, default=model_folder, help="folder of the run"
    )
    add_base_folder(parser)
    parser.add_argument("--resume", action="store_true", help="continue an interrupted run")
    add_settings(parser)
    options = parser.parse_args(arguments)

    def work() -> int:
        recipe = load_recipe(options.recipe).override(given_settings(options))
        data = open_prepared(Path(options.data))
        run = train(data, recipe, Path(options.out), base_folder=options.base_folder, resume=options.resume)
        if int(os.environ.get("RANK", "0")) == 0:
            print(
                f"best macro-F1 on validation {run.facts['best']['macro_f1']:.4f}; the run is in {run.path}"
            )
        return 0

    return carried_out(work, f"continue after the last whole epoch with --resume --out {options.out}")


if __name__ == "__main__":
    sys.exit(main())
