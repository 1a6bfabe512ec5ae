"""A port of this machine for a server that is about to be started."""

import socket


def free_port() -> int:
    """Return a port of loopback nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
