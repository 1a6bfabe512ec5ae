"""The costs for a person: a table, and what follows from it."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean

from infrastructure.costs.amount import known, written
from infrastructure.costs.backends import INSTANCES, LETTERS, Costs, Prices
from infrastructure.costs.measured import Measured
from model.backends.tool import INSTRUCTIONS, message, specification
from training.report.markdown import paragraphs, table

ROOT = Path(__file__).parents[2]
HEADLINES = "training/headlines/elsewhere.tsv"
MANIFEST = "model/release/manifest.json"
HEADER = ("backend", "API Gateway and calls of Lambda", "time of Lambda", "the model", "together")


def report(costs: Costs, values: Mapping[str, float], characters_per_token: float) -> str:
    """Return the report in Markdown.

    Parameters
    ----------
    costs
        Of a million headlines.
    values
        By letter, of those that are known after all.
    characters_per_token
        That Bedrock's model reads and writes.
    """
    cells = [
        [row.name, *(written(known(one, values)) for one in (row.calls, row.time, row.model, row.together))]
        for row in costs.rows()
    ]
    letters = "; ".join(f"{one}, {meaning}" for one, meaning in LETTERS.items() if one not in values)
    return paragraphs(
        table(HEADER, cells),
        f"Letters: {letters}." if letters else "",
        _measured(costs.measured),
        f"Called without the API, an endpoint of {INSTANCES} instances costs less than `local` behind it from "
        f"{costs.endpoint_alone():,.0f} P headlines a second on. Behind the API, an instance at full load costs "
        "less than Lambda's own time for the same headlines where P is below "
        f"${costs.dearest_instance():.3f}, were it not that Lambda's time is paid while it waits, too.",
        _tokens(costs.prices, characters_per_token),
    )


def _measured(found: Measured) -> str:
    return (
        f"Measured: {found.one:.2f} ms for a headline by itself, {found.many:.2f} ms for each of many "
        f"(inference.json); {found.overhead:.2f} ms of the handler for a call "
        f"(coldstart.json); {found.waiting:.2f} ms until the endpoint's container has answered, "
        f"{found.endpoint:,.0f} headlines a second of it at full load (endpoint.json); "
        f"{100 * found.escalated:.1f} % escalated (cascade.json)."
    )


def _tokens(prices: Prices, characters_per_token: float) -> str:
    labels = json.loads((ROOT / MANIFEST).read_text(encoding="utf-8"))["labels"]
    with (ROOT / HEADLINES).open(encoding="utf-8", newline="") as file:
        headlines = [row["TITLE"] for row in csv.DictReader(file, delimiter="\t")]
    around = len(INSTRUCTIONS) + len(json.dumps(specification(labels)))
    headline = fmean(len(message(text)) for text in headlines)
    answer = json.dumps({"label": max(labels, key=len), "confidence": 0.97})
    t, w = (around + headline) / characters_per_token, len(answer) / characters_per_token
    dollars = prices.read * t + prices.written * w
    return (
        f"Bedrock is sent {around} characters of instructions and tool, and {headline:.0f} of a headline, quoted "
        f"(the mean of {HEADLINES}); `{answer}` has {len(answer)}. If a token were {characters_per_token:g} "
        f"characters, which is assumed and not measured, t would be {t:.0f}, w {w:.0f}, and the model "
        f"${dollars:.2f}."
    )
