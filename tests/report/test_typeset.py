"""Markup becomes the same PDF in its own process as here; links lead somewhere, and one that does not is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from contrapeso.charts.theme import FONT_FOLDER
from contrapeso.report.render import typeset as typesetting
from contrapeso.report.render.layout import PREAMBLE
from contrapeso.report.render.typeset import typeset

FONTS = str(FONT_FOLDER)
SETTINGS = """
#let doc-title = "T"
#let doc-author = "A"
#let doc-lang = "en"
#let doc-region = "US"
#let doc-footer = "F"
#let page-of(n, all) = str(n)
"""
OPENING = SETTINGS + PREAMBLE + '#masthead("S")\n#heading(level: 1)[One] #label("one")\n'
LED = OPENING + '#pagebreak()\n#to(label("one"))[back] #link("https://example.org/")[out]'


def test_links_within_and_without_lead_where_they_say(tmp_path: Path) -> None:
    (tmp_path / "led.pdf").write_bytes(typeset(LED, FONTS))
    links = [link.get_object() for link in PdfReader(tmp_path / "led.pdf").pages[1]["/Annots"]]
    assert [link["/A"]["/URI"] if "/A" in link else "within" for link in links] == ["within", "https://example.org/"]


def test_a_link_to_nowhere_is_refused() -> None:
    with pytest.raises(Exception, match="nowhere"):
        typeset(OPENING + '#to(label("nowhere"))[lost]', FONTS)


def test_the_process_and_this_one_write_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = typeset(LED, FONTS)
    monkeypatch.setattr(typesetting, "__file__", "/no/such/file.py")
    assert typeset(LED, FONTS) == apart


def test_an_interrupt_ends_it_without_another_try(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    interrupted = tmp_path / "interrupted.py"
    interrupted.write_text(
        "import os, signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nos.kill(os.getpid(), signal.SIGINT)"
    )
    monkeypatch.setattr(typesetting, "__file__", str(interrupted))
    monkeypatch.setattr(typesetting, "_compiled", lambda *_: pytest.fail("tried again"))
    with pytest.raises(KeyboardInterrupt):
        typeset(LED, FONTS)


def test_the_process_loads_nothing_of_the_package() -> None:
    code = f"import runpy, sys; runpy.run_path({typesetting.__file__!r}); print('contrapeso' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
