from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.releases import make_release
from training.release import integrity
from training.release.published import Release, open_release
from training.release.publishing import publish
from training.release.store import Store


def released(store: Store, folder: Path) -> Release:
    publish(make_release(folder), store)
    return open_release(store, "words", "1.0.0")


def test_what_was_published_passes(store: Store, tmp_path: Path) -> None:
    (verdict,) = integrity.check(None, released(store, tmp_path), Namespace())

    assert verdict.passed
    assert "4 files, 0.0 MB, read back, are what was published" in str(verdict)


def test_what_was_changed_or_removed_fails_finally(store: Store, s3: Any, tmp_path: Path) -> None:
    release = released(store, tmp_path)
    s3.put_object(Bucket=store.bucket, Key=release.key("model.onnx"), Body=b"another")
    s3.delete_object(Bucket=store.bucket, Key=release.key("answers.json"))

    (verdict,) = integrity.check(None, release, Namespace())

    assert verdict.final
    assert str(verdict).startswith("FAILED  hash: answers.json is missing; model.onnx has SHA-256 ")


def test_a_claim_and_a_manifest_that_disagree_fail(store: Store, tmp_path: Path) -> None:
    release = released(store, tmp_path)
    manifest = replace(release.manifest, files={**release.manifest.files, "model.onnx": "00" * 32})

    (verdict,) = integrity.check(None, replace(release, manifest=manifest), Namespace())

    assert not verdict.passed
    assert verdict.message == "the manifest knows another model.onnx"
