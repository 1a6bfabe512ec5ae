import re

import pytest

from infrastructure.costs.backends import GIGABYTES, INSTANCES, LIST, Costs, Prices, Row
from infrastructure.costs.measured import Measured
from infrastructure.costs.report import ROOT

PRICES = Prices(gateway=3.0, call=1.0, gigabyte_second=1e-5 / GIGABYTES, read=0.25, written=0.5)
"""With which a second of the function costs a thousandth of a cent."""
MEASURED = Measured(one=1.8, many=0.5, overhead=0.3, waiting=4.0, endpoint=500.0, escalated=0.1)


@pytest.fixture
def rows() -> dict[str, Row]:
    return {row.name: row for row in Costs(PRICES, MEASURED).rows()}


def test_one_by_one_is_paid_by_the_call_and_by_whole_milliseconds(rows: dict[str, Row]) -> None:
    row = rows["local, one by one"]

    assert row.calls == {"": 4.0}
    assert row.time == pytest.approx({"": 0.03})  # of 2.1 ms, 3 are billed
    assert row.model == {}
    assert row.together == pytest.approx({"": 4.03})


def test_a_list_shares_its_call(rows: dict[str, Row]) -> None:
    row = rows["local, in lists of 128"]

    assert row.calls == pytest.approx({"": 4.0 / 128})
    assert row.time == pytest.approx({"": 65 * 0.01 / 128})  # 64 and 0.3 ms


def test_an_endpoint_is_paid_besides_and_waited_for(rows: dict[str, Row]) -> None:
    instances, serverless = (
        rows[f"{name}, one by one{load}"]
        for name, load in (("sagemaker", ", at full load"), ("sagemaker-serverless", ""))
    )

    assert instances.time == serverless.time == pytest.approx({"": 0.05})
    assert instances.model == pytest.approx({"P": 1e6 / 500 / 3600})
    assert serverless.model == pytest.approx({"S": 4000.0})


def test_bedrock_is_paid_by_tokens_and_waited_for(rows: dict[str, Row]) -> None:
    row = rows["bedrock, one by one"]

    assert row.together == pytest.approx({"": 4.0, "L": 10.0, "t": 0.25, "w": 0.5})


def test_a_cascade_pays_for_the_share_that_it_escalates(rows: dict[str, Row]) -> None:
    row = rows["cascade with bedrock, one by one"]

    assert row.together == pytest.approx({"": 4.03, "L": 1.0, "t": 0.025, "w": 0.05})


def test_a_slower_machine_costs_time_and_no_more_calls() -> None:
    fast, slow = (next(Costs(PRICES, MEASURED, slower).rows()) for slower in (1, 2))

    assert slow.calls == fast.calls
    assert slow.time == pytest.approx({"": 0.05})  # of 4.2 ms, 5 are billed


def test_an_endpoint_alone_is_worth_it_from_the_rate_at_which_both_cost_the_same() -> None:
    costs = Costs(PRICES, MEASURED)
    price = 0.7

    headlines_per_hour = costs.endpoint_alone() * price * 3600
    assert headlines_per_hour * 4.03 / 1e6 == pytest.approx(INSTANCES * price)


def test_a_full_instance_is_worth_the_time_of_the_function_for_as_many_headlines() -> None:
    assert Costs(PRICES, MEASURED).dearest_instance() == pytest.approx(500 * 3600 / 1e6 * 0.03)


def test_what_it_takes_of_the_deployment_is_what_that_says() -> None:
    deployment = (ROOT / "serverless.yml").read_text()

    (memory,) = re.findall(r"^  memorySize: (\d+)", deployment, re.MULTILINE)
    (least,) = re.findall(r"^    endpointLeast: (\d+)", deployment, re.MULTILINE)
    assert (float(memory) / 1024, int(least)) == (GIGABYTES, INSTANCES)
    assert f"MAX_HEADLINES = {LIST}\n" in (ROOT / "handlers/common/plain.py").read_text()
