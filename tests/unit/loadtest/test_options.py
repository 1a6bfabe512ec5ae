import pytest

from loadtest.options import HEADLINES, options_of, plan_of
from loadtest.plan import Plan

SCENARIOS = ["single", "rates"]


def test_by_itself_everything_is_as_the_plan_says():
    options = options_of(["run"], SCENARIOS)

    assert plan_of(options) == Plan()
    assert (options.scenario, options.headlines, options.url, options.stage) == ([], HEADLINES, None, None)


def test_what_is_told_becomes_the_plan():
    told = "run rates single --clients 3 --list 5 --seconds 7 --soak 11 --rates 20,5.5"
    told += " --param burst=5 --param models=news"

    options = options_of(told.split(), SCENARIOS)

    assert options.scenario == ["rates", "single"]
    assert options.param == ["burst=5", "models=news"]
    assert plan_of(options) == Plan(
        clients=3, list_length=5, plain_seconds=7, rate_seconds=7, soak_seconds=11, rates=[5.5, 20]
    )


def test_a_first_look_takes_a_tenth_of_the_time():
    plan, usual = plan_of(options_of(["run", "--quick"], SCENARIOS)), Plan()

    assert plan.capacity_seconds == usual.capacity_seconds / 10
    assert plan.plain_seconds == usual.plain_seconds / 10
    assert plan.rate_seconds == usual.rate_seconds / 10
    assert plan.soak_seconds == usual.soak_seconds / 10
    assert sum(plan.spike_seconds) == pytest.approx(sum(usual.spike_seconds) / 10)


@pytest.mark.parametrize(
    "told, said",
    [
        ("sinlge", "'sinlge' is none of the scenarios single, rates"),
        ("--clients 0", "argument --clients: '0' is not 1 or more"),
        ("--clients 1.5", "argument --clients: '1.5' is not 1 or more"),
        ("--list 129", "argument --list: a list has 1 to 128 headlines, not 129"),
        ("--list many", "argument --list: a list has 1 to 128 headlines, not many"),
        ("--seconds 0", "argument --seconds: 0 is not above 0"),
        ("--seconds soon", "argument --seconds: 'soon' is no number"),
        ("--soak inf", "argument --soak: 'inf' is no number that ends"),
        ("--soak nan", "argument --soak: 'nan' is no number that ends"),
        ("--rates 5,x", "argument --rates: 'x' is no number"),
        ("--rates 5,", "argument --rates: '' is no number"),
        ("--rates 5,-1", "argument --rates: -1 is not above 0"),
        ("--rates 10.2,10.4", "two of 10.2,10.4 are called the same: 10, 10"),
        ("--stage dev --param burst=5", "argument --param: it is for the API of this machine"),
        ("--tolerance=-0.1", "argument --tolerance: -0.1 is less than 0"),
        ("--url http://localhost --stage dev", "not allowed with argument --url"),
    ],
)
def test_what_cannot_be_done_is_named(told, said, capsys):
    with pytest.raises(SystemExit, match="2"):
        options_of(["run", *told.split()], SCENARIOS)

    assert said in capsys.readouterr().err
