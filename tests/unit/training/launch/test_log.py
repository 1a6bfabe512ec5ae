import pytest

from training.launch.log import Log, readable

REGION = "eu-west-1"


def test_before_anything_is_said_there_is_nothing(say):
    assert list(Log("mine-1", REGION).new_lines()) == []
    say("a word", job="mine-10")
    assert list(Log("mine-1", REGION).new_lines()) == []


def test_every_line_is_given_once(say):
    log = Log("mine-1", REGION)

    say("one", "two")
    assert list(log.new_lines()) == ["one", "two"]
    assert list(log.new_lines()) == []
    say("three")
    assert list(log.new_lines()) == ["three"]


def test_long_logs_are_read_to_their_end(say):
    lines = [f"line {number}" for number in range(25_000)]
    for start in range(0, len(lines), 5000):
        say(*lines[start : start + 5000])

    assert list(Log("mine-1", REGION).new_lines()) == lines


def test_an_empty_page_is_not_the_end_of_a_log(say, monkeypatch):
    say("so that there is a stream")
    log = Log("mine-1", REGION)
    pages = {None: ([], "1"), "1": (["one"], "2"), "2": ([], "3"), "3": (["two"], "4"), "4": ([], "4")}

    def page(nextToken=None, **_):  # noqa: N803 (AWS's name)
        messages, token = pages[nextToken]
        return {"events": [{"message": message} for message in messages], "nextForwardToken": token}

    monkeypatch.setattr(log._client, "get_log_events", page)

    assert list(log.new_lines()) == ["one", "two"]


def test_of_several_instances_each_line_says_whose_it_is(say):
    say("one")
    say("two", host="algo-2")

    assert list(Log("mine-1", REGION).new_lines()) == ["[algo-1] one", "[algo-2] two"]


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("a line", ["a line"]),
        ("", []),
        ("\r  0%|          | 0/14 [00:00<?, ?it/s]\r  7%|6         | 1/14 [00:00<00:00, 53.88it/s]", []),
        (
            "\r 50%|#####     | 7/14 [00:00<00:00, 64.93it/s]\r      \r{'loss': '1.1', 'epoch': '1'}",
            ["{'loss': '1.1', 'epoch': '1'}"],
        ),
        ("\x1b[A\x1b[31merror\x1b[0m: no", ["error: no"]),
        ("  File one\n    two", ["  File one", "    two"]),
        ("50% of them | and more", ["50% of them | and more"]),
    ],
)
def test_what_only_a_terminal_understands_is_left_out(message, lines):
    assert readable(message) == lines
