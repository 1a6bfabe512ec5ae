"""Train in a SageMaker training job, or anywhere with its environment; torchrun starts it in every process.

Run as:
    export SM_CHANNEL_TRAINING=data/mine SM_MODEL_DIR=out/model SM_OUTPUT_DATA_DIR=out SM_OUTPUT_FAILURE=out/why
    torchrun --nproc_per_node 2 -m training.job --run-folder runs/mine --recipe compact
"""

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import torch

from training.completion import complete, step, summary
from training.data import open_prepared
from training.evaluate import check_options
from training.job.container import Container, failure_file
from training.job.failure import tell
from training.job.options import given_options
from training.recipe import given_settings, load_recipe
from training.release.model_folder import write_model_folder
from training.release.wheels import fetch_wheels
from training.report.options import ReportOptions
from training.run_folder import Run
from training.shared_options import check_precision
from training.train import train

TERMINATED = 128 + signal.SIGTERM


class Terminated(BaseException):
    """SageMaker stops the job: its time is over, somebody wants it, or the spot instance is taken back."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job; return the exit code."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        _work(given_options(sys.argv[1:] if arguments is None else arguments), Container.of(os.environ))
    except Terminated:
        print("stopped; the job goes on from the last whole epoch when it starts again", file=sys.stderr)
        return TERMINATED
    except Exception as error:
        # Where, but not the message, which may quote a headline.
        traceback.print_tb(error.__traceback__)
        print(f"error: {tell(error, failure_file(os.environ))}", file=sys.stderr)
        return 1
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0


def _work(options: argparse.Namespace, container: Container) -> None:
    run = Run(options.run_folder)
    report = ReportOptions(
        base_folder=container.base,
        baselines=options.baselines,
        texts=options.texts,
        behaviour=container.behaviour,
    )
    recipe = load_recipe(options.recipe).override(given_settings(options))
    data = open_prepared(container.training)
    # Before the hours of training, not after them.
    check_precision(options.precision)
    check_options(report, data.labels)
    with TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        wheels = fetch_wheels(folder, options.libraries) if options.libraries and container.is_first else []
        if run.finished:
            run.check_same(recipe, data.fingerprint)
        else:
            if container.is_first:
                step(f"1/4 Train by the recipe {options.recipe}, {container.processes} processes")
            train(data, recipe, run.path, base_folder=container.base, resume=True)
        _part(container)
        if not container.is_first:
            return
        found = complete(
            run,
            folder / "artifact",
            data=container.training,
            name=options.name,
            version=options.version,
            report=container.output / "report",
            precision=options.precision,
            options=report,
        )
        write_model_folder(folder / "artifact", wheels, container.model)
    print(f"\n{options.name} {options.version} is trained: {summary(found)}")


def _part(container: Container) -> None:
    """Let the processes go their ways: the first has the machine for itself from here on."""
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    if container.processes > 1:  # torchrun gave each of them one thread
        torch.set_num_threads(len(os.sched_getaffinity(0)))


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


if __name__ == "__main__":
    sys.exit(main())
