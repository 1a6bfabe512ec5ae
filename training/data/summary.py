"""A prepared folder in words and figures, for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from training.data.feedback.reading import FEEDBACK
from training.data.other import OTHER
from training.data.prepared import SPLITS, Prepared
from training.data.table import aligned


def summary(prepared: Prepared) -> str:
    """Return the counts of every split and label as a table, and below it what was dropped and why."""
    description = prepared.description
    report = description["report"]
    return "\n".join(
        [
            *_table(prepared),
            "",
            *_dropped(report),
            *_dropped_of_other(report),
            *_corrections(report),
            "",
            *_facts(prepared),
        ]
    )


def _table(prepared: Prepared) -> list[str]:
    counts = prepared.description["counts"]
    header = ["", *prepared.labels, "rows"]
    body = [
        [
            name,
            *(f"{counts[name]['labels'][label]:,}" for label in prepared.labels),
            f"{counts[name]['rows']:,}",
        ]
        for name in SPLITS
    ]
    if OTHER in counts:
        body.append([OTHER, *("" for _ in prepared.labels), f"{counts[OTHER]['rows']:,}"])
    return aligned([header, *body])


def _dropped(report: Mapping[str, Any]) -> list[str]:
    reasons = [
        (report["bad_rows"]["rows"], "bad rows"),
        (report["recurring"]["rows"], "recur in a given validation or test file" + _recurrences(report)),
        (report["story_in_given_file"]["rows"], "belong to a story of a given file"),
        (report["two_labels"]["rows"], f"carry two labels ({_headlines(report['two_labels']['headlines'])})"),
        _duplicates(report),
    ]
    return _listing(f"{report['rows_read']['train']:,} training rows read", reasons)


def _dropped_of_other(report: Mapping[str, Any]) -> list[str]:
    if OTHER not in report:
        return []
    dropped = report[OTHER]
    reasons = [
        (dropped["bad_rows"]["rows"], "bad rows"),
        (dropped["recurring"]["rows"], "recur among the labelled headlines" + _recurrences(dropped)),
        _duplicates(dropped),
    ]
    return ["", *_listing(f"{report['rows_read'][OTHER]:,} other rows read", reasons)]


def _duplicates(report: Mapping[str, Any]) -> tuple[int, str]:
    found = report["duplicates"]
    reason = f"duplicates ({found['exact']:,} exact, {found['normalised']:,} after normalisation)"
    return sum(found.values()), reason


def _corrections(report: Mapping[str, Any]) -> list[str]:
    if FEEDBACK not in report:
        return []
    found = report[FEEDBACK]
    relabelled, from_other = found["relabelled"], found["added_from_other"]
    outcomes = [
        (relabelled["corrections"], f"change the label of {_count(relabelled['rows'], 'training row')}"),
        (found["already_right"]["corrections"], "say what the files say"),
        (
            found["added"]["corrections"],
            "add a headline to training" + (f" ({from_other:,} of --other)" if from_other else ""),
        ),
        (found["superseded"]["corrections"], "superseded by a newer one of the same headline"),
        (found["valid"]["corrections"], "of a headline of the validation file, not applied"),
        (found["test"]["corrections"], "of a headline of the test file, not applied"),
        (found["not_found"]["corrections"], "without a text, of a headline that no file has"),
        (found["repeated"], "repeated"),
        (found["other_model"], f"of another model than {found['model']}"),
        (found["unknown_label"]["rows"], "with a label that there is not"),
        (found["bad_rows"]["rows"], "bad rows"),
        (found["expired"], "expired"),
    ]
    headlines = [
        (found["disputed"]["headlines"], "headlines with different labels, of which the newest counts"),
        (found["settled_two_labels"], "headlines with two labels in the files, settled"),
    ]
    lines = ["", f"{_count(found['read'], 'correction')} read" + (":" if found["read"] else "")]
    lines += [f"{count:>9,}  {outcome}" for count, outcome in outcomes if count]
    if any(count for count, _ in headlines):
        lines += ["among them:", *(f"{count:>9,}  {what}" for count, what in headlines if count)]
    return lines


def _listing(read: str, reasons: Sequence[tuple[int, str]]) -> list[str]:
    lines = [f"{rows:>9,}  {reason}" for rows, reason in reasons if rows]
    return [f"{read}; dropped:" if lines else f"{read}, none dropped", *lines]


def _recurrences(report: Mapping[str, Any]) -> str:
    found = [
        f"{name}: {_headlines(counts['exact']['headlines'])} as they are, "
        f"{counts['normalised']['headlines']:,} after normalisation"
        for name, counts in report["recurring"].items()
        if name != "rows"
    ]
    return f" ({'; '.join(found)})" if found else ""


def _headlines(count: int) -> str:
    return _count(count, "headline")


def _count(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _facts(prepared: Prepared) -> list[str]:
    split = prepared.description["split"]
    sides = ", ".join(f"{name} {split[name]}" for name in ("valid", "test"))
    return [
        f"split        {split['method']}, {sides}, seed {prepared.description['seed']}",
        f"fingerprint  {prepared.fingerprint}",
        f"folder       {prepared.path}",
    ]
