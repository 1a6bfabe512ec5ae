import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from model.backends import open_classifier
from model.classifier import Classifier
from model.errors import ArtifactError
from model.following import TRY_AGAIN, Following, follows
from model.settings import ModelSettings
from tests.clock import Clock
from tests.stages import TURNED, make_release, point

REFRESH = 60
NAME = "model.following"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two releases, of which the first is promoted."""
    make_release(tmp_path, "1.0.0")
    make_release(tmp_path, "1.1.0", TURNED)
    point(tmp_path, "1.0.0")
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settings_of(store: Path) -> ModelSettings:
    return ModelSettings(artifact=str(store / "models/words/stages/prod.json"), refresh=REFRESH)


@pytest.fixture
def following(store: Path, clock: Clock) -> Following:
    return Following(settings_of(store), clock=clock)


def label_of(classifier: Classifier) -> str:
    return classifier.classify(["fever"])[0].predicted_label


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, True),
        ({"backend": "bedrock"}, True),
        ({"backend": "cascade", "stronger": "bedrock"}, True),
        ({"backend": "sagemaker"}, False),
        ({"backend": "cascade", "stronger": "sagemaker"}, False),
        ({"refresh": 0}, False),
        ({"manifest": "0" * 64}, False),
        ({"labels": {"a": "a", "b": "b"}}, False),
        ({"artifact": "s3://bucket/models/news/1.0.0"}, False),
    ],
)
def test_what_follows_and_what_stays(settings: dict[str, object], expected: bool) -> None:
    assert (
        follows(ModelSettings(**{"artifact": "s3://b/models/news/stages/prod.json"} | settings)) is expected
    )


def test_a_promotion_is_followed_when_it_is_time_to_look(
    store: Path, following: Following, clock: Clock
) -> None:
    assert (following.current.version, label_of(following.current)) == ("1.0.0", "Health")

    point(store, "1.1.0")
    clock.now += REFRESH - 1
    assert following.current.version == "1.0.0"
    clock.now += 1
    assert (following.current.version, label_of(following.current)) == ("1.1.0", "Business")

    point(store, "1.0.0")
    clock.now += REFRESH
    assert label_of(following.current) == "Health"


def test_who_has_a_classifier_keeps_it(store: Path, following: Following, clock: Clock) -> None:
    held = following.current
    point(store, "1.1.0")
    clock.now += REFRESH

    assert following.current.version == "1.1.0"
    assert (held.version, label_of(held)) == ("1.0.0", "Health")


def test_a_release_that_stays_is_not_opened_again(store: Path, clock: Clock) -> None:
    opened = []

    def open_release(settings: ModelSettings) -> Classifier:
        opened.append(settings.artifact)
        return open_classifier(settings)

    following = Following(settings_of(store), open_release, clock)
    for _ in range(3):
        clock.now += REFRESH
        assert following.current.version == "1.0.0"

    assert len(opened) == 1


def test_a_clock_that_was_set_back_is_no_reason_to_wait(
    store: Path, following: Following, clock: Clock
) -> None:
    point(store, "1.1.0")
    clock.now -= 10_000

    assert following.current.version == "1.1.0"


def break_hash(store: Path) -> None:
    point(store, "1.1.0", manifest="0" * 64)


def break_network(store: Path) -> None:
    (store / "models/words/1.1.0/model.onnx").write_bytes(b"none")
    point(store, "1.1.0")


def break_name(store: Path) -> None:
    other = make_release(store / "other", "1.1.0")
    manifest = (other / "manifest.json").read_text().replace('"name": "words"', '"name": "tone"')
    (store / "models/words/1.1.0/manifest.json").write_text(manifest)
    shutil.copy(other / "model.onnx", store / "models/words/1.1.0/model.onnx")
    shutil.copy(other / "tokenizer.json", store / "models/words/1.1.0/tokenizer.json")
    point(store, "1.1.0")


def remove(store: Path) -> None:
    point(store, "2.0.0")


@pytest.mark.parametrize("damage", [break_hash, break_network, break_name, remove])
def test_a_release_that_cannot_be_opened_leaves_the_one_before_and_is_told_once(
    store: Path,
    following: Following,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
) -> None:
    damage(store)

    for _ in range(2 * TRY_AGAIN // REFRESH):
        clock.now += REFRESH
        assert label_of(following.current) == "Health"
        assert following.is_behind
    (record,) = [one for one in caplog.records if one.name == NAME]
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "the release cannot be opened, the one before answers: words "
        f"{'2.0.0' if damage is remove else '1.1.0'}, ArtifactError",
    )


def test_a_broken_release_is_asked_for_again_after_a_while(
    store: Path, following: Following, clock: Clock
) -> None:
    network = store / "models/words/1.1.0/model.onnx"
    whole = network.read_bytes()
    break_network(store)
    clock.now += REFRESH
    assert following.current.version == "1.0.0"

    network.write_bytes(whole)
    clock.now += REFRESH
    assert following.current.version == "1.0.0"
    clock.now += TRY_AGAIN
    assert (following.current.version, following.is_behind) == ("1.1.0", False)


def test_a_rollback_from_a_broken_release_opens_nothing(
    store: Path, following: Following, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = following.current
    break_network(store)
    clock.now += REFRESH
    assert following.current is before

    point(store, "1.0.0")
    clock.now += REFRESH
    assert following.current is before
    assert not following.is_behind


def test_a_pointer_that_cannot_be_read_is_told_once(
    store: Path, following: Following, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (store / "models/words/stages/prod.json").unlink()
    for _ in range(3):
        clock.now += REFRESH
        assert (following.current.version, following.is_behind) == ("1.0.0", True)
    assert [one.getMessage() for one in caplog.records if one.name == NAME] == [
        "the pointer cannot be read, its last release answers: words 1.0.0, ArtifactError"
    ]

    point(store, "1.1.0")
    clock.now += REFRESH
    assert (following.current.version, following.is_behind) == ("1.1.0", False)


def test_without_a_release_there_is_nothing_to_follow(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="there is no pointer"):
        Following(settings_of(tmp_path))
    point(tmp_path, "1.0.0")
    with pytest.raises(ArtifactError, match="has no manifest"):
        Following(settings_of(tmp_path))


def test_one_thread_opens_while_the_others_are_answered_by_the_release_before(
    store: Path, clock: Clock
) -> None:
    gate, begun, opening = threading.Event(), threading.Event(), []

    def open_release(settings: ModelSettings) -> Classifier:
        opening.append(settings.artifact)
        if settings.artifact.endswith("1.1.0"):
            begun.set()
            assert gate.wait(30)
        return open_classifier(settings)

    following = Following(settings_of(store), open_release, clock)
    point(store, "1.1.0")
    clock.now += REFRESH
    found = []
    first = threading.Thread(target=lambda: found.append(following.current.version))
    first.start()
    assert begun.wait(30)

    assert [following.current.version for _ in range(20)] == ["1.0.0"] * 20
    gate.set()
    first.join()
    assert found == ["1.1.0"]
    assert len(opening) == 2


def test_a_look_that_is_not_done_is_waited_for_again_when_the_next_is_due(
    store: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, opening = threading.Event(), []

    def open_release(settings: ModelSettings) -> Classifier:
        opening.append(settings.artifact)
        assert settings.artifact.endswith("1.0.0") or gate.wait(30)
        return open_classifier(settings)

    following = Following(settings_of(store), open_release, clock)
    point(store, "1.1.0")
    monkeypatch.setattr("model.following.PATIENCE", 0)
    clock.now += REFRESH
    assert following.current.version == "1.0.0"

    # when: the next look is due, and who asks lets the one before have the time it needs
    def wait_and_let_it_go_on(looks: list[Future[None]], _: float) -> None:
        gate.set()
        wait(looks, 30)

    monkeypatch.setattr("model.following.wait", wait_and_let_it_go_on)
    clock.now += REFRESH
    assert following.current.version == "1.1.0"
    assert len(opening) == 2


def test_nobody_waits_for_a_release_that_takes_its_time(
    store: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.following.PATIENCE", 0)
    gate = threading.Event()

    def open_release(settings: ModelSettings) -> Classifier:
        assert settings.artifact.endswith("1.0.0") or gate.wait(30)
        return open_classifier(settings)

    following = Following(settings_of(store), open_release, clock)
    point(store, "1.1.0")
    clock.now += REFRESH
    assert following.current.version == "1.0.0"

    gate.set()
    monkeypatch.setattr("model.following.PATIENCE", 30)
    following._pool.shutdown()
    assert following.current.version == "1.1.0"
