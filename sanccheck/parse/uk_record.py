"""A designation of the UK Sanctions List, in whichever form it came, made into an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Entry, Link, Listing, NameKind
from sanccheck.parse.record import Record
from sanccheck.parse.uk_dates import read_birth, read_day
from sanccheck.parse.uk_numbers import REGISTRATION, Number, registration_numbers, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

Leaf = tuple[str, str]
Group = tuple[str, tuple[Leaf, ...]]

# The elements whose children belong together, by the publisher's names in the XML.
GROUPS = frozenset(
    {
        "Name",
        "NonLatinName",
        "Address",
        "Passport",
        "NationalIdentifier",
        "Location",
        "SanctionsImposedIndicators",
    }
)
_UID = re.compile(r"[A-Z0-9][A-Z0-9/._-]{1,19}", re.IGNORECASE | re.ASCII)
_GIVEN = ("Name1", "Name2", "Name3", "Name4", "Name5")
_FAMILY = "Name6"
_PRIMARY = "primary name"
_ALIASES = frozenset({"primary name variation", "alias"})
_STRENGTHS = frozenset({"good quality a.k.a", "low quality a.k.a"})
_WEAK = "low quality a.k.a"
_TYPES = {
    "individual": EntityType.PERSON,
    "entity": EntityType.COMPANY,
    "ship": EntityType.VESSEL,
}
_FACTS = {
    "LastUpdated": "Last updated",
    "OFSIGroupID": "OFSI Group ID",
    "UNReferenceNumber": "UN Reference Number",
    "Title": "Title",
    "DesignationSource": "Designation source",
    "UKStatementofReasons": "UK Statement of Reasons",
    "PhoneNumber": "Phone number",
    "Website": "Website",
    "EmailAddress": "Email address",
    "Position": "Position",
    "Gender": "Gender",
    "TypeOfEntity": "Type of entity",
    "PreviousFlag": "Previous flag",
    "TypeOfShip": "Type of ship",
    "TonnageOfShip": "Tonnage of ship",
    "LengthOfShip": "Length of ship",
    "YearBuilt": "Year built",
}
_LINKS = {
    "Subsidiary": "Subsidiary",
    "ParentCompany": "Parent company",
    "CurrentOwnerOperator": "Current owner or operator",
    "PreviousOwnerOperator": "Previous owner or operator",
}
_ADDRESS = (*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode")


@dataclass(frozen=True, slots=True)
class UkRecord:
    """One designation: its single values and its groups of values, in the order of the file."""

    uid: str
    leaves: tuple[Leaf, ...]
    groups: tuple[Group, ...]

    def has_name(self) -> bool:
        """Tell whether some name can be read off it."""
        return any(
            (kind == "NonLatinName" and field == "NameNonLatinScript")
            or (kind == "Name" and (field == _FAMILY or field in _GIVEN))
            for kind, fields in self.groups
            for field, _text in fields
        )


def check_uid(uid: str, seen: set[str], name: str) -> None:
    """Take a designation's Unique ID; refuse the file where it is none or stands twice."""
    if not _UID.fullmatch(uid):
        raise ListRefused(
            f"{name}: a designation has '{uid[:40]}' for a Unique ID; the file is damaged, "
            "download it again"
        )
    if uid in seen:
        raise ListRefused(f"{name}: the designation '{uid}' stands twice; download it again")
    seen.add(uid)


def refuse_nameless(records: Sequence[UkRecord], name: str) -> None:
    """Refuse a file of the full form in which a designation has no name."""
    for record in records:
        if not record.has_name():
            raise ListRefused(
                f"{name}: the designation '{record.uid}' has no name; the file is damaged, "
                "download it again"
            )


def entries_of(records: Sequence[UkRecord], rules: ListRules, tally: Tally) -> Iterator[Entry]:
    """Give the entries of all designations, links resolved among them, and fill the tally."""
    targets = _targets(records)
    sole = rules.rules[0].id if len(rules.rules) == 1 else None
    for record in records:
        yield from _Builder(record, tally, targets, sole).build().entries(rules)


def _targets(records: Sequence[UkRecord]) -> dict[str, str | None]:
    """Return the designation that has each name, None for a name that several have."""
    found: dict[str, str | None] = {}
    for record in records:
        for kind, fields in record.groups:
            if kind == "Name":
                key = _key(_full_name(dict(fields)))
                found[key] = record.uid if found.get(key, record.uid) == record.uid else None
    return found


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _full_name(fields: Mapping[str, str]) -> str:
    """Join the parts of a name in the order of their numbers, the family name last."""
    return " ".join(fields[part] for part in (*_GIVEN, _FAMILY) if fields.get(part))


