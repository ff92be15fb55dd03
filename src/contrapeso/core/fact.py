"""What every fact table has in common: a row that knows its key, its line of a file and its snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar

from contrapeso.core.columns import IsState, Key, key_columns

Id = Annotated[str, Key()]
States = Annotated[tuple[str, ...], IsState()]
State = Annotated[str, IsState()]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A row of evidence: what it says, who may see it, and the line of the file it came from."""

    table: ClassVar[str]
    file: ClassVar[str]
    begins: ClassVar[str | None] = None
    """The column with the day from which the row holds; None: always."""
    ends: ClassVar[str | None] = None

    public: bool = True
    locator: str = ""
    snapshot_id: str = ""

    @cached_property
    def key(self) -> str:
        return "/".join([str(getattr(self, name)) for name in key_columns(type(self))])

    @cached_property
    def ref(self) -> str:
        """``table:key``, the name under which findings cite this row."""
        return f"{self.table}:{self.key}"
