"""What a million headlines cost on each backend, by list prices and by what was measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from infrastructure.costs.amount import Amount, times, total
from infrastructure.costs.measured import Measured

MILLION = 1_000_000
GIGABYTES = 1769 / 1024
"""Memory of the function, `memorySize` of serverless.yml."""
LIST = 128
"""Headlines of the longest list."""
INSTANCES = 2
"""Of an endpoint at least, `endpointLeast` of serverless.yml."""

LETTERS = {
    "P": "dollars an hour of an instance",
    "S": "dollars a second of a serverless endpoint, with its memory",
    "L": "seconds that Bedrock takes to answer",
    "t": "tokens that Bedrock reads for a headline",
    "w": "tokens that it writes",
}
"""What has not been measured, or has a price that nobody has looked up."""


@dataclass(frozen=True)
class Prices:
    """Dollars, in us-east-1 in November 2026.

    Attributes
    ----------
    gateway, call
        Of a million requests to a REST API, and of a million calls of a function.
    gigabyte_second
        Of a function on arm64.
    read, written
        Of a million tokens of Amazon Nova Micro.
    """

    gateway: float = 3.50
    call: float = 0.20
    gigabyte_second: float = 0.0000133334
    read: float = 0.035
    written: float = 0.14

    @property
    def calls(self) -> float:
        """Of a million requests that each call the function, without its time."""
        return self.gateway + self.call

    def time(self, seconds: float) -> float:
        """Of the function, with its memory."""
        return seconds * GIGABYTES * self.gigabyte_second


@dataclass(frozen=True)
class Row:
    """Of a million headlines: calls, time of Lambda, and the model where it is paid by itself."""

    name: str
    calls: Amount
    time: Amount
    model: Amount

    @property
    def together(self) -> Amount:
        return total(self.calls, self.time, self.model)


@dataclass(frozen=True)
class Costs:
    """Of a million headlines.

    Attributes
    ----------
    prices, measured
        What they follow from.
    slower
        How many times as long as measured everything takes.
    """

    prices: Prices
    measured: Measured
    slower: float = 1.0

    def rows(self) -> Iterator[Row]:
        found = self.measured
        single, local, waiting = self._calls(), self._time(found.one), self._time(found.waiting)
        bedrock = {"t": self.prices.read, "w": self.prices.written}
        wait = {"L": self.prices.time(MILLION)}
        yield Row("local, one by one", single, local, {})
        yield Row(
            f"local, in lists of {LIST}",
            times(1 / LIST, single),
            times(1 / LIST, self._time(LIST * found.many)),
            {},
        )
        yield Row("sagemaker, one by one, at full load", single, waiting, {"P": self._instance_hours()})
        seconds = self.slower * MILLION * found.waiting / 1000
        yield Row("sagemaker-serverless, one by one", single, waiting, {"S": seconds})
        yield Row("bedrock, one by one", single, wait, bedrock)
        yield Row(
            "cascade with bedrock, one by one",
            single,
            total(local, times(found.escalated, wait)),
            times(found.escalated, bedrock),
        )

    def endpoint_alone(self) -> float:
        """Return how many headlines a second, for each dollar of P, make an endpoint without the API worth it.

        So many cost there what they cost `local` behind the API.
        """
        local = total(self._calls(), self._time(self.measured.one))[""]
        return INSTANCES / 3600 * MILLION / local

    def dearest_instance(self) -> float:
        """Return the P at which an instance at full load costs what Lambda's time for the same headlines does."""
        return self._time(self.measured.one)[""] / self._instance_hours()

    def _calls(self) -> Amount:
        return {"": self.prices.calls}

    def _time(self, milliseconds: float) -> Amount:
        """Return what a million calls cost that each take so long; they are billed by the millisecond."""
        billed = ceil(self.slower * (milliseconds + self.measured.overhead))
        return {"": self.prices.time(MILLION * billed / 1000)}

    def _instance_hours(self) -> float:
        return self.slower * MILLION / self.measured.endpoint / 3600
