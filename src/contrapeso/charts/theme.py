"""One sober look for every chart: one typeface, a colour-blind-safe palette, labels readable on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FONT = "Contrapeso Sans"
FONT_FOLDER = Path(__file__).parent / "fonts"

INK, MUTED, GRID = "#1b2733", "#51606e", "#dfe4e8"
ACCENT = "#1f5f8b"

VERDICT_COLOURS = {
    "FAIL": "#b3261e", "DUE": "#e07b00", "WARN": "#d9b300", "UNDETERMINED": "#b4bec8", "PASS": "#2a6fb0",
}  # fmt: skip
GROUP_COLOURS = {
    "agreements": "#0072b2", "purchases": "#d55e00", "donations": "#009e73",
    "training": "#e6a400", "troops": "#b0558f", "status": "#4a4a4a",
}  # fmt: skip
APPLIES_COLOURS = {"in-force": "#1f5f8b", "if-concluded": "#e6a400", "expired": "#b4bec8"}
"""Okabe and Ito (2008), darkened where text or thin marks need contrast."""

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "titleFontSize": 12, "labelColor": INK,
        "titleColor": MUTED, "titleFontWeight": "normal", "gridColor": GRID, "domainColor": "#8a97a3",
        "tickColor": "#8a97a3", "labelLimit": 320, "titlePadding": 8,
    },
    "legend": {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "labelColor": INK, "symbolType": "square",
        "title": None, "orient": "top", "labelLimit": 260, "offset": 10, "rowPadding": 4, "columnPadding": 14,
    },
    "title": {
        "font": FONT, "fontSize": 15, "fontWeight": 600, "color": INK, "anchor": "start", "offset": 12,
        "subtitleFont": FONT, "subtitleFontSize": 11, "subtitleColor": MUTED, "subtitlePadding": 4,
    },
    "text": {"font": FONT, "fontSize": 11, "color": INK},
}  # fmt: skip


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour (WCAG 2.2 relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"
