"""Tables of one World Bank indicator by country and year: states told from the Bank's groups of states."""

from __future__ import annotations

import polars as pl

from contrapeso.core.errors import ContentError
from contrapeso.core.world import Series
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.trees import read_json

TABLE, PACKAGE = "table", "package"
GROUPS = (
    "AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU", "FCS", "HIC", "HPC", "IBD", "IBT",
    "IDA", "IDB", "IDX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC", "OED", "OSS", "PRE",
    "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC", "WLD",
)  # fmt: skip
"""The Bank's codes of regions, income groups and lenders; their figures are sums of states and are not recorded."""
NO_STATE = ("CHI",)
"""Codes of the Bank for territories without an ISO 3166-1 code of their own: the Channel Islands are two."""


def record_country_years(recorder: Recorder, *, package: str, indicator: str, unit: str) -> None:
    """Every figure of the table as a series; ``package`` is the name that its description must have."""
    _check_package(recorder, package)
    columns = {"Country Name": "name", "Country Code": "code", "Year": "period", "Value": "value"}
    frame = recorder.delimited(TABLE, columns)
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("name", "code", "period").is_null()), "empty")
    frame = frame.filter(~pl.col("code").is_in(GROUPS))
    frame = recorder.refuse(frame, pl.col("code").is_in(NO_STATE), "no-state", "name")
    frame = recorder.refuse(frame, ~pl.col("period").str.contains(r"^(19|20)\d\d$"), "not-a-date", "period")
    frame = recorder.numbers(frame, "value", least=0, required=True)
    frame = recorder.states(frame, "code", into="state", scheme="iso3")
    frame = recorder.unique(frame, "state", "period")
    rows = frame.with_columns(indicator=pl.lit(indicator), unit=pl.lit(unit))
    recorder.add(Series, rows.drop("name", "code"))


def _check_package(recorder: Recorder, wanted: str) -> None:
    """Tables of all indicators look alike: where a description comes with the file, it says which one it is."""
    opened = recorder.files.get(PACKAGE)
    if opened is None:
        return
    described = read_json(opened.name, opened.content, recorder.faults)
    if described is not None and described.get("name") != wanted:
        name = str(described.get("name"))[:60]
        recorder.faults.stop(opened.name, 0, fill(wording.OTHER_PACKAGE, found=name, wanted=wanted))
    if recorder.faults:
        raise ContentError(recorder.faults)
