"""The entry script of a job: torchrun starts it in every process."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("TQDM_DISABLE", "1")  # a log has no line that a bar could grow in

    from training.job.__main__ import main

    sys.exit(main())
