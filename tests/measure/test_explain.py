"""Every measurement leads to lines of files: of the pack of each country, without exception."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from contrapeso import open as open_workspace
from contrapeso.core.text import LANGUAGES
from contrapeso.ledger.trace import Link
from contrapeso.measure.explain import explain_measurement
from contrapeso.workspace import Workspace
from contrapeso.workspace.explaining import behind_measurements
from tests.architecture.engine import PACKS

ON = date(2026, 11, 26)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("ledger")) as opened:
        yield opened


@pytest.mark.parametrize("country", [pack.name.upper() for pack in PACKS])
def test_every_measurement_ends_at_lines_of_files_with_their_snapshot(workspace: Workspace, country: str) -> None:
    behind, found = behind_measurements(workspace, country, ON), workspace.measure(country, on=ON)
    assert found
    for one in found:
        link = explain_measurement(one, behind)
        if (
            one.missing == ("un-votes",) and one.value is None
        ):  # the ledger holds no source of votes: nothing to rest on, and no value
            assert not one.evidence
            continue
        facts = [part for part in link.rests_on if part.kind in ("fact", "release")]
        assert [fact.name for fact in facts] == list(one.evidence), one.id
        assert one.evidence or one.missing == ("un-votes",), one.id
        assert all(stands_in_a_file(fact) for fact in facts), one.id
        rules = [part for part in link.rests_on if part.kind in ("rule", "assumption")]
        assert sorted(rule.name for rule in rules) == list(one.rules), one.id
        assert all(" line " in rule.where for rule in rules if rule.name in behind.parameters), one.id
        assert [part.name for part in link.rests_on if part.kind == "missing"] == list(one.missing), one.id
        assert all("  " not in line for language in LANGUAGES for line in [link.says[language]])


def stands_in_a_file(fact: Link) -> bool:
    """A line of a file, in a snapshot with its vintage; or positions of the release, which says how to get theirs."""
    if fact.kind == "release":
        return fact.name.startswith("positions:release-") and "un-votes-undl" in fact.says.en
    file, _, line = fact.where.partition(" line ")
    snapshots = [part for part in fact.rests_on if part.kind == "snapshot"]
    return file.endswith(".csv") and line.isdigit() and len(snapshots) == 1 and "vintage" in snapshots[0].says.en


def test_the_longest_and_the_shortest_chain_are_those_that_the_workspace_gives(workspace: Workspace) -> None:
    found = sorted(workspace.measure("PER", on=ON), key=lambda one: (len(one.evidence), one.id))
    behind = behind_measurements(workspace, "PER", ON)
    for one in (found[0], found[-1]):
        assert workspace.explain(one.id, on=ON) == explain_measurement(one, behind)


def test_a_plain_measuring_is_kept_and_a_partial_one_is_not(workspace: Workspace) -> None:
    register = workspace.ledger.register
    day = date(2026, 11, 1)

    def runs() -> list[str]:
        with register.reading() as connection:
            query = "SELECT id FROM run WHERE kind = 'measure' AND \"on\" = '2026-11-01'"
            return [row[0] for row in connection.exec_driver_sql(query)]

    workspace.measure("PER", on=day, indicator="direct-share")
    workspace.measure("PER", on=day, public_only=True)
    workspace.measure("PER", on=day, overlay={})
    assert runs() == []
    found = workspace.measure("PER", on=day)
    assert workspace.measure("PER", on=day) == found
    (run_id,) = runs()
    assert register.measurements(run_id) == found
    assert workspace.ledger.verify() is None
