"""What a file of a source may be; a small module, because every start reads the manifests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sanccheck.parse.table_columns import TableColumns

# The format of a plain table. It has no sign of its own: what no other format claims is read so.
TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a file of a source may be: its formats, and the parts of its CSV set by their names.

    `columns` says which column of a plain table holds what, None where its headings do. `partial`
    leaves out the rows of a table that are no entries.
    """

    formats: tuple[str, ...]
    csv_files: Mapping[str, str] = field(default_factory=dict)
    columns: TableColumns | None = None
    partial: bool = False
