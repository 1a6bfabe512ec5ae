from handlers.common.errors import ApiError
from handlers.common.refusals import refusal_of


def test_the_unforeseen_is_logged_by_its_place_and_told_without_words(log):
    try:
        raise RuntimeError("Fever vaccine")
    except RuntimeError as error:
        refusal = refusal_of(error)

    assert str(refusal) == "internal_error: the request could not be answered"
    assert "test_refusals.py" in log.getvalue()
    assert "Fever" not in log.getvalue()


def test_a_refusal_is_not_logged(log):
    assert refusal_of(ApiError("not_found", "there is nothing")).code == "not_found"
    assert log.getvalue() == ""
