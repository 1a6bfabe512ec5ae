"""Start multi-model-server on a model folder, as the entry point of a SageMaker image does, on loopback.

It runs in .venv-server, with `SAGEMAKER_BASE_DIR` (a folder with `model/` in it) and `SAGEMAKER_BIND_TO_PORT` set.
"""

import os
import sys
from pathlib import Path

from sagemaker_huggingface_inference_toolkit import handler_service, mms_model_server
from sagemaker_inference import model_server, utils

base = Path(os.environ["SAGEMAKER_BASE_DIR"])
write_file = utils.write_file


def write_for_loopback(path: str, content: str) -> None:
    write_file(path, content.replace("0.0.0.0", "127.0.0.1"))


# In an image it writes below /etc and listens on every interface.
model_server.MMS_CONFIG_FILE = mms_model_server.MMS_CONFIG_FILE = str(base / "mms.properties")
utils.write_file = write_for_loopback
sys.exit(mms_model_server.start_model_server(handler_service=handler_service.__name__))
