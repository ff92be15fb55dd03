"""Measurements in words: names of what they are about, and numbers with their interval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contrapeso.core.facts import Holding
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import figure
from contrapeso.measure.wording import Naming, told, value_text

HOLDING = Holding(
    holding_id="p1", state="URY", platform="Patrol boat", category="ship", capability="patrol", status="in-service"
)
EVIDENCE = Evidence(date(2026, 3, 1), overlay={"holding": [HOLDING]})
NAMING = Naming(EVIDENCE, {"capabilities": {"patrol": Text(es="patrulleras", en="patrol vessels")}})


def one(value: float | None, low: float | None = None, high: float | None = None, **more: Any) -> Measurement:
    return Measurement(
        indicator="denial-power", subject="URY", period="2026-03-01", value=value, low=low, high=high, unit="share",
        vintage="2026-03-01", missing=("quantity",) if value is None else (), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measured", "english"),
    [
        (one(0.5, 0.5, 0.5), "0.5"),
        (one(1 / 3, 0.25, 1), "0.33 [0.25–1]"),
        (one(0.0, 0.0, 0.00442), "0 [0–0.0044]"),
        (one(1234567.5), "1,234,567.5"),
        (one(None, 0.25, 1), "between 0.25 and 1"),
        (one(None, 1.0, 1.0), "1"),
        (one(None), "no value"),
    ],
)
def test_a_value_is_written_with_its_interval_and_what_is_small_is_not_nothing(
    measured: Measurement, english: str
) -> None:
    assert value_text(measured).en == english


@pytest.mark.parametrize(("value", "written"), [(0.00999, "0.01"), (0.000123, "0.00012"), (-0.0044, "-0.0044")])
def test_small_figures_keep_two_digits(value: float, written: str) -> None:
    assert figure(value).es == written


def test_a_value_carries_its_unit() -> None:
    assert told(one(0.5, 0.5, 0.5)) == Text(es="0.5 proporción (0 a 1)", en="0.5 share (0 to 1)")


def test_partners_capabilities_platforms_and_coalitions_have_names() -> None:
    about = NAMING.about(one(1.0, object="DEU", capability="patrol", topic="p1"))
    assert [part.es for part in about] == ["Alemania", "patrulleras", "Patrol boat"]
    assert NAMING.topic(one(1.0, topic="p1:DEU+ITA")) == Text(
        es="Patrol boat: Alemania e Italia", en="Patrol boat: Germany and Italy"
    )
    assert NAMING.topic(one(1.0, topic="DEU")) == Text(es="Alemania", en="Germany")


def test_what_nobody_names_stands_as_its_code() -> None:
    about = NAMING.about(one(1.0, object="XYZ", capability="nothing", topic="p9:ITA"))
    assert [part.en for part in about] == ["XYZ", "nothing", "p9: Italy"]
    assert NAMING.about(one(1.0)) == ()
    assert NAMING.capability(one(1.0, capability="nothing")) == same("nothing")


def test_months_that_are_not_counted_further_are_so_many_or_more() -> None:
    lasting = replace(one(120.0, 8.9, 120.0), unit="months")
    assert value_text(lasting) == Text(es="120 o más [8.9–120 o más]", en="120 or more [8.9–120 or more]")
    assert value_text(replace(one(46.6, 9.0, 100.0), unit="months")).en == "46.6 [9–100]"
