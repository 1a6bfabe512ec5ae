import os
import sys
from pathlib import Path

import pytest

from benchmarks.import_times import REST, by_package, import_times

PRINTED = """\
import time: self [us] | cumulative | imported package
import time:       500 |        500 |     json
import time:      1000 |       1500 |   numpy.core
import time:      2000 |       3500 | numpy
something else that was printed
"""


def test_modules_are_added_up_by_package() -> None:
    assert by_package(PRINTED, ["numpy"]) == pytest.approx({"numpy": 3.0, REST: 0.5})


def test_a_module_is_really_imported(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(0.05)\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}

    found = import_times([sys.executable], "slow", environment, ["slow"], times=2)

    assert found.keys() == {"slow", REST}
    assert found["slow"] >= 50
