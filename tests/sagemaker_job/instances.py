"""The instances of a training job: namespaces of this machine in which /opt/ml is each one's own."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from tests.parts import need

ENTER = Path(__file__).with_name("enter.sh")


def need_namespaces() -> None:
    """Skip the test where this machine lets nobody make the namespaces."""
    need(shutil.which("unshare") and shutil.which("ip"), "jobs need unshare (util-linux) and ip (iproute2)")
    allowed = subprocess.run(
        [*_unshare(), "--mount", "--pid", "--uts", "--net", "--fork", "true"],
        check=False,
        capture_output=True,
    )
    need(allowed.returncode == 0, f"jobs need namespaces: {allowed.stderr.decode().strip()}")


class Instances:
    """Instances that run a container's entrypoint, in a network of their own in which each has its name.

    Parameters
    ----------
    roots
        What becomes /opt/ml, by the name of the instance.
    folder
        For what they share: the names of the hosts.
    entrypoint
        Command of the container.
    environment
        Of the container; the interpreter of these tests comes first on its path.
    """

    def __init__(
        self, roots: dict[str, Path], folder: Path, entrypoint: Sequence[str], environment: dict[str, str]
    ) -> None:
        hosts = folder / "hosts"
        names = [f"127.0.0.{number} {name}" for number, name in enumerate(roots, start=1)]
        hosts.write_text("\n".join(["127.0.0.1 localhost", *names]) + "\n")
        self.logs = {name: folder / f"{name}.log" for name in roots}
        self._network = subprocess.Popen(
            [*_unshare(), "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep infinity >&-"],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        with self._network.stdout as ready:
            assert ready.readline() == b"up\n"
        self._processes = {
            name: self._started(name, root, hosts, entrypoint, environment) for name, root in roots.items()
        }

    def _started(
        self, name: str, root: Path, hosts: Path, entrypoint: Sequence[str], environment: dict[str, str]
    ) -> "subprocess.Popen[bytes]":
        (root.parent / "over").mkdir(exist_ok=True)
        enter = ["nsenter", f"--target={self._network.pid}", "--net"]
        if os.getuid():
            enter += ["--user", "--preserve-credentials"]
        namespaces = ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"]
        with self.logs[name].open("wb") as log:
            return subprocess.Popen(
                [*enter, *namespaces, "bash", ENTER, root, hosts, name, sys.prefix, *entrypoint],
                env={**_container(), **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether one of them is not at its end yet."""
        return any(process.poll() is None for process in self._processes.values())

    @property
    def codes(self) -> list[int]:
        """Exit codes, once all are at their end."""
        return [process.wait() for process in self._processes.values()]

    def output(self) -> str:
        """Return what they have printed."""
        return "\n".join(path.read_text(errors="replace") for path in self.logs.values())

    def signal(self, number: int) -> None:
        """Send the first process of each container a signal, as `docker stop` does."""
        for process in self._processes.values():
            for pid in _children(process.pid):
                os.kill(pid, number)

    def close(self) -> None:
        """End what still runs, and the network."""
        for process in self._processes.values():
            process.kill()  # and with it, by --kill-child, the first process of the container, and so all of them
            process.wait()
        self._network.kill()
        self._network.wait()


def _unshare() -> list[str]:
    return ["unshare", *(["--user", "--map-root-user"] if os.getuid() else [])]


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _container() -> dict[str, str]:
    """Return the environment of a container whose image has what a job needs.

    Its first Python is the one of these tests, in which every pin of the job is installed: pip finds nothing to
    do, and would not be able to fetch anything.
    """
    return {
        "PATH": f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}",
        "HOME": "/tmp",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Threads that wait for each other by spinning keep the tests beside them from the cores.
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
    }
