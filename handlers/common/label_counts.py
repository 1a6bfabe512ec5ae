"""How often a model gave each label, as CloudWatch has it from the metric `Predictions`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from handlers.common.observability import NAMESPACE, SERVICE

HOUR = 3600
METRICS_PER_CALL = 500
"""That GetMetricData takes."""
ANSWERED = {"Complete", "PartialData"}
"""The rest of partial data stands on the next page."""


def count_labels(
    client: Any, model: str, backends: Sequence[str], labels: Sequence[str], *, hours: int, now: datetime
) -> dict[str, int]:
    """Return the predictions of each label in the last whole hours.

    Parameters
    ----------
    client
        boto3's, of CloudWatch.
    model, backends, labels
        As the predictions have them.

    Raises
    ------
    RuntimeError
        If CloudWatch leaves one of them out: too small a count would pass for drift.
    """
    end = now.replace(minute=0, second=0, microsecond=0)
    wanted = list(product(labels, backends))
    counts = dict.fromkeys(labels, 0.0)
    for first in range(0, len(wanted), METRICS_PER_CALL):
        part = wanted[first : first + METRICS_PER_CALL]
        pages = client.get_paginator("get_metric_data").paginate(
            MetricDataQueries=[
                _query(index, model, backend, label) for index, (label, backend) in enumerate(part)
            ],
            StartTime=end - timedelta(hours=hours),
            EndTime=end,
        )
        for page in pages:
            for result in page["MetricDataResults"]:
                label, backend = part[int(result["Id"].removeprefix("m"))]
                if result["StatusCode"] not in ANSWERED:
                    asked = f"{label!r} of {model!r} on {backend!r}"
                    raise RuntimeError(f"CloudWatch answers {result['StatusCode']} about {asked}")
                counts[label] += sum(result["Values"])
    return {label: round(count) for label, count in counts.items()}


def _query(index: int, model: str, backend: str, label: str) -> dict[str, Any]:
    dimensions = {"service": SERVICE, "model": model, "backend": backend, "label": label}
    return {
        "Id": f"m{index}",  # which has to begin with a small letter
        "MetricStat": {
            "Metric": {
                "Namespace": NAMESPACE,
                "MetricName": "Predictions",
                "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            },
            "Period": HOUR,
            "Stat": "Sum",
        },
    }
