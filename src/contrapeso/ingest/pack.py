"""A pack folder read whole: its manifest and its fact tables, checked to the last cell, or all its faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contrapeso.core.errors import ContentError
from contrapeso.core.facts import FACTS, TABLES, Fact
from contrapeso.core.identity import hash_bytes, hash_object
from contrapeso.core.manifest import Entry, read_mapping
from contrapeso.core.text import Text
from contrapeso.ingest import wording
from contrapeso.ingest.facts import FactTable, check_tables, keys_of, read_facts
from contrapeso.ingest.readers import Digest, FaultList, read_csv
from contrapeso.ingest.replace import finish_replacing
from contrapeso.ingest.wording import fill
from contrapeso.ledger.files import hash_file

MANIFEST = "pack.yml"
BUILT_IN = Path(__file__).resolve().parents[1] / "content"
_PRIVATE_LICENCE = "private"


@dataclass(frozen=True, slots=True)
class PackContent:
    """What a pack folder says: facts by table, and the hashes of the files that say it."""

    country: str
    source: str
    vintage: date
    title: Text
    licence: str
    publisher: Text
    facts: Mapping[str, tuple[Fact, ...]]
    files: Mapping[str, str]
    """The SHA-256 of each file by name."""

    @property
    def sha256(self) -> str:
        return hash_object(self.files)


@dataclass(frozen=True, slots=True)
class _Manifest:
    """The head of a pack; a field with a fault or left out is None."""

    vintage: date | None
    title: Text | None
    licence: str | None
    publisher: Text | None


def read_pack(folders: Path | Sequence[Path], country: str) -> tuple[PackContent, ...]:
    """The contents of a country's pack folders, the first whole and each other extending those before it.

    Raises ``ContentError`` with all faults of all files.
    """
    in_order = [folders] if isinstance(folders, Path) else list(folders)
    faults, tables, packs = FaultList(), list[FactTable](), list[PackContent]()
    for place, folder in enumerate(in_order):
        finish_replacing(folder)
        files, read = _read_tables(folder, _label(folder, in_order), faults)
        check_tables(read, keys_of(tables), faults)
        tables += read
        head = _read_manifest(folder, _label(folder, in_order), country, files, faults, whole=place == 0)
        if not faults:
            packs.append(_content(country, folder, head, read, files, packs))
    if faults:
        raise ContentError(faults)
    return tuple(packs)


def source_of(folder: Path, country: str) -> str:
    """The source under which a folder is recorded: ``pack-<iso3>``, or a private one named after its path."""
    place, name = folder.resolve(), f"pack-{country.lower()}"
    if place.is_relative_to(BUILT_IN):
        return name
    return f"{name}-private-{hash_bytes(str(place).encode())[:8]}"


def hash_pack(folder: Path) -> str:
    """The hash that ``PackContent.sha256`` would give, without reading what the files say."""
    return hash_object({file.name: hash_file(file) for file in _files(folder)})


def pack_folder(content: Path, country: str) -> Path:
    """Where a content folder keeps (or is to keep) the pack of a country."""
    if any((content / name).is_file() for name in (MANIFEST, *(fact.file for fact in FACTS))):
        return content
    return content / "packs" / country.lower()


def _files(folder: Path) -> Iterator[Path]:
    names = (MANIFEST, *(fact.file for fact in FACTS))
    return (folder / name for name in names if (folder / name).is_file())


def _label(folder: Path, in_order: Sequence[Path]) -> str:
    """What goes before file names in messages: nothing for a lone folder, the folder where there are several."""
    return "" if len(in_order) == 1 or folder == in_order[0] else f"{folder}/"


def _read_tables(folder: Path, label: str, faults: FaultList) -> tuple[dict[str, str], list[FactTable]]:
    """The hashes and the tables of a folder's CSV files."""
    hashes: dict[str, str] = {}
    tables: list[FactTable] = []
    for file in sorted(folder.glob("*.csv")):
        fact = next((fact for fact in FACTS if fact.file == file.name), None)
        if fact is None:
            faults.add(f"{label}{file.name}", 0, "", fill(wording.UNKNOWN_FILE, names=", ".join(f.file for f in FACTS)))
            continue
        digest = Digest()
        sheet = read_csv(file, f"{label}{file.name}", faults, digest)
        if sheet:
            tables.append(read_facts(fact, sheet, faults))
        hashes[file.name] = digest.hexdigest()
    return hashes, tables


def _read_manifest(
    folder: Path, label: str, country: str, files: dict[str, str], faults: FaultList, *, whole: bool
) -> _Manifest:
    """The head of ``pack.yml``; only a folder that extends another may do without it."""
    path, name = folder / MANIFEST, f"{label}{MANIFEST}"
    entry, known = None, len(faults)
    if path.is_file():
        files[MANIFEST] = hash_file(path)
        entry = read_mapping(path, name, faults)
    if entry is None:
        if whole and len(faults) == known:
            faults.add(name, 0, "", wording.NO_MANIFEST)
        return _Manifest(None, None, None, None)
    _check_country(entry, country)
    head = _Manifest(
        _vintage(entry, whole),
        entry.text("title", required=whole),
        entry.string("licence", required=whole),
        entry.text("publisher", required=whole),
    )
    entry.text("note", required=False)
    entry.string("holidays", required=False)
    entry.done()
    return head


def _check_country(entry: Entry, country: str) -> None:
    for key in ("country", "extends"):
        line, found = entry.line_of(key), entry.string(key, required=False)
        if found is not None and found.upper() != country.upper():
            entry.fault(key, *fill(wording.OTHER_COUNTRY, found=found, expected=country), line)


def _vintage(entry: Entry, required: bool) -> date | None:
    line, found = entry.line_of("vintage"), entry.when("vintage", required=required)
    if found is None:
        return None
    if found.precision != "day":
        entry.fault("vintage", *fill(wording.VAGUE_VINTAGE, value=found), line)
    return found.first


def _content(
    country: str,
    folder: Path,
    head: _Manifest,
    tables: list[FactTable],
    files: dict[str, str],
    packs: list[PackContent],
) -> PackContent:
    """A folder without faults as content; what a private folder leaves unsaid follows the pack it extends."""
    base = packs[0] if packs else None
    vintage, title = head.vintage or (base and base.vintage), head.title or (base and base.title)
    assert vintage and title
    return PackContent(
        country=country,
        source=source_of(folder, country),
        vintage=vintage,
        title=title,
        licence=head.licence or _PRIVATE_LICENCE,
        publisher=head.publisher or _PRIVATE_PUBLISHER,
        facts={table.fact.table: tuple(table.facts) for table in tables},
        files=dict(sorted(files.items())),
    )


def table_of(file: str) -> str | None:
    """The fact table that a file of a pack holds, if any."""
    return next((name for name, fact in TABLES.items() if fact.file and fact.file == file), None)


_PRIVATE_PUBLISHER = Text(es="Fuente privada", en="Private source")
