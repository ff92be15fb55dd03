"""The inbox: files fetched from publishers, one folder a fetch, named by day and hash, whole or not there at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from contrapeso.core.errors import FetchError
from contrapeso.core.identity import hash_object
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.ingest.run import Progress, silent
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.fetching import READ_SECONDS, Answer, download
from contrapeso.ingest.world.manifest import MEGABYTE, FetchRule, FileRule, Source
from contrapeso.ingest.world.turns import alone
from contrapeso.ledger.clock import stamp
from contrapeso.ledger.files import hash_file

RECORD = "fetch.json"
PARTS = ".parts"
STEP = 8 * MEGABYTE
"""After how many more bytes the reader is told again."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The folder of a fetch with its files, the day they were retrieved, and whether the inbox did not have them before."""

    folder: Path
    files: tuple[Path, ...]
    on: date
    is_new: bool


def fetch(
    source: Source, inbox: Path, now: datetime, *, progress: Progress = silent, seconds: float = READ_SECONDS
) -> Fetched:
    """All files of a source that its publisher offers, in a new folder of the inbox; the same content is a no-op.

    Raises ``FetchError``; then the inbox is as it was, but for what a repeated fetch resumes. While another process
    fetches the same source, it is refused: both would write the same parts.
    """
    if not source.fetch:
        raise _not_offered(source)
    place = inbox / source.name
    try:
        (place / PARTS).mkdir(parents=True, exist_ok=True)
        with alone(place) as is_alone:
            if not is_alone:
                raise FetchError(*fill(wording.FETCHING, source=source.name), where=str(place))
            return _fetch_all(source, place, now, progress, seconds)
    except OSError as error:
        raise _no_room(place, error) from None


def _fetch_all(source: Source, place: Path, now: datetime, progress: Progress, seconds: float) -> Fetched:
    try:
        aside = Path(tempfile.mkdtemp(prefix=".incoming-", dir=place))
    except OSError as error:
        raise _no_room(place, error) from None
    try:
        records = {rule.name: _fetch_one(source, rule, place, aside, progress, seconds) for rule in source.fetch}
        return _publish(place, aside, records, now)
    except OSError as error:
        raise _no_room(place, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def newest(source: Source, inbox: Path) -> Fetched | None:
    """The newest fetch of a source in the inbox; None if there is none."""
    found = []
    for record in sorted((inbox / source.name).glob(f"*/{RECORD}")):
        if not record.parent.name.startswith("."):
            said = json.loads(record.read_text(encoding="utf-8"))
            found.append((said["retrieved_at"], record.parent, tuple(said["files"])))
    if not found:
        return None
    at, folder, names = max(found)
    return Fetched(folder, tuple(folder / name for name in names), date.fromisoformat(at[:10]), is_new=False)


def _fetch_one(
    source: Source, rule: FetchRule, place: Path, aside: Path, progress: Progress, seconds: float
) -> dict[str, object]:
    name, told = rule.name, 0
    part = place / PARTS / name

    def received(size: int, total: int | None) -> None:
        nonlocal told
        if size - told >= STEP or size == total:
            told = size
            of = f" / {total / MEGABYTE:.1f}" if total else ""
            progress(Text(es=f"{name}: {size / MEGABYTE:.1f}{of} MB", en=f"{name}: {size / MEGABYTE:.1f}{of} MB"))

    progress(Text(es=f"Descargando {rule.url}…", en=f"Fetching {rule.url}…"))
    answer = download(rule, _file_of(source, rule).max_bytes, part, received, seconds)
    record = _checked(rule, part, answer)
    part.replace(aside / name)
    part.with_name(f"{name}.json").unlink(missing_ok=True)
    return record


def _file_of(source: Source, rule: FetchRule) -> FileRule:
    return next(file for file in source.files if file.role == rule.role)


def _checked(rule: FetchRule, part: Path, answer: Answer) -> dict[str, object]:
    """What is known of a file that came whole; one that is not the file expected is thrown away."""
    size, found = part.stat().st_size, hash_file(part)
    wrong = None
    if size == 0:
        wrong = wording.EMPTY
    elif rule.size is not None and rule.size != size:
        wrong = fill(wording.WRONG_SIZE, found=size, size=rule.size)
    elif rule.sha256 is not None and rule.sha256 != found:
        wrong = fill(wording.OTHER_HASH, found=found, sha256=rule.sha256)
    if wrong:
        part.unlink()
        part.with_name(f"{part.name}.json").unlink(missing_ok=True)
        raise FetchError(*wrong, where=rule.url)
    return {"asked": rule.url, "bytes": size, "sha256": found, **asdict(answer)}


def _publish(place: Path, aside: Path, records: dict[str, dict[str, object]], now: datetime) -> Fetched:
    """The fetched files under their final name, by one rename, unless the inbox has the same already."""
    content = hash_object({name: record["sha256"] for name, record in records.items()})
    for held in place.glob(f"*-{content[:12]}/{RECORD}"):
        at = json.loads(held.read_text(encoding="utf-8"))["retrieved_at"]
        return Fetched(held.parent, tuple(held.parent / name for name in records), date.fromisoformat(at[:10]), False)
    said = {"retrieved_at": stamp(now), "files": records}
    (aside / RECORD).write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _sync([*(aside / name for name in records), aside / RECORD])
    folder = place / f"{stamp(now)[:10]}-{content[:12]}"
    aside.chmod(0o755)
    aside.replace(folder)
    return Fetched(folder, tuple(folder / name for name in records), now.date(), is_new=True)


def _sync(files: Sequence[Path]) -> None:
    for file in files:
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())


def _not_offered(source: Source) -> FetchError:
    what, mend = wording.NOT_FETCHED
    blanks = {language: {"source": source.name, "obtain": source.obtain[language]} for language in LANGUAGES}
    return FetchError(
        Text(es=what.es.format(**blanks["es"]), en=what.en.format(**blanks["en"])),
        Text(es=mend.es.format(**blanks["es"]), en=mend.en.format(**blanks["en"])),
        where=source.homepage,
    )


def _no_room(place: Path, error: OSError) -> FetchError:
    return FetchError(*fill(wording.NO_ROOM, reason=error.strerror or error), where=str(place))
