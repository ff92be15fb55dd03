"""Turns Typst markup into a PDF in a process of its own: in one process two documents would wait for each other."""

from __future__ import annotations

import signal
import subprocess
import sys


def typeset(markup: str, fonts: str) -> bytes:
    """The PDF of markup in the typefaces of a folder; made here if the process fails."""
    process = subprocess.run(
        [sys.executable, "-P", __file__, fonts], input=markup.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )  # fmt: skip
    if process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return process.stdout if process.returncode == 0 else _compiled(markup.encode(), fonts)


def _compiled(markup: bytes, fonts: str) -> bytes:
    import typst

    pdf: bytes | list[bytes] | None = typst.compile(  # type: ignore[misc]
        markup, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["ua-1"]
    )  # fmt: skip
    if not isinstance(pdf, bytes):
        raise TypeError("Typst wrote no PDF")
    return pdf


if __name__ == "__main__":  # run as a file: the package is not loaded
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt does not wait for the page to be full
    sys.stdout.buffer.write(_compiled(sys.stdin.buffer.read(), sys.argv[1]))
