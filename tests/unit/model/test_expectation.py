import json
from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import ArtifactError, SettingsError
from model.expectation import expect
from model.manifest import Manifest
from model.settings import SHIPPED_ARTIFACT, ModelSettings
from tests.artifacts import MANIFEST_OF_WORDS
from tests.stages import make_release, point

TONE = ModelSettings(
    backend="sagemaker", name="tone", version="a/model", labels={"LABEL_0": "Bad", "LABEL_1": "Good"}
)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A folder with a manifest alone: 8 headlines, of which 5 were labelled Business and 3 Health."""
    metrics = {"valid": {"confusion": [[4, 1], [1, 2]]}}
    (tmp_path / "manifest.json").write_text(replace(MANIFEST_OF_WORDS, metrics=metrics).to_json())
    return tmp_path


def test_of_an_artifact_it_is_what_the_model_did_on_validation(manifest: Path) -> None:
    found = expect(ModelSettings(artifact=str(manifest)))

    assert found is not None
    assert (found.model, found.backends) == ("words", ("local",))
    assert found.shares == {"Business": 5.5 / 9, "Health": 3.5 / 9}


def test_of_the_shipped_model_too() -> None:
    rows = json.loads((Path(SHIPPED_ARTIFACT) / "manifest.json").read_text())["metrics"]["valid"]["confusion"]
    business = sum(row[0] for row in rows)

    found = expect(ModelSettings())

    assert found is not None
    assert list(found.shares) == ["Business", "Science", "Entertainment", "Health"]
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.shares["Business"] == pytest.approx(business / sum(map(sum, rows)), abs=0.001)


def test_the_settings_may_say_otherwise(manifest: Path) -> None:
    settings = ModelSettings(artifact=str(manifest), reference={"Business": 30, "Health": 10})

    found = expect(settings)

    assert found is not None
    assert found.shares == {"Business": 0.75, "Health": 0.25}


def test_a_reference_with_other_labels_is_refused(manifest: Path) -> None:
    settings = ModelSettings(artifact=str(manifest), reference={"Business": 30, "Wealth": 10})

    with pytest.raises(
        SettingsError, match=r"'words' has the labels Business, Wealth; the model has Business, H"
    ):
        expect(settings)


def test_nothing_is_expected_where_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(MANIFEST_OF_WORDS.to_json())

    assert expect(ModelSettings(artifact=str(tmp_path))) is None
    assert expect(TONE) is None


def test_of_a_model_without_an_artifact_it_is_what_the_settings_say() -> None:
    found = expect(replace(TONE, reference={"Bad": 1, "Good": 3}))

    assert found is not None
    assert (found.model, found.backends, found.shares) == (
        "tone",
        ("sagemaker",),
        {"Bad": 0.25, "Good": 0.75},
    )


def test_in_a_cascade_two_decide(manifest: Path) -> None:
    found = expect(ModelSettings(backend="cascade", stronger="bedrock", artifact=str(manifest)))

    assert found is not None
    assert found.backends == ("local", "bedrock")


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"has no manifest\.json"):
        expect(ModelSettings(artifact=str(tmp_path)))


def test_of_a_pointer_it_is_what_the_release_did_that_it_points_to(tmp_path: Path) -> None:
    for version, confusion in (("1.0.0", [[4, 1], [1, 2]]), ("1.1.0", [[1, 0], [0, 7]])):
        folder = make_release(tmp_path, version)
        found = Manifest.from_json((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(
            replace(found, metrics={"valid": {"confusion": confusion}}).to_json()
        )
    settings = ModelSettings(artifact=str(point(tmp_path, "1.0.0")))
    before = expect(settings)

    point(tmp_path, "1.1.0")
    after = expect(settings)

    assert before is not None
    assert after is not None
    assert (before.shares["Health"], after.shares["Health"]) == (3.5 / 9, 7.5 / 9)
