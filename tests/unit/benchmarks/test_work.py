from benchmarks.contenders import Subject
from benchmarks.work import Work, work_of


def test_the_work_of_a_network_is_two_operations_a_weight(subject: Subject) -> None:
    # Two layers: four matrices of 64 x 64 for attention, two of 64 x 128 behind; a head of 64 x 64 and 64 x 3.
    layer = 4 * 64 * 64 + 2 * 64 * 128

    assert work_of(subject.network) == Work(per_token=2 * 2 * layer, per_headline=2 * (64 * 64 + 64 * 3))
