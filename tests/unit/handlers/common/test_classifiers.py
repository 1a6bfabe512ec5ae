import shutil
from dataclasses import replace

import pytest

from handlers.common import classifiers
from handlers.common.classifiers import PATIENCE, RETRY_AFTER, Shelf
from handlers.common.errors import ApiError
from handlers.common.settings import Settings
from model import ArtifactError, ModelSettings, SettingsError, open_classifier
from tests.artifacts import MANIFEST_OF_WORDS, make_artifact
from tests.clock import Clock
from tests.stages import TURNED, make_release, point


@pytest.fixture
def tone(tmp_path):
    return make_artifact(
        tmp_path / "tone", {"fine": (1, -1)}, manifest=replace(MANIFEST_OF_WORDS, name="tone")
    )


def shelf(artifact, *, clock=None, **more):
    models = {name: ModelSettings(artifact=str(address)) for name, address in more.items()}
    clock = clock or Clock()
    return Shelf(lambda: Settings(ModelSettings(artifact=str(artifact)), models), clock, clock.sleep)


def test_classifier_is_opened_once(artifact):
    models = shelf(artifact)

    assert models.default() is models.default()
    assert models.named("words") is models.default()


def test_other_models_are_found_by_name_and_described_in_order(artifact, tone):
    models = shelf(artifact, tone=tone)

    assert models.named("tone").manifest.name == "tone"
    assert [served.name for served in models.served()] == ["words", "tone"]


def test_unknown_name_lists_the_known(artifact, tone):
    with pytest.raises(ApiError, match="there is no model 'mood'; there are: words, tone"):
        shelf(artifact, tone=tone).named("mood")


def test_model_under_another_name_than_its_own_is_not_served(artifact, tone, log):
    with pytest.raises(ApiError, match="not_ready: the model 'mood' is not ready"):
        shelf(artifact, mood=tone).named("mood")

    assert "SettingsError" in log.getvalue()
    assert "MODELS calls 'mood' what its manifest calls 'tone'" in log.getvalue()


def test_absent_model_does_not_take_the_default_with_it(artifact, tmp_path, log):
    models = shelf(artifact, tone=tmp_path / "absent")

    with pytest.raises(ApiError, match="the model 'tone' is not ready"):
        models.named("tone")
    assert models.named("words").classify(["fever"])[0].predicted_label == "Health"


def test_absent_default_does_not_take_the_others_with_it(tone, tmp_path, log):
    models = shelf(tmp_path / "absent", tone=tone)

    assert models.named("tone").classify(["fine"])[0].model.name == "tone"
    assert models.describe("tone").name == "tone"
    with pytest.raises(ApiError, match="the model is not ready"):
        models.named("words")


def test_settings_that_cannot_be_used_are_not_the_end_of_the_process(log):
    def read():
        raise SettingsError("MODEL_THREADS is 'many'")

    models = Shelf(read)
    models.warm_up()

    with pytest.raises(ApiError, match="not_ready"):
        models.default()
    with pytest.raises(ApiError, match="not_ready"):
        models.named("words")
    with pytest.raises(ApiError, match="not_ready"):
        list(models.served())


def test_absent_artifact_is_tried_again_later_and_not_sooner(artifact, tmp_path, log):
    clock = Clock()
    late = tmp_path / "late"
    models = shelf(late, clock=clock)
    models.warm_up()
    shutil.copytree(artifact, late)

    with pytest.raises(ApiError) as refusal:
        models.default()
    assert refusal.value.retry_after == RETRY_AFTER

    clock.now += RETRY_AFTER
    assert models.default().version == "0.1.0"
    assert log.getvalue().count("the model cannot be opened") == 1


def test_a_rehearsal_opens_every_model(artifact, tone, tmp_path, log):
    models = shelf(artifact, tone=tone)
    models.rehearse()
    shutil.rmtree(tone)

    assert models.named("tone").classify(["fine"])[0].model.name == "tone"
    with pytest.raises(ApiError, match="not_ready"):
        shelf(artifact, tone=tmp_path / "absent").rehearse()


@pytest.mark.parametrize(("failures", "opens"), [(3, True), (100, False)])
def test_a_rehearsal_waits_a_while_for_leave_to_read_a_model(artifact, monkeypatch, log, failures, opens):
    opened = open_classifier(ModelSettings(artifact=str(artifact)))
    outcomes = iter([ArtifactError("s3://models/words cannot be read: AccessDenied")] * failures)

    def open_later(settings):
        if error := next(outcomes, None):
            raise error
        return opened

    monkeypatch.setattr(classifiers, "open_classifier", open_later)
    clock = Clock()
    models = shelf("s3://models/words", clock=clock)
    started = clock.now

    if opens:
        models.rehearse()
        assert models.default() is opened
    else:
        with pytest.raises(ApiError, match="not_ready"):
            models.rehearse()
        assert clock.now - started == PATIENCE


@pytest.fixture
def stage(tmp_path):
    """A stage of the model `words` with two releases, and a shelf that follows it by a clock."""
    make_release(tmp_path, "1.0.0")
    make_release(tmp_path, "1.1.0", TURNED)
    settings = ModelSettings(artifact=str(point(tmp_path, "1.0.0")))
    clock = Clock()
    return tmp_path, clock, Shelf(lambda: Settings(settings), clock, clock.sleep, clock)


def test_a_promotion_changes_answers_and_descriptions_alike(stage):
    store, clock, models = stage
    assert models.default() is models.named("words")
    assert models.describe().version == "1.0.0"

    point(store, "1.1.0")
    clock.now += ModelSettings().refresh

    (prediction,) = models.default().classify(["fever"])
    assert (prediction.predicted_label, prediction.model.version) == ("Business", "1.1.0")
    assert [served.version for served in models.served()] == ["1.1.0"]
    assert models.named("words").version == "1.1.0"


def test_answers_of_a_release_that_the_stage_has_left_are_counted(stage, log, capsys):
    store, clock, models = stage
    assert models.default().version == "1.0.0"
    assert "StaleAnswers" not in capsys.readouterr().out

    point(store, "2.0.0")
    clock.now += ModelSettings().refresh

    assert models.default().version == "1.0.0"
    assert '"StaleAnswers":[1.0]' in capsys.readouterr().out
    assert "the release cannot be opened, the one before answers: words 2.0.0" in log.getvalue()


def test_a_stage_without_a_release_is_tried_again_later(stage, log):
    store, clock, models = stage
    (store / "models/words/stages/prod.json").unlink()
    with pytest.raises(ApiError, match="not_ready"):
        models.default()

    point(store, "1.1.0")
    clock.now += RETRY_AFTER
    assert models.default().version == "1.1.0"
