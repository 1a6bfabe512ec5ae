"""How soon a service answers as before, once a spike is over."""

from statistics import median

from loadtest.answers import Answers

AS_BEFORE = 1.5
"""How many times as long as before it may take."""


def recovery_of(before: Answers, after: Answers) -> int | None:
    """Return after how many seconds half of the requests are answered as fast as before, or nearly so.

    The median is taken of the requests that were due in each second: one slow answer among them, which there is
    in any second, is no sign of the spike.

    Parameters
    ----------
    before, after
        What came of the time before the spike, and after it.

    Returns
    -------
    int or None
        The first such second, from 0; None where there is none.
    """
    if not before.right:
        return None
    usual = median(one.milliseconds for one in before.right)
    for second in range(int(after.seconds)):
        found = [one.milliseconds for one in after.between(second, second + 1).right]
        if found and median(found) <= AS_BEFORE * usual:
            return second
    return None
