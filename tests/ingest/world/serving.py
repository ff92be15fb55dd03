"""A publisher on this machine: each path answers as a test tells it to, well or badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Serve = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request, with what tests do to it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        publisher: Publisher = self.server.publisher  # type: ignore[attr-defined]
        publisher.asked.append((self.path, dict(self.headers)))
        publisher.paths[self.path](self)

    def say(self, status: int, content: bytes, headers: Mapping[str, str], *, sent: int | None = None) -> None:
        """An answer with the length of all its content, of which only ``sent`` bytes may come."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[:sent])
        if sent is not None:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        return None


@dataclass
class Publisher:
    """What each path answers, and what was asked."""

    url: str
    paths: dict[str, Serve] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def serve(self, path: str, content: bytes, kind: str = "text/csv", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.paths[path] = lambda request: request.say(200, content, {"Content-Type": kind, **named})


@contextmanager
def publisher() -> Iterator[Publisher]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = True
    made = Publisher(f"http://127.0.0.1:{server.server_port}")
    server.publisher = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def resumable(content: bytes, etag: str | None, breaks: list[int]) -> Serve:
    """A file that goes on where it is asked to, if the mark still fits, and breaks off at each of ``breaks`` in turn."""

    def serve(request: Request) -> None:
        asked, fits = request.headers.get("Range"), request.headers.get("If-Range") == etag
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and fits else 0
        headers = {"Content-Type": "text/csv"} | ({"ETag": etag} if etag else {})
        sent = breaks.pop(0) if breaks else None
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        request.say(206 if start else 200, content[start:], headers, sent=sent)

    return serve


def stall(seconds: float) -> Serve:
    """Headers come, content does not."""

    def serve(request: Request) -> None:
        request.say(200, b"x" * 100, {"Content-Type": "text/csv", "ETag": '"1"'}, sent=10)
        request.wfile.flush()
        time.sleep(seconds)

    return serve
