"""The report of a load test for a person, in Markdown."""

from collections import Counter
from collections.abc import Iterator
from math import isnan
from pathlib import Path

from benchmarks.machine import sentence
from benchmarks.report_files import write_files
from infrastructure.costs.amount import number
from loadtest.call import Outcome
from loadtest.figures import Figures, figures_of
from loadtest.found import Found
from loadtest.load import Load, title_of
from loadtest.page import page
from loadtest.plan import MOST_CLIENTS, PATIENCE
from loadtest.rate_plot import plot_rates
from loadtest.recovery import AS_BEFORE, recovery_of
from loadtest.reference import written
from loadtest.time_plot import plot_time
from training.report.markdown import paragraphs, table

NAME = "load"
HEADER = (
    "scenario", "load", "requests", "answered/s", "headlines/s",
    "p50", "p90", "p95", "p99", "longest", "turned away", "failed", "wrong",
)  # fmt: skip


def write_report(load: Load, folder: Path) -> None:
    """Write `load.md`, `load.html`, `load.json` and the pictures into a folder."""
    markdown = report(load)
    write_files(folder, NAME, load.as_json(), markdown)
    for found in load.found:
        _draw(found, load, folder)
    (folder / f"{NAME}.html").write_text(page(markdown, folder), encoding="utf-8")


def report(load: Load) -> str:
    """Return the report."""
    return (
        paragraphs(
            f"# {title_of(load)}",
            _summary(load),
            "Stopped before all scenarios had been played." if load.stopped else "",
            figures_table(load),
            *(_section(found, load) for found in load.found),
            _costs(load),
            _wrong(load),
            _how(load),
            sentence(dict(load.machine)),
        )
        + "\n"
    )


def figures_table(load: Load) -> str:
    """Return the table of all scenarios; that of the rates has its own."""
    rows = [["capacity", f"{load.plan.clients} clients", *_cells(figures_of(load.capacity))]]
    for found in load.found:
        if found.name == "rates":
            continue
        for part, figures in found.figures.items():
            rows.append([found.name, part or f"{found.parts[part].clients} clients", *_cells(figures)])
    return table(HEADER, rows)


def line(name: str, found: Figures) -> str:
    """Return the figures of a phase for the terminal."""
    trouble = "".join(
        f", {count:,} {what}"
        for count, what in (
            (found.throttled, "turned away"),
            (found.failed, "failed"),
            (found.wrong, "WRONG"),
        )
        if count
    )
    return (
        f"{name:14}{found.offered:8,} requests {_per_second(found.per_second):>7} answered/s   "
        f"p50 {_milliseconds(found.p50):>8}   p99 {_milliseconds(found.p99):>8}{trouble}"
    )


def _cells(found: Figures) -> list[str]:
    times = (found.p50, found.p90, found.p95, found.p99, found.worst)
    return [
        f"{found.offered:,}",
        _per_second(found.per_second),
        _per_second(found.headlines_per_second),
        *(_milliseconds(one) for one in times),
        *(f"{count:,}" for count in (found.throttled, found.failed, found.wrong)),
    ]


