"""The knee: the load beyond which answers take much longer and hardly more are given."""

from collections.abc import Sequence

from loadtest.figures import Figures


def knee_of(points: Sequence[Figures]) -> int | None:
    """Return which of several loads, rising, is the knee: the one of most power.

    Power is what is answered in a second by the mean time of an answer: L. Kleinrock, "Power and deterministic
    rules of thumb for probabilistic problems in computer communications", ICC 1979; R. Jain, "The Art of Computer
    Systems Performance Analysis", 1991, section 3.3, calls the load that has most of it the knee.

    Parameters
    ----------
    points
        Of loads.

    Returns
    -------
    int or None
        Its index; None where power still rises at the last of them, so that the knee is beyond, or nothing was
        answered.
    """
    powers = {
        index: point.per_second / point.mean for index, point in enumerate(points) if point.per_second > 0
    }
    best = max(powers, key=powers.__getitem__, default=None)
    return None if best == len(points) - 1 else best
