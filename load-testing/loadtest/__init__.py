"""Load on the API: who asks what and how often, whether each answer is right, and what that costs."""

import sys
from pathlib import Path

# The folder above has a hyphen in its name and is no package: what is started in it finds the rest here.
sys.path.append(str(Path(__file__).parents[2]))
