"""A ledger with the built-in pack, for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from contrapeso.workspace import Workspace, open_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("ledger"), today=lambda: date(2026, 11, 26)) as opened:
        yield opened
