"""The country report: what was signed, was it lawful and controlled, what does it bind to, what is unknown."""

from contrapeso.report.briefs.country.build import build
from contrapeso.report.briefs.country.summary import summary

__all__ = ["build", "summary"]
