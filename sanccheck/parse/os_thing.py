"""One object of OpenSanctions' JSON files, checked and typed, and what its properties are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, NameKind
from sanccheck.parse.strict_json import write_value

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

# What an entry of a schema is; a legal entity may be a person or a company.
TYPES: dict[str, EntityType | None] = {
    "Airplane": EntityType.AIRCRAFT,
    "Company": EntityType.COMPANY,
    "LegalEntity": None,
    "Organization": EntityType.COMPANY,
    "Person": EntityType.PERSON,
    "PublicBody": EntityType.COMPANY,
    "Security": EntityType.SECURITY,
    "Vessel": EntityType.VESSEL,
}
# Schemas of things that a link may lead to.
PARTIES = frozenset({*TYPES, "Asset", "CryptoWallet", "Event", "RealEstate", "Vehicle"})

NAMES = {
    "name": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "abbreviation": NameKind.ALIAS,
    "weakAlias": NameKind.ALIAS,
    "previousName": NameKind.FORMER,
}
WEAK = "weakAlias"

_OTHER_IDENTIFIERS = """
bikCode cageCode callSign dunsCode giiNumber idNumber innCode ipoCode irsCode jibCode kppCode
licenseNumber mmsi npiCode ogrnCode okpoCode permId publicKey registrationNumber serialNumber
socialSecurityNumber taxNumber ueiCode vatCode voenCode
"""
IDENTIFIERS = {
    **dict.fromkeys(_OTHER_IDENTIFIERS.split(), "other"),
    "imoNumber": "other",
    "isin": "isin",
    "isinCode": "isin",
    "leiCode": "lei",
    "passportNumber": "passport",
    "swiftBic": "bic",
    "ticker": "ticker",
    "uscCode": "uscc",
}
COUNTRIES = frozenset({"country", "flag", "jurisdiction", "mainCountry"})
NATIONALITIES = frozenset({"citizenship", "nationality"})
# Properties of a thing that name another one.
THINGS = frozenset({"builder", "issuer", "operator", "owner", "parent"})
# Properties by which a relation, a sanction or a document names whom it is about.
_ENDS = """
agent asset associate beneficiary client creditor debtor director employee employer entity holder
member object organization owner payer person predecessor relative subject successor
"""
ENDS = frozenset(_ENDS.split())
# Properties of a target that are known and are facts; one that is not here is counted, for it may
# be a new kind of name or number.
_FACTS = """
addressEntity amount appearance area authority buildDate capital classification createdAt currency
deadweightTonnage deathDate description dissolutionDate economicActivity education email
ethnicity eyeColor familyPerson familyRelative fatherName firstName gender grossRegisteredTonnage
hairColor height incorporationDate keywords lastName legalForm maturityDate middleName model
modifiedAt motherName nameSuffix notes okvedCode ownershipAsset ownershipOwner
pastFlags pastNames pastTypes phone political position positionOccupancies profession program
programId proof publisher publisherUrl registrationDate religion retrievedAt sanctions secondName
sector sourceUrl spokenLanguage status summary title tonnage topics type unknownLinkFrom
unknownLinkTo website weight wikidataId wikipediaUrl
"""
FACTS = frozenset(_FACTS.split())
_DEEPEST = 30
_NAMED = 10
_SEEN = ("first_seen", "last_seen", "last_change")
_KNOWN = frozenset(
    {"id", "caption", "schema", "properties", "target", "datasets", "referents", *_SEEN}
)


def identifier_scheme(prop: str, schema: str) -> str:
    """Return an identifier's scheme; the IMO number of a company is another number than a ship's.

    >>> identifier_scheme("imoNumber", "Vessel"), identifier_scheme("imoNumber", "Company")
    ('imo', 'other')
    """
    return "imo" if prop == "imoNumber" and schema == "Vessel" else IDENTIFIERS[prop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An object: `properties` hold texts and, where they are nested, further objects.

    `more` are keys that no table knows, with their texts.
    """

    id: str
    schema: str
    caption: str
    target: bool | None = None
    properties: dict[str, tuple[str | Thing, ...]]
    datasets: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()

    def texts(self, prop: str) -> tuple[str, ...]:
        """Return a property's values that are texts."""
        return tuple(one for one in self.properties.get(prop, ()) if isinstance(one, str))

    def first(self, *props: str) -> str | None:
        """Return the first text of the first of these properties that has one."""
        return next((one for prop in props for one in self.texts(prop)), None)

    def plain(self) -> str:
        """Return its properties in one line, labelled; of what is nested the captions."""
        held = (
            (prop, "; ".join(one if isinstance(one, str) else one.caption for one in values))
            for prop, values in self.properties.items()
        )
        return " | ".join(f"{prop}: {text}" for prop, text in held if text)

    def within(self) -> Iterator[tuple[str, Thing]]:
        """Give the objects nested in its properties."""
        for prop, values in self.properties.items():
            for value in values:
                if isinstance(value, Thing):
                    yield prop, value


def read_thing(value: object, where: str, depth: int = 0) -> Thing:
    """Check and type a decoded object.

    Raises:
        ListRefused: when it is not such an object.
    """
    if not isinstance(value, dict) or depth > _DEEPEST:
        raise ListRefused(f"{where}: is not an object of OpenSanctions; download it again")
    properties = value.get("properties")
    if not isinstance(properties, dict):
        raise ListRefused(f"{where}: has no 'properties'; download it again")
    target = value.get("target")
    if target is not None and not isinstance(target, bool):
        raise ListRefused(f"{where}: 'target' is neither true nor false; download it again")
    return Thing(
        id=_text(value, "id", where),
        schema=_text(value, "schema", where),
        caption=_text(value, "caption", where),
        target=target,
        properties={
            str(prop): _values(values, f"{where}: '{str(prop)[:40]}'", depth)
            for prop, values in properties.items()
        },
        datasets=_list(value, "datasets", where),
        referents=_list(value, "referents", where),
        seen=tuple((key, text) for key in _SEEN if (text := _text(value, key, where))),
        more=tuple(
            (str(key), write_value(held)) for key, held in value.items() if key not in _KNOWN
        ),
    )


def _values(values: object, where: str, depth: int) -> tuple[str | Thing, ...]:
    if not isinstance(values, list):
        raise ListRefused(f"{where}: is not a list of values; download it again")
    return tuple(
        one.strip() if isinstance(one, str) else read_thing(one, where, depth + 1) for one in values
    )


def _text(value: dict[str, object], key: str, where: str) -> str:
    text = value.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise ListRefused(f"{where}: '{key}' is not text; download it again")
    return text.strip()


def _list(value: dict[str, object], key: str, where: str) -> tuple[str, ...]:
    found = value.get(key)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ListRefused(f"{where}: '{key}' is not a list of texts; download it again")
    return tuple(found)


def datasets_note(counts: Counter[str]) -> tuple[str, ...]:
    """Say which datasets the targets of a file are of, the largest first."""
    named = [f"{dataset} ({count})" for dataset, count in counts.most_common(_NAMED)]
    more = len(counts) - len(named)
    if more > 0:
        named.append(f"{more} more")
    return (f"its targets are of: {', '.join(named)}",) if named else ()
