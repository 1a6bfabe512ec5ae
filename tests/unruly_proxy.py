"""A proxy on loopback that cuts a connection, or stops passing it on, at a moment of the test's choice."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, Self

CHUNK = 1 << 14
AT_ONCE = struct.pack("ii", 1, 0)
"""Of SO_LINGER: closing resets the connection, so that both sides learn of it now."""

Moment = Callable[[int, bytes], bool]
"""Is given how many bytes the client has sent on a connection, and what the server has just sent, if it was it."""


class UnrulyProxy:
    """Passes connections on to a port of this machine, until the moment comes.

    Parameters
    ----------
    port
        Of the server.
    moment
        When it misbehaves.
    action
        What it does then: cut the connection on both sides, or pass nothing on and keep it open.
    times
        How often.
    """

    def __init__(
        self, port: int, moment: Moment, action: Literal["cut", "hold"] = "cut", times: float = float("inf")
    ) -> None:
        self.reached = threading.Event()
        self._port, self._moment, self._action, self._times = port, moment, action, times
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            sent = [0]
            for source, sink, count in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass_on, args=(source, sink, sent, count), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, sent: list[int], of_client: bool) -> None:
        try:
            while chunk := source.recv(CHUNK):
                sent[0] += len(chunk) if of_client else 0
                if self._is_time(sent[0], b"" if of_client else chunk):
                    if self._action == "hold":
                        self._closed.wait()
                    for end in (source, sink):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                    break
                sink.sendall(chunk)
        except OSError:
            pass  # the other direction was cut
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _is_time(self, sent: int, answer: bytes) -> bool:
        with self._lock:
            if self._times <= 0 or not self._moment(sent, answer):
                return False
            self._times -= 1
        self.reached.set()
        return True
