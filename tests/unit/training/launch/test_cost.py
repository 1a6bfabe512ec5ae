from dataclasses import replace

from training.launch import cost
from training.launch.cost import estimate
from training.launch.errors import LaunchError
from training.launch.tuning import Tuning


def test_it_is_instances_times_hours_times_price(make_job):
    assert estimate(make_job(), 1.5) == (
        "cost: at most $9.00 (3 x ml.g5.xlarge x 2 h x $1.5 an hour), if it takes all its time"
    )


def test_a_search_costs_as_much_as_its_trainings(make_job):
    job = make_job(tuning=Tuning({}, 5, 2, "Random"))

    assert estimate(job, 1.5).startswith("cost: at most $45.00 (5 trainings x 3 x ml.g5.xlarge x 2 h x $1.5")


def test_spot_instances_cost_at_most_as_much(make_job):
    job = make_job()

    said = estimate(replace(job, compute=replace(job.compute, wait=14400)), 1.5)

    assert said.startswith("cost: at most $9.00 ")
    assert said.endswith("; spot instances cost at most that")


def test_the_price_is_asked_for_where_it_is_not_told(make_job, monkeypatch):
    prices = {("ml.g5.xlarge", "eu-west-1"): 2.0}
    monkeypatch.setattr(cost, "price_per_hour", lambda *wanted: prices[wanted])

    assert "$12.00" in estimate(make_job())


def test_a_price_that_cannot_be_had_is_not_made_up(make_job, monkeypatch):
    def refused(instance, region):
        raise LaunchError("AWS was asked for the price list: AccessDenied")

    monkeypatch.setattr(cost, "price_per_hour", refused)

    said = estimate(make_job())

    assert "$" not in said
    assert "3 x ml.g5.xlarge x 2 h, at a price that is not known here" in said
    assert "AccessDenied" in said
    assert "--price-per-hour" in said
