"""`python load-testing`, in place of the command's long name."""

import sys

from loadtest.command import main

sys.exit(main())
