"""The functions whose start is compared, each ready in a folder of its own."""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.coldstart_figures import COPY, PEER, TRIVIAL
from benchmarks.contenders import OURS, Subject
from benchmarks.lambda_task import environment, fetch_image, unpack
from benchmarks.model_server.original import write_original
from infrastructure.bundle.build import LAMBDA_GLIBC, build_bundle
from infrastructure.bundle.contents import FUNCTIONS
from infrastructure.bundle.interpreter import Interpreter
from training.release import Target

HANDLERS = Path(__file__).with_name("lambda_handlers")
HEADLINE = "New treatment for ADHD discovered"
DIRECT = {"inputs": HEADLINE}
HTTP = {
    "resource": "/v1/classify",
    "path": "/v1/classify",
    "httpMethod": "POST",
    "headers": {"Content-Type": "application/json"},
    "multiValueQueryStringParameters": None,
    "pathParameters": None,
    "requestContext": {"requestId": "0fbd8e0a-6b9b-4ff1-a0a6-5f0c7f0f1d11", "stage": "prod"},
    "body": json.dumps({"headline": HEADLINE}),
    "isBase64Encoded": False,
}
"""What API Gateway hands over."""


@dataclass(frozen=True)
class Contender:
    """A function.

    Attributes
    ----------
    setting
        What it is.
    module, task
        That has the handler, and its folder.
    event
        What it is asked first.
    environment
        Of its process.
    packages
        That the table of imports tells apart.
    snap_start
        Whether it goes through SnapStart's hooks.
    """

    setting: str
    module: str
    task: Path
    event: Mapping[str, Any]
    environment: Mapping[str, str]
    packages: Sequence[str] = field(default=())
    snap_start: bool = False


def contenders(subject: Subject) -> dict[str, Contender]:
    """Write every function into a folder of its own, for this Python.

    Parameters
    ----------
    subject
        The run and its artifact.
    """
    scratch, here = subject.scratch, Target.here()
    image = fetch_image(scratch / "image", here)
    target = replace(here, glibc=LAMBDA_GLIBC)
    # For another Python than Lambda's the libraries may be a little larger, and it is not shipped.
    contents = replace(FUNCTIONS, most_zipped=2 * FUNCTIONS.most_zipped)
    bundle = build_bundle(scratch / "bundle.zip", target, Interpreter([sys.executable]), contents)
    task = unpack(bundle.path, scratch / "ours")
    shutil.rmtree(task / "model/release")
    shutil.copytree(subject.artifact, task / "model/release")
    # As serverless.yml has it: each thread of a library that is not used takes its time to start.
    surroundings = environment(task, image) | {"OPENBLAS_NUM_THREADS": "1"}
    ours = Contender(
        "the bundle, asked by an event of API Gateway",
        "handlers.classify",
        task,
        HTTP,
        surroundings,
        ("handlers", "model", "numpy", "onnxruntime", "tokenizers", "aws_lambda_powertools", "jmespath"),
    )
    write_original(subject, scratch / "original")
    small = shutil.copytree(HANDLERS, scratch / "small")
    hub = {"MODEL_FOLDER": str(scratch / "original"), "HF_HUB_OFFLINE": "1"}
    return {
        TRIVIAL: Contender("answers with its event", "trivial", small, DIRECT, environment(small, image)),
        OURS: ours,
        COPY: replace(
            ours,
            setting="the same process after SnapStart's hooks, from when it is woken; what AWS takes to bring a "
            "snapshot back comes on top",
            snap_start=True,
        ),
        PEER: Contender(
            '`pipeline("text-classification")`, made when the function starts',
            "transformers_pipeline",
            small,
            DIRECT,
            environment(small, image) | hub,
            ("torch", "transformers", "numpy", "tokenizers", "huggingface_hub", "sympy"),
        ),
    }
