from infrastructure.costs.amount import known, number, times, total, written


def test_letters_are_added_up_apart_from_dollars() -> None:
    assert total({"": 3.5, "P": 0.25}, {"": 0.25}, {"P": 0.25, "t": 1}) == {"": 3.75, "P": 0.5, "t": 1}


def test_an_amount_can_be_had_so_many_times() -> None:
    assert times(3, {"": 2, "L": 0.5}) == {"": 6, "L": 1.5}


def test_a_value_takes_the_place_of_its_letter() -> None:
    assert known({"": 1.0, "P": 0.5, "S": 2.0}, {"P": 4.0, "t": 9.0}) == {"": 3.0, "S": 2.0}


def test_an_amount_is_written_with_its_letters() -> None:
    assert written({"": 3.746, "P": 0.49781}) == "$3.75 + 0.498 P"
    assert written({"S": 2348.0}) == "2,348 S"
    assert written({}) == ""


def test_a_number_keeps_three_digits() -> None:
    assert [number(value) for value in (0.04607, 0.4607, 3.7, 23.03, 2348.4)] == [
        "0.0461",
        "0.461",
        "3.70",
        "23.03",
        "2,348",
    ]
