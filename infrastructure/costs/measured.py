"""What the benchmarks have found that costs follow from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Measured:
    """Times and shares, of a machine that is no Lambda.

    Attributes
    ----------
    one, many
        Milliseconds of the model for a headline by itself, and for each of a list (`inference.json`).
    overhead
        Milliseconds of the handler besides (`coldstart.json`).
    waiting
        Milliseconds in which the container of an endpoint answers one client (`endpoint.json`).
    endpoint
        Headlines a second of that container, with as many clients as there were (`endpoint.json`).
    escalated
        Share of validation that a cascade escalates at the model's own threshold (`cascade.json`).
    """

    one: float
    many: float
    overhead: float
    waiting: float
    endpoint: float
    escalated: float

    @classmethod
    def read(cls, folder: Path) -> "Measured":
        """Read the reports in a folder.

        Raises
        ------
        OSError
            If one is missing.
        """
        timings = _ours(_json(folder / "inference.json")["contenders"])["timings"]
        milliseconds = {one["at_once"]: one["p50_ms"] for one in timings}
        clients = _ours(_json(folder / "endpoint.json")["rows"])["clients"]
        cascade = _json(folder / "cascade.json")
        shares = {row["threshold"]: row["escalated"] for row in cascade["rows"]}
        return cls(
            one=milliseconds[1],
            many=milliseconds[32] / 32,
            overhead=_json(folder / "coldstart.json")["warm_overhead_ms"],
            waiting=clients[0]["p50_ms"],
            endpoint=clients[-1]["headlines_per_second"],
            escalated=shares[cascade["model_threshold"]],
        )


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _ours(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    (ours,) = (row for row in rows if row["name"] == "Newsdesk")
    return ours
