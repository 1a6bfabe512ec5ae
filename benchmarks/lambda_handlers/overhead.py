"""Time the handler beside the classifier it asks, in turns; prints the seconds of each as JSON on standard error.

Run with the folder of the unpacked zip on the path: `python overhead.py EVENT TURNS`, the event one of API
Gateway's whose body is `{"headline": "..."}`.
"""

import json
import sys
import time
from types import SimpleNamespace

from handlers import classify
from handlers.common import classifiers

CONTEXT = SimpleNamespace(
    function_name="newsdesk-test-classify",
    memory_limit_in_mb=1769,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:newsdesk-test-classify",
    aws_request_id="52fdfc07-2182-454f-963f-5f0f9a621d72",
)


def main() -> None:
    event, turns = json.loads(sys.argv[1]), int(sys.argv[2])
    headline = json.loads(event["body"])["headline"]
    classifier = classifiers.shelf.default()
    seconds: dict[str, list[float]] = {"classifier": [], "handler": []}
    for _ in range(turns):
        start = time.perf_counter()
        classifier.classify([headline])
        middle = time.perf_counter()
        answer = classify.handler(event, CONTEXT)
        end = time.perf_counter()
        assert answer["statusCode"] == 200, answer
        seconds["classifier"].append(middle - start)
        seconds["handler"].append(end - middle)
    print(json.dumps(seconds), file=sys.stderr)


if __name__ == "__main__":
    main()
