"""From files of labelled headlines to a prepared folder."""

import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from training.data.cleaning import clean
from training.data.description import counts_of, other_report_of, report_of, warnings_of
from training.data.errors import DataError
from training.data.feedback.description import feedback_report_of, feedback_warnings_of
from training.data.feedback.merging import merge
from training.data.feedback.reading import FEEDBACK, read_corrections
from training.data.feedback.selection import select
from training.data.feedback.source import open_feedback
from training.data.fingerprint import fingerprint
from training.data.label import label_map, ordered
from training.data.layout import Columns, Format, Quoting
from training.data.naming import Policy, name_labels, narrowed
from training.data.other import OTHER, clean_other
from training.data.part import Needed, Reading, read_part
from training.data.prepared import Prepared
from training.data.row import Row
from training.data.source import Source, open_source
from training.data.splitting import TEST, TRAIN, VALID, Method, split_rows
from training.data.writing import check_room, write_prepared

Address = str | Path


def prepare(
    files: Sequence[Address],
    out: Address,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    story_column: str | None = None,
    time_column: str | None = None,
    form: Format = "auto",
    quoting: Quoting = "auto",
    encoding: str = "utf-8",
    labels: Sequence[str] | None = None,
    mapping: Mapping[str, str] | None = None,
    valid: Address | float = 0.1,
    test: Address | float = 0.1,
    other: Sequence[Address] = (),
    feedback: Sequence[Address] = (),
    feedback_model: str | None = None,
    split: Method = "random",
    seed: int = 0,
    allow_missing: bool = False,
    bad_rows: Policy = "error",
    progress: bool = True,
) -> Prepared:
    """Read, clean and split labelled headlines, and write them as a prepared folder.

    A given validation or test file is kept row for row, duplicates too; only its whitespace is normalised. What
    recurs in it is dropped from training. Nothing is written unless everything is in order.

    Parameters
    ----------
    files
        Files with training rows: paths, or `s3://bucket/key`.
    out
        The folder; an earlier preparation in it is replaced.
    text_column, label_column, story_column, time_column
        Columns to use; None for the usual names, in any case: headline, title or text; label or category; story;
        timestamp.
    form, quoting
        Format of the files, and what quotes mean in them; see `training.data.layout.find_layout`.
    encoding
        Of the files.
    labels
        Label names in the order of the model's outputs; None leaves them to the data.
    mapping
        Renamings, label in the files -> label name.
    valid, test
        A file, or the fraction of the cleaned training rows to take.
    other
        Files with texts that belong to none of the labels; labels in them are ignored. Each is read by its own
        form, and may lack the named columns. What recurs among the labelled headlines is dropped.
    feedback
        Corrections: JSON Lines files, or tables as `dynamodb://TABLE`. One outranks the labels of its headline in
        `files`, and adds the headline where these do not have it, to training alone; headlines of a given
        validation or test file stay as they are. See `training.data.feedback.merging.merge`.
    feedback_model
        The model whose corrections count; None for all.
    split
        How fractions are taken; see `training.data.splitting.split_rows`.
    seed
        Of the split; from 0 to 2**32 - 1.
    allow_missing
        Whether a `story` or `time` split may leave validation or test without some label.
    bad_rows
        Whether bad rows of `files`, `other` and `feedback` are an error, or are left out and reported.
    progress
        Whether bars show how far it is.

    Returns
    -------
    Prepared
        The folder, opened.

    Raises
    ------
    DataError
        If a file, a column, a label, a row or a wish cannot be used.
    """
    reading = Reading(
        Columns(text_column, label_column, story_column, time_column), form, quoting, encoding, progress
    )
    wishes = {VALID: valid, TEST: test}
    fractions = _fractions(wishes)
    if feedback_model is not None and not feedback:
        raise DataError(f"--feedback-model {feedback_model} needs --feedback")
    if not files:
        raise DataError("no file with training rows was given")
    if not 0 <= seed < 2**32:
        raise DataError(f"--seed {seed} is not between 0 and {2**32 - 1}")
    _check_encoding(encoding)
    given = {name: [wish] for name, wish in wishes.items() if not isinstance(wish, (int, float))}
    addresses = {TRAIN: files, **given, OTHER: other}
    read_from = [Path(one) for some in (*addresses.values(), feedback) for one in some]
    check_room(Path(out), read_from, other=bool(other))
    needed = _needed(split, fractions)

    with ExitStack() as stack:
        opened = {
            name: [stack.enter_context(open_source(address, progress=progress)) for address in some]
            for name, some in addresses.items()
        }
        corrected = [
            stack.enter_context(open_feedback(address, now=time.time(), progress=progress))
            for address in feedback
        ]
        _check_distinct(opened)
        parts = {
            name: read_part(sources, reading, needed if name == TRAIN or needed == "story" else None)
            for name, sources in opened.items()
            if name != OTHER
        }
        texts = read_part(opened[OTHER], reading.of_text(), None)
        corrections = read_corrections(corrected, progress=progress)
    meaning = label_map(
        Counter(row.label for row in parts[TRAIN].rows),
        corpus=any(layout.corpus for layout in parts[TRAIN].layouts),
        labels=labels,
        names=mapping or {},
    )
    rows, bad = name_labels(parts, meaning, bad_rows)
    training, added = rows[TRAIN], list[Row]()
    if feedback:
        selected = select(corrections, narrowed(meaning, training), bad_rows, model=feedback_model)
        merged = merge(selected.rows, rows, texts.rows)
        training, added = merged.rows, merged.added
    cleaned = clean(training, {name: rows[name] for name in given}, stories_apart=needed == "story")
    outside = clean_other(texts, {**rows, TRAIN: [*training, *added]}, bad_rows) if other else None
    read = {**parts, OTHER: texts} if outside else parts
    order = _order(rows[TRAIN], cleaned.rows if fractions else [*cleaned.rows, *added], labels)
    own = split_rows(
        cleaned.rows, fractions, method=split, seed=seed, labels=order, allow_missing=allow_missing
    )
    # somebody corrects what a model got wrong: in the test, such headlines would make it look worse than it is
    splits = {**{name: rows[name] for name in given}, **own, TRAIN: [*own[TRAIN], *added]}
    splits = {name: splits[name] for name in (TRAIN, VALID, TEST)}
    kept = outside.rows if outside else []
    counts = {name: counts_of(side, order) for name, side in splits.items()}
    found = {row.label for row in parts[TRAIN].rows} | {row.label for row in corrections.rows}
    report = report_of(read, bad, cleaned, warnings_of(splits, order, mapping or {}, found))
    if outside:
        counts[OTHER] = {"rows": len(kept)}
        report[OTHER] = other_report_of(texts.bad, outside)
    if feedback:
        report[FEEDBACK] = feedback_report_of(corrections, selected, merged, feedback_model)
        report["warnings"] += feedback_warnings_of(
            selected, added, {name: own[name] for name in fractions}, split, feedback_model
        )
    description = {
        "labels": order,
        "fingerprint": fingerprint(order, {**splits, OTHER: kept}),
        "seed": seed,
        "split": {
            "method": split if fractions else "given",
            **{name: fractions.get(name) or parts[name].sources[0]["file"] for name in wishes},
        },
        "sources": [
            *({"split": name, **source} for name, part in read.items() for source in part.sources),
            *({"split": FEEDBACK, **source} for source in corrections.sources),
        ],
        "counts": counts,
        "report": report,
    }
    return write_prepared(Path(out), description, splits, kept)


