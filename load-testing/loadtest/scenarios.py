"""The scenarios: what each of them asks, and what it finds."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext

from loadtest.answers import Answers
from loadtest.call import Call
from loadtest.found import Found
from loadtest.memory import watched
from loadtest.payloads import lists, mixed, singles
from loadtest.phase import Phase, Segment
from loadtest.plan import ABOVE, BELOW, MOST_CLIENTS, SHARES, Plan, name_of
from loadtest.play import play
from loadtest.target import Target

Scenario = Callable[[Target, Plan, float], Found]
"""Is given what is asked, how long, and the capacity: right answers a second to the clients of the plan."""


def capacity(target: Target, plan: Plan) -> Answers:
    """Find out how much is answered when every client asks again at once."""
    calls = singles(target.service, target.reference)
    phase = Phase(calls, [Segment(plan.capacity_seconds)], plan.clients)
    return _whole(play(phase, target.service.url, "capacity", plan.seed))


def single(target: Target, plan: Plan, capacity: float) -> Found:
    return _plain("single", "one headline a request", singles(target.service, target.reference), target, plan)


def batch(target: Target, plan: Plan, capacity: float) -> Found:
    calls = lists(target.service, target.reference, plan.list_length)
    return _plain("batch", f"lists of {plan.list_length} headlines", calls, target, plan)


def bad(target: Target, plan: Plan, capacity: float) -> Found:
    calls = mixed(target.service, target.reference)
    return _plain("bad", "every other request is to be refused", calls, target, plan)


def spike(target: Target, plan: Plan, capacity: float) -> Found:
    before, burst, after = plan.spike_seconds
    segments = [
        Segment(before, BELOW * capacity),
        Segment(burst, ABOVE * capacity),
        Segment(after, BELOW * capacity),
    ]
    phase = Phase(singles(target.service, target.reference), segments, MOST_CLIENTS)
    answers = _whole(play(phase, target.service.url, "spike", plan.seed))
    first, second, _ = phase.ends
    parts = {
        "before": answers.between(0, first),
        "in it": answers.between(first, second),
        "after": answers.between(second, phase.seconds),
    }
    return Found(
        "spike",
        f"{segments[0].rate:.0f} requests a second, then {segments[1].rate:.0f}, then as before",
        parts,
        answers,
    )


def rates(target: Target, plan: Plan, capacity: float) -> Found:
    calls = singles(target.service, target.reference)
    parts: dict[str, Answers] = {}
    stopped = False
    offered = plan.rates or [share * capacity for share in SHARES]
    for rate in offered:
        phase = Phase(calls, [Segment(plan.rate_seconds, rate)], MOST_CLIENTS)
        name = name_of(rate)
        answers = play(phase, target.service.url, f"rates: {name}/s", plan.seed)
        if stopped := answers.stopped:
            break
        parts[name] = answers
    if not parts:
        raise KeyboardInterrupt
    what = f"each rate once, for {plan.rate_seconds:g} seconds"
    return Found("rates", what, parts, rates=offered[: len(parts)], stopped=stopped)


def soak(target: Target, plan: Plan, capacity: float) -> Found:
    calls = singles(target.service, target.reference)
    phase = Phase(calls, [Segment(plan.soak_seconds)], plan.clients)
    watching = watched(target.parts) if target.parts else nullcontext(None)
    with watching as memory:
        answers = play(phase, target.service.url, "soak", plan.seed)
    return Found(
        "soak", "the highest rate, for long", {"": answers}, answers, memory=memory, stopped=answers.stopped
    )


def _plain(name: str, what: str, calls: Sequence[Call], target: Target, plan: Plan) -> Found:
    phase = Phase(calls, [Segment(plan.plain_seconds)], plan.clients)
    answers = play(phase, target.service.url, name, plan.seed)
    return Found(name, what, {"": answers}, answers, stopped=answers.stopped)


def _whole(answers: Answers) -> Answers:
    """Return what only makes sense as a whole; end where somebody has stopped it."""
    if answers.stopped:
        raise KeyboardInterrupt
    return answers


SCENARIOS: Mapping[str, Scenario] = {
    "single": single,
    "batch": batch,
    "bad": bad,
    "rates": rates,
    "spike": spike,
    "soak": soak,
}
"""By name, in the order they are played."""
