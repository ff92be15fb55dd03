"""The symbol of each verdict, so that no reader depends on colour."""

from contrapeso.assess.verdict import VerdictName

SYMBOLS: dict[VerdictName, str] = {
    "FAIL": "✗", "DUE": "▲", "WARN": "!", "UNDETERMINED": "?", "PASS": "✓", "NOT_APPLICABLE": "–",
}  # fmt: skip
