from training.data.json_lines import json_objects


def test_every_line_that_is_not_blank_is_an_object_or_says_what_is_wrong():
    lines = ['{"a": 1}\n', "\n", "[]\n", "{\n", '{"a": "\udce9"}\n', '{"b": "\\udce9"}']

    found = list(json_objects(lines, "save it anew"))

    assert [number for number, _ in found] == [1, 3, 4, 5, 6]
    assert [content for _, content in found[:2]] == [{"a": 1}, "'[]' is not a JSON object"]
    assert found[2][1].startswith("not JSON: ")
    assert found[3][1].startswith("byte 0xe9 cannot be decoded (save it anew)")
    assert found[4][1] == {"b": "\udce9"}


def test_an_object_without_a_bottom_is_no_json():
    ((_, problem),) = json_objects(['{"a":' * 100_000], "")

    assert problem.startswith("not JSON: ")
