"""A real HTTP server of one file, that does to a client what servers and networks do."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer:
    """Serves `content` on loopback.

    Attributes
    ----------
    content, etag
        What is served, and its strong or weak validator.
    ranges
        Whether `Range` is understood.
    chunked
        Whether the length is left open (chunked transfer).
    cuts
        Bytes after which a connection is cut, one entry per answer; then no more cuts.
    hang_after
        Bytes after which nothing more comes while the connection stays open, or None.
    refusals
        Status codes answered instead of the file, one per request.
    requests
        Headers of every request that came.
    """

    def __init__(self, content=b"", etag='"1"'):
        self.content, self.etag = content, etag
        self.ranges, self.chunked = True, False
        self.hang_after = None
        self.closing = threading.Event()
        self.cuts, self.refusals, self.requests = [], [], []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/corpus.zip"

    def close(self):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(served):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            served.requests.append(dict(self.headers))
            self.close_connection = True
            if served.refusals:
                self.send_response(served.refusals.pop(0))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = self._head()
            cut = served.cuts.pop(0) if served.cuts else None
            self._send(body if cut is None else body[:cut], complete=cut is None)

        def _head(self):
            start = self._start()
            body = served.content[start:]
            if start and not body:
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return b""
            self.send_response(206 if start else 200)
            if start:
                self.send_header(
                    "Content-Range", f"bytes {start}-{len(served.content) - 1}/{len(served.content)}"
                )
            if served.etag:
                self.send_header("ETag", served.etag)
            if served.chunked:
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return body

        def _start(self):
            wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            condition = self.headers.get("If-Range")
            if not served.ranges or wanted is None or condition not in {None, served.etag}:
                return 0
            return int(wanted[1])

        def _send(self, body, *, complete):
            if served.chunked:
                body = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
                body += b"0\r\n\r\n" if complete else b""
            self.wfile.write(body[: served.hang_after])
            if served.hang_after is not None:
                self.wfile.flush()
                served.closing.wait(60)

    return Handler
