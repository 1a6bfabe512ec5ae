"""Send training jobs as `python -m training.launch` does, in one process, for its SDK takes long to import.

Run as:
    .venv-launch/bin/python -m tests.sagemaker_job.submission ARGUMENTS.json
"""

import json
import sys
from pathlib import Path

from training.launch.__main__ import main

for arguments in json.loads(Path(sys.argv[1]).read_text()):
    if code := main(arguments):
        sys.exit(code)
