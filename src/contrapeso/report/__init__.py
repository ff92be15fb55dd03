"""From findings to what readers hold: a document, written as HTML, PDF, JSON and open data."""

from contrapeso.report.comparison import compare_states
from contrapeso.report.gather import gather, report_country
from contrapeso.report.inputs import IndicatorRecord, Inputs, SnapshotRecord
from contrapeso.report.write import WrittenReport, write_report

__all__ = [
    "IndicatorRecord",
    "Inputs",
    "SnapshotRecord",
    "WrittenReport",
    "compare_states",
    "gather",
    "report_country",
    "write_report",
]
