"""A kept-alive connection to a model server."""

import http.client

JSON = {"content-type": "application/json"}


class Connection:
    """What one client asks through; a lean one, for it shares the CPUs with the server that is measured.

    Parameters
    ----------
    port
        Of the server, on loopback.
    timeout
        Seconds to wait for an answer.
    """

    def __init__(self, port: int, timeout: float) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def invoke(self, body: bytes) -> tuple[int, bytes]:
        """Send JSON to `/invocations` and return the status and the body of the answer.

        Raises
        ------
        OSError, http.client.HTTPException
            If there is no whole answer in time; the next call connects anew.
        """
        try:
            self._connection.request("POST", "/invocations", body, JSON)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()
