"""What the report of a job holds."""

import argparse


def add_report_switches(parser: "argparse._ActionsContainer", default: bool | None) -> None:
    """Add `--baselines` and `--texts`, and their opposites.

    Parameters
    ----------
    parser
        Of a command, or a group of its options.
    default
        Where neither is said; None lets the program of the job decide, which takes both for true.
    """
    parser.add_argument(
        "--baselines",
        action=argparse.BooleanOptionalAction,
        default=default,
        help="train and show baselines in the report (default: yes)",
    )
    parser.add_argument(
        "--texts",
        action=argparse.BooleanOptionalAction,
        default=default,
        help="show single headlines in the report with their text, not by their row alone (default: yes)",
    )