def _fractions(wishes: Mapping[str, Address | float]) -> dict[str, float]:
    fractions = {name: wish for name, wish in wishes.items() if isinstance(wish, (int, float))}
    for name, fraction in fractions.items():
        if not (math.isfinite(fraction) and 0 < fraction < 1):
            raise DataError(f"--{name} {fraction:g} is neither a file nor a fraction between 0 and 1")
    if sum(fractions.values()) >= 1:
        raise DataError(
            f"--valid {fractions[VALID]:g} and --test {fractions[TEST]:g} leave nothing to train on"
        )
    return fractions


def _check_encoding(encoding: str) -> None:
    try:
        plain = "\n".encode(encoding) == b"\n"
    except LookupError:
        raise DataError(f"--encoding {encoding!r} is not the name of an encoding") from None
    if not plain:
        raise DataError(f"files in {encoding} cannot be read line by line; save them in UTF-8")


def _needed(split: Method, fractions: Mapping[str, float]) -> Needed | None:
    if split == "story":
        return "story"
    return "timestamp" if split == "time" and fractions else None


def _check_distinct(opened: Mapping[str, Sequence[Source]]) -> None:
    seen: dict[str, Source] = {}
    for source in (source for sources in opened.values() for source in sources):
        other = seen.setdefault(source.sha256, source)
        if other is not source:
            raise DataError(f"{other.path} and {source.path} have the same content; give it once")


def _order(rows: Sequence[Row], kept: Sequence[Row], labels: Sequence[str] | None) -> tuple[str, ...]:
    before = Counter(row.label for row in rows)
    left = {row.label for row in kept}
    for label, count in before.items():
        if label not in left:
            raise DataError(
                f"label {label!r} has no training row left: all {count:,} "
                "recur in a given file, carry two labels or are corrected to another"
            )
    return ordered(left, labels)
