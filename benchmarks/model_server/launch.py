"""Start multi-model-server on a model folder, as the entry point of a SageMaker image does, on loopback.

It runs in .venv-server, with `SAGEMAKER_BASE_DIR` (a folder with `model/` in it) and `SAGEMAKER_BIND_TO_PORT` set.
"""

import os
import sys
from pathlib import Path

import psutil
from sagemaker_huggingface_inference_toolkit import handler_service, mms_model_server
from sagemaker_inference import model_server, utils

base = Path(os.environ["SAGEMAKER_BASE_DIR"])
write_file = utils.write_file


def write_for_loopback(path: str, content: str) -> None:
    write_file(path, content.replace("0.0.0.0", "127.0.0.1"))


def server_of_this_group() -> psutil.Process:
    """Return the server started here: an image looks at all processes, and wants no second server among them."""
    for process in psutil.process_iter(["cmdline"]):
        if model_server.MMS_NAMESPACE in (process.info["cmdline"] or ()):
            try:
                if os.getpgid(process.pid) == os.getpgrp():
                    return process
            except ProcessLookupError:
                pass
    raise RuntimeError("the server has not started yet")  # the caller tries again


# In an image it writes below /etc and listens on every interface.
model_server.MMS_CONFIG_FILE = mms_model_server.MMS_CONFIG_FILE = str(base / "mms.properties")
model_server._retrieve_mms_server_process = server_of_this_group
utils.write_file = write_for_loopback
sys.exit(mms_model_server.start_model_server(handler_service=handler_service.__name__))
