"""Every source, given its own sample spoiled in many ways, reads it or says what is wrong: no other end."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contrapeso.core.errors import ContentError
from contrapeso.core.text import LANGUAGES
from contrapeso.ingest.world.manifest import Source, read_source
from contrapeso.ingest.world.run import open_source, read_files
from tests.content.spoiling import R_DATA, TEXT, WORKBOOK, Spoil, blow_up, bomb
from tests.content.test_sources import FOLDERS, expected, samples

SUFFIXES = (".gz", ".xz", ".bz2")
BINARY = (".db", ".dta")


def spoils() -> Iterator[object]:
    """Every file of every sample with each way to spoil a file of its format."""
    for folder in FOLDERS:
        for path in samples(folder):
            for spoil in _ways(path.suffix):
                yield pytest.param(folder, path, spoil, id=f"{folder.name}-{path.name}-{spoil.__name__}")


def _ways(suffix: str) -> tuple[Spoil, ...]:
    return {".xlsx": WORKBOOK, ".rda": R_DATA, **dict.fromkeys((*SUFFIXES, *BINARY), TEXT[:3])}.get(suffix, TEXT)


def read(source: Source, spoiled: Path, original: Path, vintage: object) -> int:
    """The number of rows read of a sample with one file spoiled; every row says where it stands."""
    paths = [spoiled if path == original else path for path in samples(source.folder)]
    files, dating = open_source(source, paths, vintage)  # type: ignore[arg-type]
    tables, _ = read_files(source, files, dating.on)
    names = {opened.name for opened in files.values()}
    for table in tables.values():
        assert all(any(place.startswith(name) for name in names) for place in table["locator"].to_pylist())
    return sum(map(len, tables.values()))


def attempt(folder: Path, path: Path, content: bytes, name: str | None = None) -> str | None:
    """What a spoiled sample is refused with, in English; None if it was read."""
    source, (asked, _) = read_source(folder), expected(folder)
    with tempfile.TemporaryDirectory() as place:
        spoiled = Path(place) / (name or path.name)
        spoiled.write_bytes(content)
        try:
            assert read(source, spoiled, path, asked) >= 0
        except ContentError as error:
            assert error.faults
            for fault in error.faults:
                assert all(fault.what[language] and fault.mend[language] for language in LANGUAGES)
            return error.say("en")
    return None


@pytest.mark.parametrize(("folder", "path", "spoil"), list(spoils()))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_spoiled_file_is_read_or_refused_by_name(folder: Path, path: Path, spoil: Spoil, seed: int) -> None:
    attempt(folder, path, spoil(path.read_bytes(), random.Random(seed)))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_unpacks_without_end_is_refused(folder: Path) -> None:
    path, draw = samples(folder)[0], random.Random(1)
    is_book = path.suffix == ".xlsx"
    content = blow_up(path.read_bytes(), draw) if is_book else bomb(path.read_bytes(), draw)
    said = attempt(folder, path, content, None if is_book else f"{path.name.removesuffix('.gz')}.gz")
    assert said is not None and ("unpacked" in said or "not well-formed" in said)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_harness_can_tell_a_good_file_from_a_bad_one(folder: Path) -> None:
    path = samples(folder)[0]
    assert attempt(folder, path, path.read_bytes()) is None
    assert attempt(folder, path, path.read_bytes()[:10]) is not None
