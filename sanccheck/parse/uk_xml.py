"""Read the UK Sanctions List in its XML form (UK-Sanctions-List.xml).

No schema is used: the publisher's has a default for the statement of reasons that would fill in
"10" where the publisher says nothing. Children may stand in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.safe_xml import local, walk_xml
from sanccheck.parse.uk_closed import refuse_con_list
from sanccheck.parse.uk_dates import read_day
from sanccheck.parse.uk_record import GROUPS, UkRecord, check_uid, entries_of, refuse_nameless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally
    from sanccheck.parse.uk_record import Group, Leaf

_CON_LIST = b"<ArrayOfFinancialSanctionsTarget"
_HEAD = 2000


class UkXml:
    """The XML form read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be, or is OFSI's
            closed list.
    """

    format = "uk_xml"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        if _CON_LIST in data[:_HEAD]:
            refuse_con_list(name)
        self._name = name
        self._generated: list[str] = []
        self._seen: set[str] = set()
        self._records = self._read(data)
        refuse_nameless(self._records, name)
        self.published = self._published()

    @property
    def records(self) -> int:
        """The number of designations."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a designation is on."""
        return entries_of(self._records, rules, tally)

    def _read(self, data: bytes) -> list[UkRecord]:
        found: list[UkRecord] = []
        for element in walk_xml(data, self._name, "Designations", ("DateGenerated", "Designation")):
            if local(element.tag) == "DateGenerated":
                self._generated.append((element.text or "").strip())
            else:
                found.append(self._record(element))
        return found

    def _record(self, element: _Element) -> UkRecord:
        leaves: list[Leaf] = []
        groups: list[Group] = []
        _collect(element, leaves, groups)
        uids = [text for field, text in leaves if field == "UniqueID"]
        uid = uids[0] if len(uids) == 1 else " ".join(uids)
        check_uid(uid, self._seen, self._name)
        rest = tuple(leaf for leaf in leaves if leaf[0] != "UniqueID")
        return UkRecord(uid, rest, tuple(groups))

    def _published(self) -> date:
        day = read_day(self._generated[0]) if len(self._generated) == 1 else None
        if day is None:
            said = ", ".join(self._generated)[:40]
            raise ListRefused(
                f"{self._name}: DateGenerated '{said}' is not one date dd/mm/yyyy; "
                "download it again"
            )
        return day


def _collect(element: _Element, leaves: list[Leaf], groups: list[Group]) -> None:
    """Gather the values below an element; what wraps them says nothing of its own."""
    for child in element:
        tag = local(child.tag)
        if tag in GROUPS:
            fields = _fields(child)
            if fields:
                groups.append((tag, fields))
            continue
        text = (child.text or "").strip()
        if text:
            leaves.append((tag, text))
        if len(child):
            _collect(child, leaves, groups)


def _fields(group: _Element) -> tuple[Leaf, ...]:
    """Return the values of a group, those of one name joined."""
    fields: dict[str, str] = {}
    for part in group.iter():
        text = (part.text or "").strip()
        if text:
            tag = local(part.tag)
            fields[tag] = f"{fields[tag]} {text}" if tag in fields else text
    return tuple(fields.items())
