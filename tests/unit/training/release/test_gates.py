import argparse
import subprocess
import sys

from training.release.gates import add_gate_options


def test_by_itself_little_is_tolerated_and_nothing_is_let_through() -> None:
    parser = argparse.ArgumentParser()
    add_gate_options(parser)

    assert vars(parser.parse_args([])) == {
        "data": None,
        "tolerance": 0.01,
        "max_ece": 0.05,
        "least_headlines": 30,
        "other_labels": False,
    }


def test_who_only_reads_about_the_commands_waits_for_no_statistics() -> None:
    code = "import sys, training.release.__main__; print({'scipy', 'sklearn'} & sys.modules.keys())"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
