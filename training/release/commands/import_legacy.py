"""`import-legacy`: a checkpoint of the original project as an artifact."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from training.shared_options import add_base_folder, add_identity, add_precision, check_precision

LABELS = "Business,Science,Entertainment,Health"
"""Those of the original project, in the order in which its corpus first names them."""


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "import-legacy",
        help="make an artifact of a checkpoint of the original project",
        description="Make an artifact of a checkpoint that the original project's script.py wrote "
        "(pytorch_distilbert_news.bin: a state dict with l1.*, pre_classifier.* and classifier.*). Only tensors "
        "are read of it; a file that holds anything else is refused. The headlines calibrate the model, are what "
        "its 8 bits are held to, and measure it; if it was trained on them, the figures flatter.",
    )
    parser.add_argument("checkpoint", type=Path, help="the file")
    parser.add_argument("data", type=Path, help="folder that `python -m training.data prepare` wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder of the artifact")
    add_identity(parser, version="0.1.0")
    parser.add_argument(
        "--labels",
        default=LABELS,
        metavar="A,B,...",
        help="label names in the order of its outputs (default: %(default)s)",
    )
    parser.add_argument(
        "--recipe",
        default="distilbert",
        help="a shipped recipe or a .yaml file: its base checkpoint, whose configuration and tokenizer are taken, "
        "and how many tokens are read (default: %(default)s)",
    )
    add_base_folder(parser)
    add_precision(parser)
    parser.add_argument("--report", type=Path, help="folder of the report (default: OUT/../NAME-report)")
    parser.add_argument("--overwrite", action="store_true", help="replace the artifact that is there")
    parser.set_defaults(work=import_legacy, left="{out} is as it was")


def import_legacy(options: argparse.Namespace) -> int:
    """Import, calibrate, export and measure; return the exit code."""
    # PyTorch, which the other commands do without.
    from training.completion import candidate_of, complete, step, summary
    from training.data import open_prepared
    from training.export import check_out
    from training.legacy import import_checkpoint
    from training.recipe import load_recipe
    from training.report.options import ReportOptions

    out: Path = options.out
    check_out(out, overwrite=options.overwrite)
    check_out(candidate_of(out), overwrite=True)
    check_precision(options.precision)
    report: Path = options.report or out.with_name(f"{options.name}-report")
    with TemporaryDirectory(prefix="newsdesk-legacy-") as folder:
        step(f"1/4 Import {options.checkpoint}")
        run = import_checkpoint(
            options.checkpoint,
            open_prepared(options.data),
            load_recipe(options.recipe),
            Path(folder),
            labels=[label.strip() for label in options.labels.split(",")],
            base_folder=options.base_folder,
        )
        found = complete(
            run,
            out,
            data=options.data,
            name=options.name,
            version=options.version,
            report=report,
            precision=options.precision,
            overwrite=options.overwrite,
            options=ReportOptions(baselines=False),
        )
    print(f"\n{options.name} {options.version} is in {out}, its report in {report}:")
    print(summary(found))
    return 0
