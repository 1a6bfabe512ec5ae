"""The verdict."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from training.behaviour.check import Check, Failure
from training.behaviour.scope import TEST, ScopeFigures


@dataclass(frozen=True)
class Result:
    """What a model did with the cases.

    Attributes
    ----------
    checks
        Each figure beside its bound, in the order of the files.
    failures
        Every text that was not answered as it should be, also those a passed check allows for.
    scope
        The scores of texts out of scope; None where there are no such cases.
    """

    checks: Sequence[Check]
    failures: Sequence[Failure]
    scope: ScopeFigures | None = None

    @property
    def passed(self) -> bool:
        """Whether every check keeps its bound."""
        return all(check.passed for check in self.checks)

    @property
    def decisive(self) -> list[Failure]:
        """The failures of the checks that do not keep their bound; an AUROC is that of all texts together."""
        broken = {(check.test, check.name) for check in self.checks if not check.passed}
        return [
            failure
            for failure in self.failures
            if (failure.test, failure.name) in broken or (failure.test == TEST and self._area_broken)
        ]

    @property
    def _area_broken(self) -> bool:
        return any(
            check.test == TEST and check.name.startswith("AUROC") and not check.passed
            for check in self.checks
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON content."""
        content: dict[str, Any] = {
            "passed": self.passed,
            "checks": [asdict(check) | {"passed": check.passed} for check in self.checks],
            "failures": [asdict(failure) for failure in self.failures],
        }
        if self.scope:
            content["out_of_scope"] = self.scope.as_dict()
        return content