def _per_second(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _milliseconds(value: float) -> str:
    if isnan(value):  # nothing was answered
        return "-"
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def _summary(load: Load) -> str:
    asked = load.all_answers()
    throttled = sum(answers.count(Outcome.THROTTLED) for answers in asked)
    counts = (throttled, sum(answers.failed for answers in asked), load.wrong)
    away, failed, wrong = (f"{count:,}" if count else "none" for count in counts)
    first = (
        f"{load.asked:,} requests were due: {away} turned away, {failed} failed, {wrong} answered wrongly."
    )
    return " ".join([first, *_highlights(load)])


def _highlights(load: Load) -> Iterator[str]:
    for found in load.found:
        if found.name == "rates" and found.knee:
            figures = found.figures[found.knee]
            yield (
                f"The knee is at {found.knee} requests a second: half of them take less than "
                f"{_milliseconds(figures.p50)}, 99 of 100 less than {_milliseconds(figures.p99)}."
            )
        elif found.name == "rates":
            yield f"No knee was found up to {list(found.parts)[-1]} requests a second."
        if found.name == "soak" and found.whole:
            (figures,) = found.figures.values()
            yield (
                f"As fast as it answers {found.whole.clients} clients, it gives {_per_second(figures.per_second)} "
                f"answers a second for {found.whole.seconds:,.0f} seconds."
            )


def _section(found: Found, load: Load) -> str:
    if found.name == "rates":
        rows = [[name, *_cells(figures)] for name, figures in found.figures.items()]
        return paragraphs(
            "## Latency against offered load",
            f"![Latency against offered load]({found.name}.png)",
            table(("offered/s", *HEADER[2:]), rows),
            "Requests are due at moments drawn by chance, whoever is still waiting, and their time counts from "
            f"then; {MOST_CLIENTS} may be on their way at once, and one whose turn has not come {PATIENCE:g} "
            "seconds after the end is not sent and counts as failed. The knee is the rate with the most answers a "
            f"second by their mean time (Kleinrock's power). {found.what.capitalize()}: single figures move from "
            "run to run.",
        )
    if found.name == "spike":
        return paragraphs("## A spike", f"![The spike]({found.name}.png)", _recovery(found))
    if found.name == "soak":
        return paragraphs(
            "## The highest rate for long", f"![The long run]({found.name}.png)", _memory(found)
        )
    return ""


def _recovery(found: Found) -> str:
    before, burst, after = found.parts.values()
    recovered = recovery_of(before, after)
    if recovered is None:
        recovery = f"In the {after.seconds:g} seconds after it, answers do not come as before again."
    else:
        recovery = f"{recovered} seconds after its end, answers come as before again"
        recovery += f" (the median of a second is at most {AS_BEFORE:g} times that of before)."
    return f"{found.what.capitalize()}: the spike lasts {burst.seconds:g} seconds. {recovery}"


def _memory(found: Found) -> str:
    if found.memory is None:
        return "The service runs elsewhere; its memory was not looked at."
    rows = []
    for part, counts in found.memory.processes.items():
        growth = found.memory.growth(part)
        if growth is None:
            return "It was too short to tell whether the memory grows."
        early, late = growth
        change = f"{100 * (late / early - 1):+.1f} %" if early else "-"
        rows.append([part, str(max(counts)), f"{early:,.0f} MB", f"{late:,.0f} MB", change])
    return paragraphs(
        table(("memory of", "processes", "second quarter", "last quarter", "change"), rows),
        "The gateway is serverless-offline, which is not deployed; the heap of Node changes its size by itself.",
    )


def _costs(load: Load) -> str:
    if not load.local:
        return ""
    lists = next((one.whole for one in load.found if one.name == "batch" and one.whole), None)
    text = (
        f"A million headlines one by one cost about ${number(load.dollars())} on AWS, by the "
        f"{_milliseconds(load.unhurried)} that an answer takes while nobody else asks"
    )
    if lists and lists.right:
        dollars = number(load.dollars_in_lists(lists))
        text += f", and in lists of {load.plan.list_length} less than ${dollars}, by their p50 above"
    return paragraphs(
        "## Cost",
        f"{text}: a request through API Gateway, a call of the function, and its time on arm64, at the list "
        "prices of us-east-1 in November 2026. Starts come on top; `python -m infrastructure.costs` tells of "
        "other backends.",
    )


def _wrong(load: Load) -> str:
    problems: Counter[tuple[str, str]] = sum((one.problems() for one in load.all_answers()), Counter())
    if not problems:
        return ""
    rows = [[name, problem, f"{count:,}"] for (name, problem), count in problems.most_common(20)]
    return paragraphs("## What was not as it should be", table(("request", "problem", "times"), rows))


def _how(load: Load) -> str:
    reference = load.target.reference
    asked = len(reference.predictions)
    agreed = (
        f"On {'all ' if load.target.agreed == asked else ''}{load.target.agreed:,} the service and the artifact "
        "at hand agreed before."
        if load.target.agreed
        else "It serves another model than the artifact at hand: its own answers, one by one, are what is right."
    )
    where = "The clients share the CPUs with the service. " if load.target.parts else ""
    return (
        "Every answer was compared with what is right for its headline: the label, and each score to "
        f"{reference.tolerance:g}; every refusal with the status and the code it should have. "
        f"{asked:,} headlines were asked about. {agreed} {where}"
        "Clients ask again as soon as they are answered, but where rates are given. Times are those of right "
        "answers."
    )


def _draw(found: Found, load: Load, folder: Path) -> None:
    title = written(load.target.reference.model)
    path = folder / f"{found.name}.png"
    if found.name == "rates":
        knee = None if found.knee is None else list(found.figures).index(found.knee)
        points = list(found.figures.values())
        plot_rates(found.rates, points, knee, f"Latency against offered load: {title}", path)
    elif found.name == "spike" and found.whole:
        before, burst, _ = (answers.seconds for answers in found.parts.values())
        plot_time(found.whole, f"A spike: {title}", path, ends=(before, before + burst))
    elif found.name == "soak" and found.whole:
        plot_time(found.whole, f"The highest rate: {title}", path, memory=found.memory)
