"""Read OFAC's legacy XML (SDN.XML, CONSOLIDATED.XML), of either namespace.

The publisher changed the namespace about 2023, so only local names count. The header element is
spelt `publshInformation` in every file. `Record_Count` must equal what is read.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from sanccheck.errors import ListRefused
from sanccheck.parse.ofac_entry import entries_of
from sanccheck.parse.ofac_record import OfacAddress, OfacAka, OfacId, OfacRecord, linked_names
from sanccheck.parse.safe_xml import leaves, local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_TEXTS = frozenset({"uid", "firstName", "lastName", "title", "sdnType", "remarks"})
# The elements of a list's items; what else stands in a record is kept and counted as strange.
_ITEMS: dict[str, frozenset[str]] = {
    "programList": frozenset(),
    "vesselInfo": frozenset(),
    "idList": frozenset({"uid", "idType", "idNumber", "idCountry", "issueDate", "expirationDate"}),
    "akaList": frozenset({"uid", "type", "category", "lastName", "firstName"}),
    "addressList": frozenset({"uid", "country", "region", *_ADDRESS_LINES}),
    "nationalityList": frozenset({"uid", "country", "mainEntry"}),
    "citizenshipList": frozenset({"uid", "country", "mainEntry"}),
    "dateOfBirthList": frozenset({"uid", "dateOfBirth", "mainEntry"}),
    "placeOfBirthList": frozenset({"uid", "placeOfBirth", "mainEntry"}),
}
_STRENGTHS = frozenset({"weak", "strong"})

Fields = dict[str, str]
Strange = tuple[str, str, str]


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
        texts: Fields = {}
        groups: dict[str, list[_Element]] = {}
        for child in element:
            name = local(child.tag)
            if len(child):
                groups.setdefault(name, []).extend(child)
            elif child.text is not None:
                if name in texts:
                    self._refuse_twice(name, texts.get("uid", ""))
                texts[name] = child.text.strip()
        uid, last = texts.get("uid", ""), texts.get("lastName", "")
        self._check_identity(uid, last)
        strange = _strange_of(texts, groups)

        def each(group: str) -> list[Fields]:
            items = [leaves(item) for item in groups.get(group, ())]
            for fields in items:
                if not fields.keys() <= _ITEMS[group]:
                    unknown = sorted(fields.keys() - _ITEMS[group])
                    strange.extend(("element", name, fields[name]) for name in unknown)
            return items

        akas = [_aka(one, strange) for one in each("akaList")]
        remarks = texts.get("remarks") or None
        return OfacRecord(
            uid=uid,
            type=texts.get("sdnType"),
            last=last,
            first=texts.get("firstName") or None,
            title=texts.get("title") or None,
            remarks=remarks,
            programmes=tuple(
                [text for item in groups.get("programList", ()) if (text := _text(item))]
            ),
            ids=tuple([_id(one) for one in each("idList")]),
            akas=tuple(akas),
            addresses=tuple([_address(one) for one in each("addressList")]),
            nationalities=_values(each("nationalityList"), "country"),
            citizenships=_values(each("citizenshipList"), "country"),
            births=_values(each("dateOfBirthList"), "dateOfBirth"),
            birth_places=_values(each("placeOfBirthList"), "placeOfBirth"),
            vessel=_vessel(groups.get("vesselInfo", ())),
            links=() if remarks is None else linked_names(remarks),
            strange=tuple(strange),
        )

    def _refuse_twice(self, name: str, uid: str) -> NoReturn:
        raise ListRefused(
            f"{self._name}: the record '{uid[:40]}' has '{name[:40]}' twice, as if two records "
            "were one; the file is damaged, download it again"
        )

    def _check_identity(self, uid: str, last: str) -> None:
        if not (uid.isascii() and uid.isdigit() and last):
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


def _values(items: list[Fields], field: str) -> tuple[str, ...]:
    return tuple([item[field] for item in items if item.get(field)])


def _id(fields: Fields) -> OfacId:
    get = fields.get
    return OfacId(
        get("idType", ""),
        get("idNumber", ""),
        get("idCountry"),
        get("issueDate"),
        get("expirationDate"),
    )


def _text(item: _Element) -> str:
    return (item.text or "").strip()


def _strange_of(texts: Fields, groups: dict[str, list[_Element]]) -> list[Strange]:
    """Return what stands in a record under a name that is not known, with all its text."""
    found = [("element", name, text) for name, text in texts.items() if name not in _TEXTS]
    for name, items in groups.items():
        if name not in _ITEMS:
            words = [" ".join("".join(map(str, item.itertext())).split()) for item in items]
            found.append(("element", name, ", ".join(word for word in words if word)))
    return [one for one in found if one[2]]


def _aka(fields: Fields, strange: list[Strange]) -> OfacAka:
    get = fields.get
    strength = get("category", "")
    if strength not in _STRENGTHS:
        strange.append(("name type", f"Name {get('lastName', '')} category", strength or "(none)"))
    return OfacAka(get("type", ""), strength == _SAYS_WEAK, get("lastName", ""), get("firstName"))


def _address(fields: Fields) -> OfacAddress:
    lines = [fields[line] for line in _ADDRESS_LINES if fields.get(line)]
    region = fields.get("region")
    if region:
        lines.append(region)
    return OfacAddress(tuple(lines), fields.get("country") or None)


def _vessel(items: list[_Element] | tuple[()]) -> tuple[tuple[str, str], ...]:
    found = []
    for item in items:
        name = local(item.tag)
        if item.text and item.text.strip():
            found.append((_VESSEL.get(name, name), item.text.strip()))
    return tuple(found)
