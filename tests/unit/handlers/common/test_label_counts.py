from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber

from handlers.common import label_counts
from handlers.common.label_counts import count_labels

NOW = datetime(2026, 11, 23, 10, 37, 12, tzinfo=UTC)
PERIOD = {
    "StartTime": datetime(2026, 11, 22, 10, tzinfo=UTC),
    "EndTime": datetime(2026, 11, 23, 10, tzinfo=UTC),
}


@pytest.fixture
def stub():
    client = boto3.client(
        "cloudwatch", region_name="eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def result(index, *values, code="Complete"):
    return {"Id": f"m{index}", "Label": "any", "StatusCode": code, "Values": values, "Timestamps": []}


def queries(*wanted):
    return [
        {
            "Id": f"m{index}",
            "MetricStat": {
                "Metric": {
                    "Namespace": "Newsdesk",
                    "MetricName": "Predictions",
                    "Dimensions": [
                        {"Name": "service", "Value": "newsdesk"},
                        {"Name": "model", "Value": "news"},
                        {"Name": "backend", "Value": backend},
                        {"Name": "label", "Value": label},
                    ],
                },
                "Period": 3600,
                "Stat": "Sum",
            },
        }
        for index, (label, backend) in enumerate(wanted)
    ]


def count(stub, labels=("Business", "Health"), backends=("local",)):
    return count_labels(stub.client, "news", backends, labels, hours=24, now=NOW)


def test_it_goes_on_to_the_next_page(stub):
    asked = {"MetricDataQueries": queries(("Business", "local"), ("Health", "local")), **PERIOD}
    first = [result(0, 2.0, 3.0, code="PartialData"), result(1, 1.0)]
    stub.add_response("get_metric_data", {"MetricDataResults": first, "NextToken": "more"}, asked)
    rest = {"MetricDataResults": [result(0, 5.0)]}
    stub.add_response("get_metric_data", rest, {**asked, "NextToken": "more"})

    assert count(stub) == {"Business": 10, "Health": 1}


def test_more_metrics_than_one_call_takes_are_several_calls(stub, monkeypatch):
    monkeypatch.setattr(label_counts, "METRICS_PER_CALL", 3)
    wanted = [(label, backend) for label in ("Business", "Health") for backend in ("local", "bedrock")]
    for part in (wanted[:3], wanted[3:]):
        answer = {"MetricDataResults": [result(index, 4.0) for index in range(len(part))]}
        stub.add_response("get_metric_data", answer, {"MetricDataQueries": queries(*part), **PERIOD})

    assert count(stub, backends=("local", "bedrock")) == {"Business": 8, "Health": 8}


@pytest.mark.parametrize("code", ["InternalError", "Forbidden"])
def test_a_label_that_is_left_out_is_a_failure(stub, code):
    stub.add_response("get_metric_data", {"MetricDataResults": [result(0, 4.0), result(1, code=code)]})

    with pytest.raises(RuntimeError, match=f"answers {code} about 'Health' of 'news' on 'local'"):
        count(stub)
