"""Read the UN Security Council's consolidated list, XML.

The publisher counts nothing, so the checks are its own schema's: the date on which the file was
made, and for each record a reference number and a name. The file is made anew each day, whether
anything changed or not.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.safe_xml import local, walk_xml
from sanccheck.parse.un_sc_entry import UnNode, UnRecord, entry_of, printed_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?", re.DOTALL)


class UnScXml:
    """An XML file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "un_sc_xml"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._records: dict[str, UnRecord] = {}
        self._data_ids: set[str] = set()
        generated: str | None = None
        for element in walk_xml(data, name, "CONSOLIDATED_LIST", ("INDIVIDUAL", "ENTITY")):
            if generated is None:
                generated = element.getroottree().getroot().get("dateGenerated", "")
            self._take(_node(element))
        if generated is None:
            raise ListRefused(f"{name}: holds no record; download it again")
        self.published = self._published(generated)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each record."""
        for record in self._records.values():
            yield from entry_of(record, tally).entries(rules)

    def _take(self, node: UnNode) -> None:
        record = UnRecord.of(node)
        texts = {name: text for name, text, _children in record.children}
        name = printed_name(record.children)
        if sum(name == "REFERENCE_NUMBER" for name, _text, _children in record.children) > 1:
            raise ListRefused(
                f"{self._name}: the record '{record.uid[:40]}' has two reference numbers, as if "
                "two records were one; the file is damaged, download it again"
            )
        if not record.uid or not name:
            raise ListRefused(
                f"{self._name}: the record '{(record.uid or name or '?')[:40]}' has no reference "
                "number or no name; the file is damaged, download it again"
            )
        data_id = texts.get("DATAID", "")
        if record.uid in self._records or data_id in self._data_ids:
            raise ListRefused(
                f"{self._name}: the record '{record.uid[:40]}' stands twice; download it again"
            )
        self._records[record.uid] = record
        if data_id:
            self._data_ids.add(data_id)

    def _published(self, text: str) -> date:
        found = _DAY.fullmatch(text)
        try:
            return date.fromisoformat(found[1] if found else "")
        except ValueError:
            raise ListRefused(
                f"{self._name}: dateGenerated '{text[:40]}' is not a date; download it again"
            ) from None


def _node(element: _Element) -> UnNode:
    """Take an element as plain tuples; the text of one with children is not looked for."""
    children = tuple([_node(child) for child in element])
    return local(element.tag), "" if children else (element.text or "").strip(), children
