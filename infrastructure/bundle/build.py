"""Making the bundle."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from infrastructure.bundle.archive import write_archive
from infrastructure.bundle.code import read_code
from infrastructure.bundle.contents import FUNCTIONS, Contents
from infrastructure.bundle.errors import BundleError
from infrastructure.bundle.interpreter import Interpreter
from infrastructure.bundle.libraries import read_pins, read_wheels
from training.release import Target, fetch_wheels

LAMBDA_GLIBC = (2, 34)
"""Of Amazon Linux 2023."""
AT = "/var/task"
"""Where Lambda unpacks it; bytecode names its source by that."""


@dataclass(frozen=True)
class Bundle:
    """What was made.

    Attributes
    ----------
    path
        The zip.
    sizes
        Bytes unzipped, by library, and by package of ours; bytecode among them.
    zipped
        Bytes of the zip.
    """

    path: Path
    sizes: Counter[str]
    zipped: int

    @property
    def unzipped(self) -> int:
        """Bytes of all files."""
        return self.sizes.total()


def build_bundle(
    out: Path, target: Target, interpreter: Interpreter, contents: Contents = FUNCTIONS
) -> Bundle:
    """Fetch the libraries, leave out what is not imported, compile, and pack.

    Parameters
    ----------
    out
        The zip to write.
    target
        What the functions run on.
    interpreter
        Of the target's version.
    contents
        What goes into it.

    Raises
    ------
    ReleaseError
        If a library is not to be had for the target.
    BundleError
        If a library is there that should not be, two files have one name, or it is too large.
    """
    with TemporaryDirectory(prefix="bundle-") as scratch:
        wheels, content = Path(scratch, "wheels"), Path(scratch, "content")
        fetched = fetch_wheels(wheels, target, contents.requirements)
        owners: dict[str, str] = {}
        for owner, path, data in [*_ours(contents), *read_wheels(fetched, read_pins(contents.requirements))]:
            if path in owners:
                raise BundleError(f"{path} is of {owners[path]} and of {owner}")
            owners[path] = owner
            file = content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        owners |= _compile(content, owners, interpreter, target.python)
        sizes: Counter[str] = Counter()
        for path, owner in owners.items():
            sizes[owner] += (content / path).stat().st_size
        if sizes.total() > contents.most_unzipped:
            raise BundleError(
                f"it has {sizes.total():,} bytes unzipped, more than {contents.most_unzipped:,}"
            )
        zipped = write_archive(content, owners, out, contents.most_zipped)
    return Bundle(out, sizes, zipped)


def _ours(contents: Contents) -> Iterator[tuple[str, str, bytes]]:
    for path, data in read_code(contents):
        yield path.split("/")[0], path, data


def _compile(content: Path, owners: dict[str, str], interpreter: Interpreter, version: str) -> dict[str, str]:
    """Compile all of it; return the owner of each file that this has added."""
    # Lambda's folder cannot be written, so what is not compiled here is compiled at every cold start.
    checked = ["--invalidation-mode", "unchecked-hash", "-q", "-s", str(content), "-p", AT]
    interpreter.run("-m", "compileall", *checked, str(content))
    tag = f"cpython-{version.replace('.', '')}"
    added = {}
    for path, owner in owners.items():
        source = PurePosixPath(path)
        compiled = source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"
        if source.suffix == ".py" and (content / compiled).exists():
            added[str(compiled)] = owner
    return added
