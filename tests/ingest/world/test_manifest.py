"""What a source's manifest says of fetching: an address of the web for the file of a role, or a fault on its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from contrapeso.core.errors import ContentError
from contrapeso.ingest.world.manifest import FetchRule, read_source
from contrapeso.ingest.world.run import BUILT_IN

URL = "https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-261-csv.zip"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "wars"
    shutil.copytree(BUILT_IN / "ucdp_prio", folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / "source.yml").read_text(encoding="utf-8")
    assert old in text
    (folder / "source.yml").write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_rule_says_all_that_may_be_said(tmp_path: Path) -> None:
    more = f"{URL}\n    name: wars.csv.zip\n    bytes: 12\n    sha256: '00'"
    (rule,) = read_source(changed(tmp_path, URL, more)).fetch
    types = ("application/zip", "application/x-zip-compressed", "application/octet-stream")
    assert rule == FetchRule("conflicts", URL, types, "wars.csv.zip", 12, "00")


def test_a_file_is_named_after_its_address(tmp_path: Path) -> None:
    (rule,) = read_source(changed(tmp_path, URL, "https://x.example/a%20b/wars%202.csv?download=1")).fetch
    assert rule.name == "wars 2.csv"


@pytest.mark.parametrize(
    "url", ["ucdp.uu.se/x.csv", "file:///etc/passwd", "ftp://x.example/y", "https://", "'https://[x'", "javascript:1"]
)
def test_an_address_not_of_the_web_is_a_fault(tmp_path: Path, url: str) -> None:
    with pytest.raises(ContentError, match="not an http") as caught:
        read_source(changed(tmp_path, URL, url))
    assert caught.value.faults[0].line > 0


def test_a_role_that_no_file_has_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="wars"):
        read_source(changed(tmp_path, "- role: conflicts", "- role: wars"))
