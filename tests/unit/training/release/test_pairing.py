from dataclasses import replace

import numpy as np
import pytest

from tests.answering import answers
from training.release.errors import ReleaseError
from training.release.pairing import LEAST, pair


def test_only_headlines_that_both_have_answered_are_compared() -> None:
    first = answers([True] * 50 + [False] * 10)
    second = answers([False] * 20 + [True] * 40, first=40)

    found = pair(first, second, least=20)

    assert len(found) == 20
    assert found.first.keys == found.second.keys == first.keys[40:]
    assert (found.first.predicted == found.truth).tolist() == [True] * 10 + [False] * 10
    assert not (found.second.predicted == found.truth).any()


def test_the_order_of_the_rows_does_not_matter() -> None:
    first = answers([True, False] * 20)
    backwards = np.arange(40)[::-1]
    second = replace(
        first,
        keys=first.keys[::-1],
        truth=first.truth[backwards],
        probabilities=first.probabilities[backwards],
    )

    found = pair(first, second)

    assert found.first.predicted.tolist() == found.second.predicted.tolist()


def test_nor_does_the_order_of_the_labels() -> None:
    first = answers([True, False] * 20, labels=("A", "B", "C"))
    second = replace(
        first,
        labels=("C", "A", "B"),
        truth=(first.truth + 1) % 3,
        probabilities=np.roll(first.probabilities, 1, axis=1),
    )

    found = pair(first, second)

    assert found.second.labels == ("A", "B", "C")
    assert found.second.truth.tolist() == first.truth.tolist()
    assert found.second.probabilities.tolist() == first.probabilities.tolist()


def test_a_headline_with_another_truth_is_left_out_and_counted() -> None:
    first, second = answers([True] * 40), answers([True] * 40)
    second.truth[:3] = 1 - second.truth[:3]

    found = pair(first, second)

    assert (len(found), found.disputed) == (37, 3)


def test_a_headline_that_occurs_twice_is_matched_twice() -> None:
    first = answers([True] * 40)
    twice = replace(first, keys=(first.keys[0], first.keys[0], *first.keys[2:]))

    assert len(pair(twice, replace(twice))) == 40
    assert len(pair(twice, first)) == 39


def test_groups_go_with_their_rows() -> None:
    found = pair(answers([True] * 60), answers([True] * 40, first=20), [row // 2 for row in range(60)])

    assert found.groups == [row // 2 for row in range(20, 60)]


def test_too_few_are_refused() -> None:
    with pytest.raises(ReleaseError, match=f"answered 10 of the same headlines, and {LEAST} are needed"):
        pair(answers([True] * 40), answers([True] * 40, first=30))


def test_other_labels_are_refused() -> None:
    with pytest.raises(ReleaseError, match="A, B cannot be compared with A, C: the labels are not the same"):
        pair(answers([True] * 40, labels=("A", "B")), answers([True] * 40, labels=("A", "C")))
