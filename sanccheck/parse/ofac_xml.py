"""Read OFAC's legacy XML (SDN.XML, CONSOLIDATED.XML), of either namespace.

The publisher changed the namespace about 2023, so only local names count. The header element is
spelt `publshInformation` in every file. `Record_Count` must equal what is read.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sanccheck.errors import ListRefused
from sanccheck.parse.ofac_entry import entries_of
from sanccheck.parse.ofac_record import OfacAddress, OfacAka, OfacId, OfacRecord, linked_names
from sanccheck.parse.safe_xml import LOCAL, all_text, leaves, local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_ADDRESS_LINES = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")
_VESSEL = {
    "callSign": "Vessel Call Sign",
    "vesselType": "Vessel Type",
    "vesselFlag": "Vessel Flag",
    "vesselOwner": "Vessel Owner",
    "tonnage": "Vessel Tonnage",
    "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}
_SAYS_WEAK = "weak"

Fields = dict[str, str]


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
        self._header: Fields = {}
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
        unknown: list[tuple[str, str]] = []
        for child in element:
            name = LOCAL[child.tag]
            group = _GROUPS.get(name)
            if group is not None:
                found[group.field] = (*found.get(group.field, ()), *group.read(child, unknown))
            elif name in _TEXTS and not len(child):
                found[_TEXTS[name]] = (child.text or "").strip() or None
            else:
                unknown.append((name, all_text(child)))
        uid, last, remarks = found.pop("uid", None), found.pop("last", None), found.get("remarks")
        self._check_identity(uid, last)
        if remarks is not None:
            found["links"] = linked_names(remarks)
        return OfacRecord(uid=uid, last=last, unknown=tuple(unknown), **found)

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


class _Group(NamedTuple):
    """A group of a record: the field that it fills, the fields of its items, what each makes."""

    field: str
    known: frozenset[str]
    make: Callable[[Fields], Any]

    def read(self, group: _Element, unknown: list[tuple[str, str]]) -> list[Any]:
        """Return what each item makes; what no table knows is added to `unknown`."""
        made = []
        for item in group:
            fields = leaves(item)
            if not fields.keys() <= self.known:
                unknown += [
                    (f"{LOCAL[item.tag]} {LOCAL[child.tag]}", all_text(child))
                    for child in item
                    if LOCAL[child.tag] not in self.known
                ]
            one = self.make(fields)
            if one:
                made.append(one)
        return made


class _Texts(NamedTuple):
    """A group whose items are plain text, each labelled by `label` where that is not None."""

    field: str
    labels: Mapping[str, str] | None = None

    def read(self, group: _Element, unknown: list[tuple[str, str]]) -> list[Any]:
        """Return the items' texts, or (label, text) of each; of items that are none, `unknown`."""
        found: list[Any] = []
        for item in group:
            name, text = LOCAL[item.tag], (item.text or "").strip()
            if len(item):
                unknown.append((name, all_text(item)))
            elif text:
                found.append(text if self.labels is None else (self.labels.get(name, name), text))
        return found


def _id(fields: Fields) -> OfacId:
    get = fields.get
    return OfacId(
        get("idType", ""),
        get("idNumber", ""),
        get("idCountry"),
        get("issueDate"),
        get("expirationDate"),
    )


def _aka(fields: Fields) -> OfacAka:
    get = fields.get
    return OfacAka(
        get("type", ""), get("category") == _SAYS_WEAK, get("lastName", ""), get("firstName")
    )


def _address(fields: Fields) -> OfacAddress:
    lines = [fields[line] for line in _ADDRESS_LINES if fields.get(line)]
    region = fields.get("region")
    if region:
        lines.append(region)
    return OfacAddress(tuple(lines), fields.get("country") or None)


_TEXTS = {
    "uid": "uid",
    "sdnType": "type",
    "lastName": "last",
    "firstName": "first",
    "title": "title",
    "remarks": "remarks",
}


def _values(field: str, name: str) -> _Group:
    """Describe a group of which one field counts; the main one of several is not told apart."""
    return _Group(field, frozenset(["uid", "mainEntry", name]), lambda fields: fields.get(name))


_GROUPS: dict[str, _Group | _Texts] = {
    "programList": _Texts("programmes"),
    "idList": _Group(
        "ids",
        frozenset(["uid", "idType", "idNumber", "idCountry", "issueDate", "expirationDate"]),
        _id,
    ),
    "akaList": _Group(
        "akas", frozenset(["uid", "type", "category", "lastName", "firstName"]), _aka
    ),
    "addressList": _Group(
        "addresses", frozenset(["uid", *_ADDRESS_LINES, "region", "country"]), _address
    ),
    "nationalityList": _values("nationalities", "country"),
    "citizenshipList": _values("citizenships", "country"),
    "dateOfBirthList": _values("births", "dateOfBirth"),
    "placeOfBirthList": _values("birth_places", "placeOfBirth"),
    "vesselInfo": _Texts("vessel", _VESSEL),
}
