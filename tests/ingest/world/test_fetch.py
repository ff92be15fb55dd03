"""Fetching from a publisher that behaves, and from one that does all that publishers do: nothing half-written, all said."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from contrapeso.core.errors import FetchError
from contrapeso.core.text import Text
from contrapeso.ingest.world.inbox import Fetched, fetch, newest
from contrapeso.ingest.world.manifest import FetchRule, FileRule, Source, read_source
from contrapeso.ingest.world.run import BUILT_IN
from contrapeso.ingest.world.turns import LOCK, alone
from tests.ingest.world.serving import Publisher, Request, Serve, publisher, resumable, stall

CONTENT = b"a,b\n" + b"1,2\n" * 200_000
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as made:
        yield made


def source_at(server: Publisher, *paths: str, size: int | None = None, sha256: str | None = None) -> Source:
    """A source whose files come from these paths of the server."""
    rules = [FetchRule(path, server.url + path, ("text/csv",), Path(path).name, size, sha256) for path in paths]
    files = [FileRule(path, "*", "csv", max_bytes=2_000_000) for path in paths]
    return replace(read_source(BUILT_IN / "ucdp_prio"), name="invented", files=tuple(files), fetch=tuple(rules))


def get(source: Source, inbox: Path, *, now: datetime = NOW, seconds: float = 20) -> Fetched:
    return fetch(source, inbox, now, seconds=seconds)


def refused(source: Source, inbox: Path, *, seconds: float = 20) -> str:
    """What a fetch is refused with; the inbox holds no file of it that anybody could take for whole."""
    before = visible(inbox)
    with pytest.raises(FetchError) as caught:
        get(source, inbox, seconds=seconds)
    assert visible(inbox) == before
    assert not list(inbox.glob("*/.incoming-*"))
    assert caught.value.say("es") and caught.value.say("es") != caught.value.say("en")
    return caught.value.say("en")


def visible(inbox: Path) -> set[Path]:
    return {path for path in inbox.rglob("*") if path.is_file() and ".parts" not in path.parts and path.name != LOCK}


def parts(inbox: Path) -> list[str]:
    return sorted(path.name for path in inbox.glob("*/.parts/*"))


def test_a_file_comes_whole_with_its_hash_and_day(server: Publisher, tmp_path: Path) -> None:
    server.serve("/data.csv", CONTENT, ETag='"1"', Last_Modified="Thu, 26 Nov 2026 08:00:00 GMT")
    told: list[Text] = []
    found = fetch(source_at(server, "/data.csv"), tmp_path, NOW, progress=told.append)
    assert found.is_new and found.on == date(2026, 11, 26)
    assert [file.read_bytes() for file in found.files] == [CONTENT]
    record = json.loads((found.folder / "fetch.json").read_text())
    assert record["retrieved_at"].startswith("2026-11-26T10:00:00")
    assert record["files"]["data.csv"] == {
        "asked": f"{server.url}/data.csv", "url": f"{server.url}/data.csv", "bytes": len(CONTENT), "type": "text/csv",
        "sha256": hashlib.sha256(CONTENT).hexdigest(), "etag": '"1"', "modified": "Thu, 26 Nov 2026 08:00:00 GMT",
    }  # fmt: skip
    assert [text.en for text in told][-1] == "data.csv: 0.8 / 0.8 MB"
    assert parts(tmp_path) == []
    assert server.asked[0][1]["Accept-Encoding"] == "identity"


def test_the_same_content_is_kept_once_and_new_content_beside_it(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/data.csv")
    server.serve("/data.csv", CONTENT)
    first = get(source, tmp_path)
    again = get(source, tmp_path, now=datetime(2026, 12, 1, tzinfo=UTC))
    assert (again.folder, again.on, again.is_new) == (first.folder, first.on, False)
    server.serve("/data.csv", b"a,b\n9,9\n")
    changed = get(source, tmp_path, now=datetime(2026, 12, 2, tzinfo=UTC))
    assert changed.is_new and changed.folder != first.folder
    assert first.files[0].read_bytes() == CONTENT
    held = newest(source, tmp_path)
    assert held is not None and (held.files, held.on) == (changed.files, date(2026, 12, 2))


def test_of_several_files_all_come_or_none(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/one.csv", "/two.csv")
    server.serve("/one.csv", CONTENT)
    server.paths["/two.csv"] = lambda request: request.say(404, b"", {})
    assert "the server answers 404" in refused(source, tmp_path)
    server.serve("/two.csv", b"x\n")
    assert [file.name for file in get(source, tmp_path).files] == ["one.csv", "two.csv"]


def test_redirects_are_followed_to_the_file(server: Publisher, tmp_path: Path) -> None:
    server.serve("/new/data.csv", CONTENT)
    server.paths["/data.csv"] = redirect("/new/data.csv")
    found = get(source_at(server, "/data.csv"), tmp_path)
    assert json.loads((found.folder / "fetch.json").read_text())["files"]["data.csv"]["url"].endswith("/new/data.csv")


def redirect(target: str) -> Serve:
    return lambda request: request.say(302, b"", {"Location": target})


def test_redirects_have_an_end(server: Publisher, tmp_path: Path) -> None:
    server.paths["/data.csv"] = redirect("/data.csv")
    assert "more than 5 redirects" in refused(source_at(server, "/data.csv"), tmp_path)
    assert len(server.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_out_of_the_web_is_not_followed(server: Publisher, tmp_path: Path, target: str) -> None:
    server.paths["/data.csv"] = redirect(target)
    assert "redirects to an address" in refused(source_at(server, "/data.csv"), tmp_path)


@pytest.mark.parametrize("target", ["data:text/csv,1", "javascript:alert(1)", "http://[", "http://a:b"])
def test_a_redirect_to_what_is_no_address_is_refused(server: Publisher, tmp_path: Path, target: str) -> None:
    server.paths["/data.csv"] = redirect(target)
    refused(source_at(server, "/data.csv"), tmp_path)


def test_an_encrypted_address_does_not_lead_to_an_unencrypted_one(
    server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": f"{server.url}/data.csv"})

    client = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **options: client(transport=httpx.MockTransport(answer)))
    source = source_at(server, "/data.csv")
    source = replace(source, fetch=(replace(source.fetch[0], url="https://publisher.example/data.csv"),))
    assert "unencrypted" in refused(source, tmp_path)
    assert server.asked == []


def test_what_broke_off_goes_on_where_it_stopped(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/data.csv")
    server.paths["/data.csv"] = resumable(CONTENT, '"1"', [300_000, 100_000])
    assert f"broke off at 300000 bytes of {len(CONTENT)}" in refused(source, tmp_path)
    assert "broke off at 400000 bytes" in refused(source, tmp_path)
    assert parts(tmp_path) == ["data.csv", "data.csv.json"]
    assert get(source, tmp_path).files[0].read_bytes() == CONTENT
    assert [headers.get("Range") for _, headers in server.asked] == [None, "bytes=300000-", "bytes=400000-"]
    assert parts(tmp_path) == []


def test_a_file_that_changed_meanwhile_begins_anew(server: Publisher, tmp_path: Path) -> None:
    source, changed = source_at(server, "/data.csv"), b"a,b\n" + b"3,4\n" * 150_000
    server.paths["/data.csv"] = resumable(CONTENT, '"1"', [300_000])
    refused(source, tmp_path)
    server.paths["/data.csv"] = resumable(changed, '"2"', [])
    assert get(source, tmp_path).files[0].read_bytes() == changed


@pytest.mark.parametrize("etag", [None, 'W/"1"'])
def test_without_a_firm_mark_nothing_is_resumed(server: Publisher, tmp_path: Path, etag: str | None) -> None:
    source = source_at(server, "/data.csv")
    server.paths["/data.csv"] = resumable(CONTENT, etag, [300_000])
    refused(source, tmp_path)
    assert parts(tmp_path) == []
    assert get(source, tmp_path).files[0].read_bytes() == CONTENT
    assert all("Range" not in headers for _, headers in server.asked)


def test_a_server_that_goes_on_elsewhere_is_asked_anew(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/data.csv")
    server.paths["/data.csv"] = resumable(CONTENT, '"1"', [300_000])
    refused(source, tmp_path)

    def elsewhere(request: Request) -> None:
        headers = {"Content-Type": "text/csv", "ETag": '"1"'}
        if request.headers.get("Range"):
            request.say(206, CONTENT[5:], headers | {"Content-Range": f"bytes 5-{len(CONTENT) - 1}/{len(CONTENT)}"})
        else:
            request.say(200, CONTENT, headers)

    server.paths["/data.csv"] = elsewhere
    assert get(source, tmp_path).files[0].read_bytes() == CONTENT


def test_a_part_that_the_server_no_longer_has_room_for_begins_anew(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/data.csv")
    server.paths["/data.csv"] = resumable(CONTENT, '"1"', [300_000])
    refused(source, tmp_path)

    def unsatisfied(request: Request) -> None:
        if request.headers.get("Range"):
            request.say(416, b"", {})
        else:
            request.say(200, b"a\n", {"Content-Type": "text/csv"})

    server.paths["/data.csv"] = unsatisfied
    assert get(source, tmp_path).files[0].read_bytes() == b"a\n"


def test_a_spoiled_mark_is_no_mark(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/data.csv")
    server.paths["/data.csv"] = resumable(CONTENT, '"1"', [300_000])
    refused(source, tmp_path)
    next(tmp_path.glob("*/.parts/*.json")).write_text("[")
    assert get(source, tmp_path).files[0].read_bytes() == CONTENT


def test_a_server_that_falls_silent_is_left(server: Publisher, tmp_path: Path) -> None:
    server.paths["/data.csv"] = stall(3)
    assert "does not answer in time" in refused(source_at(server, "/data.csv"), tmp_path, seconds=0.3)
    assert parts(tmp_path) == ["data.csv", "data.csv.json"]


def test_no_server_at_all(tmp_path: Path) -> None:
    with publisher() as server:
        source = source_at(server, "/data.csv")
    assert "no connection" in refused(source, tmp_path)


def test_a_page_with_a_notice_is_not_the_file(server: Publisher, tmp_path: Path) -> None:
    server.serve("/data.csv", b"<html>Please sign in</html>", "text/html; charset=utf-8")
    assert "content of the type text/html comes; expected was text/csv" in refused(
        source_at(server, "/data.csv"), tmp_path
    )


@pytest.mark.parametrize("status", [204, 206, 304, 403, 404, 500, 503])
def test_what_is_no_file_is_said_by_its_status(server: Publisher, tmp_path: Path, status: int) -> None:
    server.paths["/data.csv"] = lambda request: request.say(status, b"", {"Content-Type": "text/csv"})
    assert f"the server answers {status}" in refused(source_at(server, "/data.csv"), tmp_path)


def test_more_than_the_source_allows_is_refused_said_or_not(server: Publisher, tmp_path: Path) -> None:
    huge = b"1\n" * 1_500_000
    server.serve("/data.csv", huge)
    assert "over the size" in refused(source_at(server, "/data.csv"), tmp_path)

    def unsaid(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/csv")
        request.end_headers()
        request.wfile.write(huge)
        request.close_connection = True

    server.paths["/data.csv"] = unsaid
    assert "over the size" in refused(source_at(server, "/data.csv"), tmp_path)
    assert parts(tmp_path) == []


def test_content_packed_without_being_asked_is_refused(server: Publisher, tmp_path: Path) -> None:
    server.serve("/data.csv", CONTENT, Content_Encoding="gzip")
    assert "packed as gzip" in refused(source_at(server, "/data.csv"), tmp_path)


def test_a_file_that_never_changes_must_have_its_length_and_hash(server: Publisher, tmp_path: Path) -> None:
    server.serve("/data.csv", CONTENT)
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert "its SHA-256 is" in refused(source_at(server, "/data.csv", sha256="0" * 64), tmp_path)
    assert "expected were 7" in refused(source_at(server, "/data.csv", size=7), tmp_path)
    assert parts(tmp_path) == []
    assert get(source_at(server, "/data.csv", size=len(CONTENT), sha256=digest), tmp_path).is_new


def test_an_empty_file_is_no_file(server: Publisher, tmp_path: Path) -> None:
    server.serve("/data.csv", b"")
    assert "the file is empty" in refused(source_at(server, "/data.csv"), tmp_path)


def test_an_inbox_that_cannot_be_written_is_said(server: Publisher, tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("a file, not a folder")
    with pytest.raises(FetchError, match="inbox cannot be written"):
        get(source_at(server, "/data.csv"), tmp_path / "inbox")


def test_a_source_that_is_not_offered_says_how_to_get_it(tmp_path: Path) -> None:
    source = read_source(BUILT_IN / "sipri_trade_register")
    with pytest.raises(FetchError) as caught:
        get(source, tmp_path)
    assert source.obtain.en in caught.value.say("en") and source.obtain.es in caught.value.say("es")
    assert not list(tmp_path.iterdir())


HOLD = """
import sys
from pathlib import Path
from contrapeso.ingest.world.turns import alone
with alone(Path(sys.argv[1])) as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def test_two_processes_do_not_fetch_one_source_at_once(server: Publisher, tmp_path: Path) -> None:
    server.serve("/data.csv", CONTENT)
    source = source_at(server, "/data.csv")
    (tmp_path / source.name).mkdir()
    command = [sys.executable, "-c", HOLD, str(tmp_path / source.name)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "True\n"
        assert "another process is fetching invented" in refused(source, tmp_path)
        assert server.asked == []
        other.kill()
    assert get(source, tmp_path).is_new


def test_a_fetch_that_failed_lets_the_next_one_in(server: Publisher, tmp_path: Path) -> None:
    source = source_at(server, "/data.csv")
    server.serve("/data.csv", b"")
    refused(source, tmp_path)
    server.serve("/data.csv", CONTENT)
    assert get(source, tmp_path).is_new


def test_sources_are_fetched_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with alone(tmp_path / "a") as one, alone(tmp_path / "b") as other, alone(tmp_path / "a") as again:
        assert (one, other, again) == (True, True, False)
