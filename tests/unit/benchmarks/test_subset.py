from benchmarks.subset import open_subset
from training.data import Prepared


def test_a_subset_is_the_same_part_each_time_with_its_labels(data: Prepared) -> None:
    whole = data.split("train")
    label_of = dict(zip(whole.texts, whole.labels, strict=True))

    found = open_subset(data.path, train=20).split("train")

    assert found == open_subset(data.path, train=20).split("train")
    assert len(set(found.texts)) == 20
    assert [label_of[text] for text in found.texts] == found.labels
    assert len(set(found.labels)) == len(data.labels)
    assert len(found.column("publisher")) == 20


def test_a_split_that_is_not_named_or_shorter_is_whole(data: Prepared) -> None:
    found = open_subset(data.path, train=10**6)

    assert found.split("train").texts == data.split("train").texts
    assert found.split("valid") == data.split("valid")
