import random

from handlers.common.snapshot import on_snapshot, wake


def test_each_copy_draws_numbers_of_its_own():
    random.seed(1)
    expected = random.random()
    random.seed(1)

    wake()

    assert random.random() != expected


def test_nothing_is_prepared_where_there_is_no_snapshot():
    asked = []

    prepare = on_snapshot(lambda: asked.append(1))

    assert asked == []
    prepare()
    assert asked == [1]
