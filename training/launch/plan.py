"""From options to a job, with all that can be checked before anything is uploaded."""

import argparse
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from model.storage import split_s3_uri
from training.aws import client_of
from training.launch.aws import asked
from training.launch.channel import base_channel, data_channel
from training.launch.errors import LaunchError
from training.launch.hyperparameters import hyperparameters
from training.launch.images import default_image
from training.launch.job import Compute, Job, check_name, jobs_folder, new_name
from training.launch.machines import check_fit, given_machines
from training.launch.place import SERVICE, Place, given_place
from training.launch.tuning import Tuning, check_counts, read_ranges
from training.recipe import Recipe, given_settings, load_recipe
from training.release.errors import ReleaseError
from training.release.names import check_name as check_release_name

_TAG = re.compile(r"[\w .:/=+\-@]*")


def plan(options: argparse.Namespace, now: datetime) -> Job:
    """Return the job that the options ask for.

    Parameters
    ----------
    options
        Of the command.
    now
        For its name.

    Raises
    ------
    LaunchError, RecipeError, DataError, SettingsError
        If anything about it cannot be; nothing has been uploaded.
    """
    recipe = load_recipe(options.recipe).override(given_settings(options))
    own = _own_recipe(options.recipe)
    artifact = _artifact(options)
    tags = _tags(options)
    machines = given_machines(options)
    check_fit(recipe, machines)
    tuning = _tuning(options, recipe, machines)
    name = options.job or new_name(options.name, now, tuning=tuning is not None)
    check_name(name, tuning=tuning is not None)
    place = given_place(options)
    image = options.image or default_image(machines.instance, place.region)
    folder = f"{jobs_folder(place.store)}/{name}"
    channels = [data_channel(options.data, folder, place.region)]
    if options.base_folder:
        channels.append(base_channel(options.base_folder, folder, place.region, recipe))
    settings = {"recipe": own.name if own else options.recipe, **artifact, **given_settings(options)}
    if own:
        settings["epochs"] = recipe.epochs  # for whoever follows the job, and has not the file
    return Job(
        name=name,
        place=place,
        image=image,
        compute=machines,
        hyperparameters=hyperparameters(settings, tuning=tuning is not None),
        channels=tuple(channels),
        tags=tags,
        checkpoints=_checkpoints(options, folder, place, tuning),
        recipe=own,
        tuning=tuning,
    )


def _own_recipe(name: str) -> Path | None:
    """Return the file of a recipe that does not ship with the project."""
    return Path(name) if name.endswith((".yaml", ".yml")) else None


def _artifact(options: argparse.Namespace) -> dict[str, Any]:
    for option in ("name", "version"):
        value = getattr(options, option)
        try:
            check_release_name(option, value)
        except ReleaseError:
            raise LaunchError(f"--{option} {value!r} cannot be the {option} of a release") from None
    found = {"name": options.name, "version": options.version}
    if options.precision is not None:
        if not 0 < options.precision <= 1:
            raise LaunchError(f"--precision {options.precision:g} is not above 0 and at most 1")
        found["precision"] = options.precision
    left = {name: getattr(options, name) for name in ("libraries", "baselines", "texts")}
    return found | {name: value for name, value in left.items() if value is not None}


def _tags(options: argparse.Namespace) -> dict[str, str]:
    tags = {"service": SERVICE, "owner": options.owner, "model": options.name}
    if options.stage:
        tags["stage"] = options.stage
    for text in options.tag:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise LaunchError(f"--tag {text!r} is not KEY=VALUE")
        tags[key] = value
    for key, value in tags.items():
        if key.lower().startswith("aws:"):
            raise LaunchError(f"tag {key}={value}: what begins with aws: is AWS's own")
        if not (_TAG.fullmatch(key) and _TAG.fullmatch(value)) or len(key) > 128 or len(value) > 256:
            raise LaunchError(f"tag {key}={value} has a letter that AWS does not take, or is too long")
    return tags


def _tuning(options: argparse.Namespace, recipe: Recipe, machines: Compute) -> Tuning | None:
    if not options.tune:
        return None
    check_counts(options.trials, options.parallel)
    tuning = Tuning(read_ranges(options.tune), options.trials, options.parallel, options.strategy)
    if machines.instances * machines.processes > 1:
        raise LaunchError(
            f"a search trains each network in one process, not {machines.instances} x {machines.processes}: "
            "SageMaker starts its trainings without Torchrun"
        )
    if options.resume:
        raise LaunchError("a search cannot --resume: each of its trainings is another")
    given = given_settings(options)
    for name in tuning.ranges:
        if name in given:
            raise LaunchError(f"--{name.replace('_', '-')} is given, and to be searched: choose one")
    for extreme in tuning.extremes():
        check_fit(recipe.override(extreme), machines)
    return tuning


def _checkpoints(options: argparse.Namespace, folder: str, place: Place, tuning: Tuning | None) -> str | None:
    if options.resume:
        return _earlier_checkpoints(options.resume, place.region)
    # The trainings of a search would all share one folder, and each is another.
    return f"{folder}/checkpoints/" if options.spot and tuning is None else None


def _earlier_checkpoints(job: str, region: str) -> str:
    """Return where an earlier job has left its checkpoints."""
    with asked(f"for the job {job}"):
        found = client_of("sagemaker", region).describe_training_job(TrainingJobName=job)
    if "CheckpointConfig" not in found:
        raise LaunchError(f"{job} kept no checkpoints: it was sent without --spot")
    if found["TrainingJobStatus"] in ("InProgress", "Stopping"):
        raise LaunchError(f"{job} is still {found['TrainingJobStatus']}, and writes its checkpoints itself")
    uri = str(found["CheckpointConfig"]["S3Uri"])
    bucket, prefix = split_s3_uri(uri)
    with asked(f"for {uri}"):
        listed = client_of("s3", region).list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
    if not listed.get("KeyCount"):
        raise LaunchError(f"{job} has left no checkpoint at {uri}; send it without --resume")
    return uri
