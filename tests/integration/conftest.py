"""What the tests over HTTP compare with, and what runs a bundle as Lambda does."""

import pytest

from benchmarks.emulation import arm64_python
from benchmarks.lambda_function import LambdaFunction
from benchmarks.lambda_task import environment, fetch_image, unpack
from infrastructure.bundle.build import LAMBDA_GLIBC
from infrastructure.bundle.errors import BundleError
from infrastructure.bundle.interpreter import Interpreter, find_interpreter
from infrastructure.debian import PYTHON, DebianError
from model import open_classifier
from tests.parts import need
from tests.started_api import ROOT
from tests.started_moto import started_moto
from training.release import Target


@pytest.fixture(scope="session")
def classifier():
    """The model that the started API serves, in this process."""
    return open_classifier()


@pytest.fixture(scope="session")
def client(api):
    with api.client() as client:
        yield client


@pytest.fixture(scope="session")
def stranger(api):
    """A client without a key."""
    with api.client(with_key=False) as client:
        yield client


@pytest.fixture(scope="session")
def sls(node):
    return ROOT / "node_modules/.bin/sls"


@pytest.fixture(scope="session")
def aws(tmp_path_factory):
    """A server that plays AWS; who writes to it makes a bucket of their own."""
    with started_moto(tmp_path_factory.mktemp("moto")) as aws:
        yield aws


@pytest.fixture(scope="module")
def interpreter():
    try:
        return find_interpreter(ROOT / "build")
    except BundleError as error:
        need(False, str(error))


@pytest.fixture(scope="module", params=["native", "arm64"])
def architecture(request):
    """This machine's, and that of Graviton, which is emulated where it is not this machine's."""
    here = Target.here().architecture
    if request.param == "arm64" and here == "aarch64":
        pytest.skip("it is this machine's own")
    return here if request.param == "native" else "aarch64"


@pytest.fixture(scope="module")
def target(architecture):
    return Target(PYTHON, architecture, LAMBDA_GLIBC)


@pytest.fixture(scope="module")
def python(architecture, interpreter):
    """What runs the functions."""
    if architecture == Target.here().architecture:
        return interpreter
    try:
        return Interpreter(arm64_python(ROOT / "build/emulation"))
    except DebianError as error:
        need(False, str(error))


@pytest.fixture(scope="module")
def task(bundle, tmp_path_factory):
    """The bundle of the module, unpacked as below /var/task: nothing in it can be written."""
    folder = tmp_path_factory.mktemp("task")
    unpack(bundle.path, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture(scope="module")
def image(target, tmp_path_factory):
    """What Lambda's image has beside the functions."""
    return fetch_image(tmp_path_factory.mktemp("image"), target)


@pytest.fixture(scope="module")
def start(python, task, image, tmp_path_factory):
    started = []

    def start(handler, *, snap_start=False, **more):
        surroundings = {**python.environment, **environment(task, image), **more}
        log = tmp_path_factory.mktemp("function") / "output"
        function = LambdaFunction(python.command, handler, task, surroundings, log, snap_start=snap_start)
        started.append(function)
        function.start()
        return function

    yield start
    for function in started:
        function.close()
