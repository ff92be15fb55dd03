"""Downloads a publisher's file: the one module that opens connections, within bounds, resuming what broke off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from contrapeso.core.errors import FetchError
from contrapeso.ingest.wording import Said, fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.manifest import FetchRule

if TYPE_CHECKING:
    import httpx

AGENT = "contrapeso (open record of states' partnerships)"
MAX_REDIRECTS = 5
CONNECT_SECONDS, READ_SECONDS = 15.0, 60.0
Received = Callable[[int, int | None], None]
"""Told how many bytes have come, and of how many."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of the file: where it came from in the end, its type, and what marks this version of it."""

    url: str
    type: str
    etag: str | None
    modified: str | None

    @property
    def mark(self) -> str | None:
        """What a resumed download must still bear; a weak mark does not tell bytes apart."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        return strong or (self.modified if self.etag is None else None)


class _Anew(Exception):
    """The server will not go on where the download stopped."""


def download(rule: FetchRule, limit: int, part: Path, received: Received, seconds: float = READ_SECONDS) -> Answer:
    """The file at a rule's address, written to ``part``; what broke off before goes on if the file is still the same.

    Raises ``FetchError``: no connection, time out, status, redirect, type, size; then ``part`` holds what may be resumed,
    or does not exist.
    """
    import httpx

    timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    with _named(rule.url), httpx.Client(timeout=timeout, headers={"User-Agent": AGENT}) as client:
        for _ in range(2):
            try:
                return _Download(client, rule, limit, part, received).run()
            except _Anew:
                _forget(part)
        raise _fault(rule.url, wording.WRONG_RANGE)


@contextmanager
def _named(url: str) -> Iterator[None]:
    """What goes wrong with the network or the disk, in the reader's words."""
    import httpx

    try:
        yield
    except httpx.TimeoutException:
        raise _fault(url, wording.TIMED_OUT) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _fault(url, wording.NO_CONNECTION, reason=str(error) or type(error).__name__) from None
    except OSError as error:
        raise _fault(url, wording.NO_ROOM, reason=error.strerror or error) from None


def _fault(where: str, said: Said, /, **blanks: object) -> FetchError:
    what, mend = fill(said, **blanks)
    return FetchError(what, mend, where=where)


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _marks(part).unlink(missing_ok=True)


def _marks(part: Path) -> Path:
    """Beside what was received: which version of the file it is."""
    return part.with_name(f"{part.name}.json")


@dataclass(slots=True)
class _Download:
    """One attempt at a file."""

    client: httpx.Client
    rule: FetchRule
    limit: int
    part: Path
    received: Received

    def run(self) -> Answer:
        mark = _mark_of(self.part, self.rule.url)
        held = self.part.stat().st_size if mark and self.part.is_file() else 0
        if not held:
            _forget(self.part)
        headers = {"Accept-Encoding": "identity"}
        if held and mark:
            headers |= {"Range": f"bytes={held}-", "If-Range": mark}
        with self._answer(headers) as response:
            return self._keep(response, held)

    @contextmanager
    def _answer(self, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, each of which must stay on the web, and encrypted if the first was."""
        url = self.rule.url
        for _ in range(MAX_REDIRECTS + 1):
            with self.client.stream("GET", url, headers=headers, follow_redirects=False) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                url = self._allowed(url, response.headers["location"])
        raise _fault(self.rule.url, wording.TOO_MANY_REDIRECTS, limit=MAX_REDIRECTS)

    def _allowed(self, url: str, location: str) -> str:
        """Where a redirect leads, if one may go there."""
        schemes = ("https",) if urlsplit(self.rule.url).scheme == "https" else ("https", "http")
        try:
            target = urljoin(url, location)
            is_allowed = urlsplit(target).scheme in schemes and bool(urlsplit(target).hostname)
        except ValueError:
            is_allowed = False
        if not is_allowed:
            raise self._fault(wording.UNSAFE_REDIRECT, url=location)
        return target

    def _keep(self, response: httpx.Response, held: int) -> Answer:
        """Write what comes, after what is held if the server goes on there."""
        if response.status_code == 416 and held:
            raise _Anew
        if response.status_code not in (200, 206) or (response.status_code == 206 and not held):
            raise self._fault(wording.BAD_STATUS, status=response.status_code)
        answer = self._answered(response)
        start = held if response.status_code == 206 else 0
        total = self._total(response, start)
        if total is not None and total > self.limit:
            raise self._fault(wording.TOO_BIG, limit=self.limit)
        if not start:
            _forget(self.part)
            _marks(self.part).write_text(json.dumps(asdict(answer) | {"asked": self.rule.url}), encoding="utf-8")
        self._write(response, start, total, answer)
        return answer

    def _answered(self, response: httpx.Response) -> Answer:
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in self.rule.types:
            raise self._fault(wording.WRONG_TYPE, found=kind or "—", types=", ".join(self.rule.types))
        packed = response.headers.get("content-encoding", "identity").lower()
        if packed not in ("identity", ""):
            raise self._fault(wording.ENCODED, found=packed)
        return Answer(str(response.url), kind, response.headers.get("etag"), response.headers.get("last-modified"))

    def _total(self, response: httpx.Response, start: int) -> int | None:
        """How long the whole file is, as the server says."""
        if response.status_code == 206:
            match = _RANGE.fullmatch(response.headers.get("content-range", ""))
            if match is None or int(match[1]) != start:
                raise _Anew
            return int(match[2]) if match[2] != "*" else None
        length = response.headers.get("content-length", "")
        return int(length) if length.isdigit() else None

    def _write(self, response: httpx.Response, start: int, total: int | None, answer: Answer) -> None:
        import httpx

        size, broke_off = start, False
        with self.part.open("ab" if start else "wb") as file:
            try:
                for piece in response.iter_raw():
                    size += len(piece)
                    if size > self.limit:
                        break
                    file.write(piece)
                    self.received(size, total)
            except (httpx.RemoteProtocolError, httpx.ReadError):
                broke_off = True
        if size > self.limit:
            _forget(self.part)
            raise self._fault(wording.TOO_BIG, limit=self.limit)
        if broke_off or (total is not None and size != total):
            if answer.mark is None or (total is not None and size > total):
                _forget(self.part)
            raise self._fault(wording.TRUNCATED, found=size, size="?" if total is None else total)

    def _fault(self, said: Said, **blanks: object) -> FetchError:
        return _fault(self.rule.url, said, **blanks)


def _mark_of(part: Path, url: str) -> str | None:
    """What marks the version of a file of which a part was received from the same address; None if nothing does."""
    try:
        held = json.loads(_marks(part).read_text(encoding="utf-8"))
        return Answer(held["url"], held["type"], held["etag"], held["modified"]).mark if held["asked"] == url else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