class _Builder:
    """Fills a Record from one designation."""

    def __init__(
        self,
        source: UkRecord,
        tally: Tally,
        targets: Mapping[str, str | None],
        sole_list: str | None,
    ) -> None:
        self._source = source
        self._targets = targets
        self._sole_list = sole_list
        self._record = Record(tally=tally, uid=source.uid, type=None)
        self._take_group: dict[str, Callable[[dict[str, str]], None]] = {
            "Address": self._address,
            "Passport": self._passport,
            "NationalIdentifier": self._national,
            "Location": self._birth_place,
            "SanctionsImposedIndicators": self._indicators,
        }
        self._take_leaf: dict[str, Callable[[str], None]] = {
            "RegimeName": self._regime,
            "IndividualEntityShip": self._type,
            "DateDesignated": self._designated,
            "SanctionsImposed": self._sanctions,
            "OtherInformation": self._remarks,
            "DOB": self._birth,
            "Nationality": self._record.add_nationality,
            "IMONumber": self._imo,
            "CurrentBelievedFlagOfShip": self._flag,
            "BusinessRegistrationNumber": self._registration,
            "CryptoWalletAddress": lambda text: self._other(text, "Crypto wallet address"),
            "HullIdentificationNumber": lambda text: self._other(
                text, "Hull identification number"
            ),
        }
        self._numbers: set[tuple[str, str]] = set()

    def build(self) -> Record:
        """Return the record, everything of the designation in it."""
        # The type first: how names are split depends on it.
        for field, text in self._source.leaves:
            if field == "IndividualEntityShip":
                self._type(text)
        self._names()
        for kind, fields in dict.fromkeys(self._source.groups):
            take = self._take_group.get(kind)
            if take is not None:
                take(dict(fields))
        for field, text in dict.fromkeys(self._source.leaves):
            if field != "IndividualEntityShip":
                self._leaf(field, text)
        return self._record

    def _leaf(self, field: str, text: str) -> None:
        take = self._take_leaf.get(field)
        if take is not None:
            take(text)
        elif field in _LINKS:
            self._link(_LINKS[field], text)
        elif field in _FACTS:
            self._record.add_fact(_FACTS[field], text)
        else:
            self._record.tally.strange("field", field)
            self._record.add_fact(field, text)

    # Names.

    def _names(self) -> None:
        groups = [dict(fields) for kind, fields in self._source.groups if kind == "Name"]
        # Of a text that stands twice the better one counts: primary, then not weak.
        for fields in sorted(groups, key=_name_order):
            self._name(fields)
        for kind, group in self._source.groups:
            if kind == "NonLatinName":
                self._script_name(dict(group))
        if not self._record.names:
            self._record.tally.strange("record without a name", self._source.uid)
            self._record.add_name(self._source.uid, NameKind.PRIMARY)

    def _name(self, fields: dict[str, str]) -> None:
        given = " ".join(fields[part] for part in _GIVEN if fields.get(part))
        family = fields.get(_FAMILY)
        is_person = self._record.type is EntityType.PERSON
        kind = fields.get("NameType", "")
        text = _full_name(fields)
        if kind.casefold() != _PRIMARY and kind.casefold() not in _ALIASES:
            self._record.tally.strange("name type", kind or "(none)")
            self._record.add_fact(f"Name {text} type", kind)
        strength = fields.get("AliasStrength", "")
        if strength and strength.casefold().rstrip(".") not in _STRENGTHS:
            self._record.tally.strange("alias strength", strength)
            self._record.add_fact(f"Name {text} alias strength", strength)
        if not text:
            self._record.tally.strange("name", "(empty)")
            return
        self._record.add_name(
            text,
            NameKind.PRIMARY if kind.casefold() == _PRIMARY else NameKind.ALIAS,
            weak=_is_weak(fields),
            given=given if is_person and given and family else None,
            family=family if is_person and given else None,
        )
        self._odd_fields("Name", fields, {*_GIVEN, _FAMILY, "NameType", "AliasStrength"})

    def _script_name(self, fields: dict[str, str]) -> None:
        text = fields.get("NameNonLatinScript")
        if text:
            self._record.add_name(text, NameKind.ALIAS if self._record.names else NameKind.PRIMARY)
        for field, label in (
            ("NonLatinScriptType", "Non-Latin script type"),
            ("NonLatinScriptLanguage", "Non-Latin script language"),
        ):
            self._record.add_fact(label, fields.get(field))
        self._odd_fields(
            "Non-Latin name",
            fields,
            {"NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"},
        )

    # Groups.

    def _address(self, fields: dict[str, str]) -> None:
        self._record.add_address(
            [fields.get(part) for part in _ADDRESS], fields.get("AddressCountry")
        )
        self._odd_fields("Address", fields, {*_ADDRESS, "AddressCountry"})

    def _passport(self, fields: dict[str, str]) -> None:
        self._document(fields, "Passport", "passport")

    def _national(self, fields: dict[str, str]) -> None:
        self._document(fields, "NationalIdentifier", "other")

    def _document(self, fields: dict[str, str], group: str, scheme: str) -> None:
        label = "Passport" if group == "Passport" else "National identifier"
        number_field, more_field = f"{group}Number", f"{group}AdditionalInformation"
        number, more = unmarked(fields.get(number_field, "")), fields.get(more_field)
        self._number(Number(scheme, number, label))
        self._record.add_fact(f"{label} {number}".strip(), more)
        self._odd_fields(label, fields, {number_field, more_field})

    def _birth_place(self, fields: dict[str, str]) -> None:
        parts = [fields[part] for part in ("TownOfBirth", "CountryOfBirth") if fields.get(part)]
        if parts:
            self._record.birth_places[", ".join(parts)] = None
        self._odd_fields("Place of birth", fields, {"TownOfBirth", "CountryOfBirth"})

    def _indicators(self, fields: dict[str, str]) -> None:
        """Keep what is imposed; the list of indicators is the same in every designation."""
        for field, text in fields.items():
            if text.casefold() == "true":
                self._record.add_fact("Sanctions imposed (indicator)", field)
            elif text.casefold() != "false":
                self._record.tally.strange("indicator", f"{field} {text}")
                self._record.add_fact(f"Sanctions imposed (indicator {field})", text)

    def _odd_fields(self, group: str, fields: dict[str, str], known: set[str]) -> None:
        for field, text in fields.items():
            if field not in known:
                self._record.tally.strange("field", field)
                self._record.add_fact(f"{group}: {field}", text)

    # Single values.

    def _type(self, text: str) -> None:
        self._record.type = _TYPES.get(text.casefold())
        if self._record.type is None:
            self._record.tally.strange("type", text)
            self._record.add_fact("Type", text)

    def _regime(self, text: str) -> None:
        self._record.programmes[text] = None

    def _designated(self, text: str) -> None:
        day = read_day(text)
        if day is None or self._record.listing.listed_on not in {None, day}:
            self._record.tally.strange("date", text)
            self._record.add_fact("Date designated", text)
        else:
            self._record.listing = Listing(listed_on=day)

    def _sanctions(self, text: str) -> None:
        for part in text.split("|"):
            self._record.add_fact("Sanctions imposed", part)

    def _remarks(self, text: str) -> None:
        before = self._record.remarks
        self._record.remarks = text if before is None else f"{before}\n{text}"

    def _birth(self, text: str) -> None:
        self._record.add_birth(read_birth(text))

    def _imo(self, text: str) -> None:
        self._number(Number("imo", unmarked(text), "IMO number"))

    def _flag(self, text: str) -> None:
        code = self._record.country(text)
        if code is not None:
            self._record.countries[code] = None
        self._record.add_fact("Current believed flag of ship", text)

    def _registration(self, text: str) -> None:
        numbers = registration_numbers(text)
        for number in numbers:
            self._number(number)
        if [number.value for number in numbers] != [unmarked(text)]:
            self._record.add_fact(REGISTRATION, text)

    def _other(self, text: str, label: str) -> None:
        self._number(Number("other", unmarked(text), label))

    def _number(self, number: Number) -> None:
        """Take a number once, however often it stands; words without a digit are a fact."""
        key = (number.scheme, number.value)
        if key in self._numbers or not number.value:
            return
        self._numbers.add(key)
        if any(character.isdigit() for character in number.value):
            self._record.add_identifier(number.scheme, number.value, number.label)
        else:
            self._record.add_fact(number.label, number.value)

    def _link(self, kind: str, name: str) -> None:
        uid = self._targets.get(_key(name))
        entry = None
        if self._sole_list is not None and uid is not None and uid != self._source.uid:
            entry = f"{self._sole_list}:{uid}"
        self._record.links[Link(kind=kind, name=name, entry=entry)] = None


def _name_order(fields: dict[str, str]) -> tuple[bool, bool]:
    return fields.get("NameType", "").casefold() != _PRIMARY, _is_weak(fields)


def _is_weak(fields: Mapping[str, str]) -> bool:
    return fields.get("AliasStrength", "").casefold().rstrip(".") == _WEAK
