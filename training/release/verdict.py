"""What a gate says of a release that is to be promoted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One of them.

    Attributes
    ----------
    gate
        What was asked: `hash`, `size`, `accuracy`.
    passed
        Whether the release may be promoted for its part.
    message
        What was found, with the figures, in a few words.
    final
        Whether `--force` cannot outweigh it.
    """

    gate: str
    passed: bool
    message: str
    final: bool = False

    def __str__(self) -> str:
        return f"{'passed' if self.passed else 'FAILED'}  {self.gate}: {self.message}"
