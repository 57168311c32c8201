"""Read OFAC's legacy XML (SDN.XML, CONSOLIDATED.XML), of either namespace.

The publisher changed the namespace about 2023, so only local names count. The header element is
spelt `publshInformation` in every file. `Record_Count` must equal what is read.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from sanccheck.errors import ListRefused
from sanccheck.parse.ofac_entry import entries_of
from sanccheck.parse.ofac_record import OfacRecord, linked_names
from sanccheck.parse.ofac_xml_groups import GROUPS, TEXTS, Strange
from sanccheck.parse.safe_xml import LOCAL, all_text, leaves, local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally


class OfacXml:
    """A legacy XML file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "ofac_xml"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._header: dict[str, str] = {}
        self._uids: set[str] = set()
        self._records = self._read(data)
        self.published = self._published()
        self._check_count()

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        return entries_of(self._records, rules, tally)

    def _read(self, data: bytes) -> list[OfacRecord]:
        found: list[OfacRecord] = []
        for element in walk_xml(data, self._name, "sdnList", ("publshInformation", "sdnEntry")):
            if local(element.tag) == "publshInformation":
                self._header = leaves(element)
            else:
                found.append(self._record(element))
        return found

    def _record(self, element: _Element) -> OfacRecord:
        found: dict[str, Any] = {}
        given: set[str] = set()
        strange: list[Strange] = []
        for child in element:
            name = LOCAL[child.tag]
            group = GROUPS.get(name)
            if group is not None:
                found[group.field] = (*found.get(group.field, ()), *group.read(child, strange))
            elif name not in TEXTS or len(child):
                strange.append(("element", name, all_text(child)))
            elif name in given:
                self._refuse_twice(name, found.get("uid") or "")
            else:
                given.add(name)
                found[TEXTS[name]] = (child.text or "").strip() or None
        uid, last, remarks = found.pop("uid", None), found.pop("last", None), found.get("remarks")
        self._check_identity(uid, last)
        if remarks is not None:
            found["links"] = linked_names(remarks)
        known = tuple(one for one in strange if one[2])
        return OfacRecord(uid=uid, last=last, strange=known, **found)

    def _refuse_twice(self, name: str, uid: str) -> NoReturn:
        raise ListRefused(
            f"{self._name}: the record '{uid[:40]}' has '{name[:40]}' twice, as if two records "
            "were one; the file is damaged, download it again"
        )

    def _check_identity(self, uid: str | None, last: str | None) -> None:
        if uid is None or not (uid.isascii() and uid.isdigit() and last):
            raise ListRefused(
                f"{self._name}: the record '{(uid or last or '?')[:40]}' has no number as its uid "
                "or no name; the file is damaged, download it again"
            )
        if uid in self._uids:
            raise ListRefused(f"{self._name}: the record '{uid}' stands twice; download it again")
        self._uids.add(uid)

    def _published(self) -> date | None:
        text = self._header.get("Publish_Date")
        if text is None:
            return None
        found = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text)
        try:
            return date.fromisoformat("{2}-{0}-{1}".format(*found.groups()) if found else "")
        except ValueError:
            raise ListRefused(
                f"{self._name}: Publish_Date '{text[:40]}' is not a date mm/dd/yyyy"
            ) from None

    def _check_count(self) -> None:
        declared = self._header.get("Record_Count", "")
        if declared != str(len(self._records)):
            raise ListRefused(
                f"{self._name}: declares '{declared[:20]}' records and holds "
                f"{len(self._records)}; it is not complete, download it again"
            )
