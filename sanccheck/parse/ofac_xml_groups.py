"""What a record of OFAC's legacy XML is made of: its texts, its groups and their items.

What no table here knows is not dropped: it is handed back as (kind, what it is, text).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sanccheck.parse.ofac_record import OfacAddress, OfacAka, OfacId
from sanccheck.parse.safe_xml import LOCAL, all_text, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

Fields = dict[str, str]
Strange = tuple[str, str, str]

# The elements of a record that hold one text each, and the fields that they fill.
TEXTS = {
    "uid": "uid",
    "sdnType": "type",
    "lastName": "last",
    "firstName": "first",
    "title": "title",
    "remarks": "remarks",
}
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
_STRENGTHS = frozenset({"weak", "strong"})


class Group(NamedTuple):
    """A group of a record: the field that it fills, the fields of its items, what each makes."""

    field: str
    known: frozenset[str]
    make: Callable[[Fields, list[Strange]], Any]

    def read(self, group: _Element, strange: list[Strange]) -> list[Any]:
        """Return what each item makes; what no table knows is added to `strange`."""
        made = []
        for item in group:
            fields = leaves(item)
            if not fields.keys() <= self.known:
                strange += [
                    ("element", LOCAL[child.tag], all_text(child))
                    for child in item
                    if LOCAL[child.tag] not in self.known
                ]
            one = self.make(fields, strange)
            if one:
                made.append(one)
        return made


class Texts(NamedTuple):
    """A group whose items are plain text, each labelled by `labels` where that is not None."""

    field: str
    labels: Mapping[str, str] | None = None

    def read(self, group: _Element, strange: list[Strange]) -> list[Any]:
        """Return the items' texts, or (label, text) of each; an item that is none is strange."""
        found: list[Any] = []
        for item in group:
            name, text = LOCAL[item.tag], (item.text or "").strip()
            if len(item):
                strange.append(("element", name, all_text(item)))
            elif text:
                found.append(text if self.labels is None else (self.labels.get(name, name), text))
        return found


def _id(fields: Fields, _strange: list[Strange]) -> OfacId:
    get = fields.get
    return OfacId(
        get("idType", ""),
        get("idNumber", ""),
        get("idCountry"),
        get("issueDate"),
        get("expirationDate"),
    )


def _aka(fields: Fields, strange: list[Strange]) -> OfacAka:
    get = fields.get
    strength = get("category", "")
    if strength not in _STRENGTHS:
        strange.append(("name type", f"Name {get('lastName', '')} category", strength or "(none)"))
    return OfacAka(get("type", ""), strength == _SAYS_WEAK, get("lastName", ""), get("firstName"))


def _address(fields: Fields, _strange: list[Strange]) -> OfacAddress:
    lines = [fields[line] for line in _ADDRESS_LINES if fields.get(line)]
    region = fields.get("region")
    if region:
        lines.append(region)
    return OfacAddress(tuple(lines), fields.get("country") or None)


def _values(field: str, name: str) -> Group:
    """Describe a group of which one field counts; the main one of several is not told apart."""
    known = frozenset(["uid", "mainEntry", name])
    return Group(field, known, lambda fields, _strange: fields.get(name))


GROUPS: dict[str, Group | Texts] = {
    "programList": Texts("programmes"),
    "idList": Group(
        "ids",
        frozenset(["uid", "idType", "idNumber", "idCountry", "issueDate", "expirationDate"]),
        _id,
    ),
    "akaList": Group("akas", frozenset(["uid", "type", "category", "lastName", "firstName"]), _aka),
    "addressList": Group(
        "addresses", frozenset(["uid", *_ADDRESS_LINES, "region", "country"]), _address
    ),
    "nationalityList": _values("nationalities", "country"),
    "citizenshipList": _values("citizenships", "country"),
    "dateOfBirthList": _values("births", "dateOfBirth"),
    "placeOfBirthList": _values("birth_places", "placeOfBirth"),
    "vesselInfo": Texts("vessel", _VESSEL),
}
