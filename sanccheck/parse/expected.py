"""What a file of a source may be; a small module, because every start reads the manifests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a file of a source may be: its formats, and the parts of its CSV set by their names."""

    formats: tuple[str, ...]
    csv_files: Mapping[str, str] = field(default_factory=dict)
