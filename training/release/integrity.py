"""The gate of the hash: what lies in the store is what was published."""

import argparse

from training.data.progress import progress_bar
from training.release.published import Release
from training.release.verdict import Verdict


def check(_: Release | None, candidate: Release, __: argparse.Namespace) -> list[Verdict]:
    """Read every file of a release back and compare its hash.

    No reason outweighs a hash that differs: nothing would open the release.

    Raises
    ------
    ReleaseError
        If the store does not answer.
    """
    files = candidate.files
    wrong = [
        f"the manifest knows another {name}"
        for name, digest in candidate.manifest.files.items()
        if name not in files or files[name].sha256 != digest
    ]
    total = sum(file.size for file in files.values())
    with progress_bar(f"reading {candidate.name} {candidate.version}", total, "B", progress=True) as bar:
        for name, file in sorted(files.items()):
            found = candidate.store.sha256(candidate.key(name), bar.update)
            if found is None:
                wrong.append(f"{name} is missing")
            elif found != file.sha256:
                wrong.append(f"{name} has SHA-256 {found}, {file.sha256} was published")
    said = "; ".join(wrong) or f"{len(files)} files, {total / 1e6:.1f} MB, read back, are what was published"
    return [Verdict("hash", not wrong, said, final=True)]
