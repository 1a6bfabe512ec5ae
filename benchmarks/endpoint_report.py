"""The comparison of endpoints for a person and for a program."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.clients_plot import plot_clients
from benchmarks.contenders import OURS
from benchmarks.endpoint_figures import LISTS, ORIGINALS, Cell, Endpoints, Row
from benchmarks.machine import sentence
from benchmarks.report_files import write_files
from benchmarks.terminal import aligned
from training.report.markdown import paragraphs, table

NAME = "endpoint"
HEADER = ("", "clients", "requests/s", "headlines/s", "p50", "p99", "errors")


def write_report(folder: Path, found: Endpoints) -> None:
    """Write `endpoint.md`, `endpoint.json` and `endpoint.png`."""
    write_files(folder, NAME, _content(found), _markdown(found))
    plot_clients(found, folder / f"{NAME}.png")


def terminal_table(found: Endpoints) -> str:
    """Return the table in columns of even width."""
    return "\n".join([aligned([HEADER, *_rows(found)]), _agreement(found)])


def _rows(found: Endpoints) -> list[list[str]]:
    return [_cells(found, row, column) for column in range(len(found.clients)) for row in found.rows]


def _cells(found: Endpoints, row: Row, column: int) -> list[str]:
    cell = row.cells[column]
    return [
        row.name,
        str(found.clients[column]),
        _short(cell.requests_per_second),
        f"{_short(cell.headlines_per_second)} ({_short(found.ratio(row, column))}x)",
        f"{_short(cell.p50)} ms",
        f"{_short(cell.p99)} ms",
        str(cell.errors),
    ]


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _agreement(found: Endpoints) -> str:
    return (
        f"Before anything was timed, the original's handler and {OURS} gave the same label to {found.same} of "
        f"{found.asked} headlines."
    )


def _markdown(found: Endpoints) -> str:
    rows = [[f"**{cells[0]}**", *cells[1:]] if cells[0] == OURS else cells for cells in _rows(found)]
    ours, lists, last = found.row(OURS), found.row(LISTS), len(found.clients) - 1
    ratios = _listed(f"{_short(found.ratio(ours, column))}" for column in range(len(found.clients)))
    more = lists.cells[last].headlines_per_second / ours.cells[last].headlines_per_second
    turns = ours.cells[0].turns
    fewest = min(cell.requests for row in found.rows for cell in row.cells)
    workers = "one worker" if found.workers == 1 else f"{found.workers} workers"
    settings = "\n".join(f"- {row.name}: {row.setting}" for row in found.rows)
    text = paragraphs(
        f"# {found.model}: an endpoint's container",
        f"With {_listed(map(str, found.clients))} clients, {OURS} answers {ratios} times as many requests per "
        "second as the handler of the original project on the same weights. Both run in SageMaker's own model "
        f"server with its Hugging Face toolkit, {workers} each, and are asked over HTTP.",
        table(HEADER, rows),
        f"![Headlines per second and time of a request]({NAME}.png)",
        "In brackets: how many times as many headlines per second as the original's way, the faster of its two "
        f"rows with as many clients. The model server hands a worker one request at a time, so a batch is what "
        f"one request carries: with {found.clients[last]} clients, lists of "
        f"{lists.cells[last].headlines} bring {_short(more)} times the headlines per second of single ones.",
        f"{_agreement(found)} Every client asks again as soon as it is answered. A turn has "
        f"{turns[0].seconds:g} seconds that count, from when every client has had an answer; there are "
        f"{len(turns)} rounds for each number of clients, in which every row has its turn in an order drawn anew, "
        "on headlines of validation drawn anew. Requests per second are the median of the turns, times those of "
        f"all their requests, at least {fewest:,}; errors are requests of a turn without an answer of status 200. "
        "The clients share the CPUs with the servers.",
        f"How each was run:\n\n{settings}",
        sentence(found.machine),
    )
    return text + "\n"


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else str(last)


def _content(found: Endpoints) -> dict[str, Any]:
    return {
        "model": found.model,
        "machine": found.machine,
        "workers": found.workers,
        "agreement": {"headlines": found.asked, "same_label": found.same},
        "peers": list(ORIGINALS),
        "rows": [
            {
                "name": row.name,
                "setting": row.setting,
                "headlines_per_request": row.cells[0].headlines,
                "clients": [
                    {
                        "clients": clients,
                        **_figures(cell),
                        "ratio_to_original": round(found.ratio(row, column), 3),
                    }
                    for column, (clients, cell) in enumerate(zip(found.clients, row.cells, strict=True))
                ],
            }
            for row in found.rows
        ],
    }


def _figures(cell: Cell) -> dict[str, Any]:
    return {
        "requests_per_second": round(cell.requests_per_second, 3),
        "requests_per_second_of_turns": [round(turn.rate, 3) for turn in cell.turns],
        "headlines_per_second": round(cell.headlines_per_second, 3),
        "p50_ms": round(cell.p50, 3),
        "p99_ms": round(cell.p99, 3),
        "requests": cell.requests,
        "errors": cell.errors,
    }
