"""What happens to an artifact after its training: it is packed for where it serves."""

from training.release.tarball import build_tarball
from training.release.wheels import Target, fetch_wheels

__all__ = ["Target", "build_tarball", "fetch_wheels"]
