"""The option that every command on a store has."""

import argparse
import os

VARIABLE = "NEWSDESK_STORE"


def add_store_option(parser: argparse.ArgumentParser) -> None:
    """Add `--store`, which the environment may hold instead."""
    default = os.environ.get(VARIABLE)
    parser.add_argument(
        "--store",
        metavar="S3://BUCKET[/PREFIX]",
        required=not default,
        default=default,
        help=f"the store (default: {VARIABLE} of the environment{f', {default}' if default else ''})",
    )
