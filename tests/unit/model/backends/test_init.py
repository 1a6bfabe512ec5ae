from pathlib import Path

import pytest

from model import ModelSettings, SettingsError, open_classifier


def test_the_settings_choose(words_artifact: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_ARTIFACT", str(words_artifact))

    assert (
        open_classifier().version
        == open_classifier(ModelSettings(artifact=str(words_artifact))).version
        == "0.1.0"
    )


def test_an_unknown_backend_is_named() -> None:
    with pytest.raises(SettingsError, match="MODEL_BACKEND is 'abacus', not one of local"):
        open_classifier(ModelSettings(backend="abacus"))
