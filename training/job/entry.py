"""The entry script of a job: torchrun starts it in every process, the image's toolkit, of a search, in one."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("TQDM_DISABLE", "1")  # a log has no line that a bar could grow in
    if "WORLD_SIZE" not in os.environ:
        # Without torchrun, the trainer would spread over all GPUs there are, and multiply the batch by them.
        os.environ.setdefault("CUDA_VISIBLE_DEVICES", "0")

    from training.job.__main__ import main

    sys.exit(main())
