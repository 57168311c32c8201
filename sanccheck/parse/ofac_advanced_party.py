"""Read the parties of an OFAC advanced file, and the places that they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.ofac_advanced_record import (
    AdvancedFeature,
    AdvancedName,
    AdvancedParty,
    AdvancedPlace,
    Said,
)
from sanccheck.parse.ofac_advanced_values import References, say_period
from sanccheck.parse.ofac_labels import NO_COUNTRY
from sanccheck.parse.safe_xml import local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

_PRIMARY_LATIN = "Primary Latin"
_PLACE_ORDER = (
    "ADDRESS1",
    "ADDRESS2",
    "ADDRESS3",
    "CITY",
    "STATE/PROVINCE",
    "POSTAL CODE",
    "REGION",
)
_REGION = _PLACE_ORDER.index("REGION")
# Reliabilities and the like that say nothing.
_PLAIN = frozenset({"Unknown", "Confirmed"})
# They repeat a reference that is read where it points from.
_BACK = frozenset(
    {
        "FeatureVersionReference",
        "IDRegDocumentReference",
        "ProfileRelationshipReference",
        "SanctionsEntryReference",
    }
)
_TYPES = frozenset({"Individual", "Entity"})


def children(element: _Element, name: str) -> list[_Element]:
    """Return the children with a local name."""
    return [child for child in element if local(child.tag) == name]


def text_of(element: _Element) -> str:
    """Return an element's own text, white space closed up."""
    return " ".join((element.text or "").split())


def comments(element: _Element) -> list[str]:
    """Return the comments that stand directly in an element."""
    return [text for one in children(element, "Comment") if (text := text_of(one))]


def unread(element: _Element, known: frozenset[str]) -> list[Said]:
    """Return what stands in children that are not known, with all their text and values."""
    found = []
    for child in element:
        kind = local(child.tag)
        if kind in known or kind in _BACK:
            continue
        words = [
            value
            for one in child.iter()
            for value in (
                text_of(one),
                *(f"{name} {one.get(name)}" for name in map(str, one.keys())),
            )
        ]
        found.append((kind, ", ".join(word for word in words if word)))
    return found


def place_of(
    parts: Sequence[Said], countries: Sequence[str], said: Sequence[Said]
) -> AdvancedPlace:
    """Return a place from its parts as (kind, text); the first country is the place's own."""
    lines = [
        (_PLACE_ORDER.index(kind) if kind in _PLACE_ORDER else len(_PLACE_ORDER), text)
        for kind, text in parts
        if text
    ]
    lines.sort(key=lambda line: line[0])
    named = [one for one in dict.fromkeys(countries) if one]
    if lines and lines[-1][0] == _REGION and set(named) <= NO_COUNTRY:
        # A region that is no country: the legacy forms print it in the place of one.
        named = [f"Region: {lines.pop()[1]}"]
    return AdvancedPlace(
        lines=tuple([text for _order, text in lines] + named[1:]),
        country=named[0] if named else None,
        said=tuple(said),
    )


class PartyReader:
    """Reads parties; keeps which profile each identity, and which text each name, belongs to."""

    def __init__(
        self, name: str, references: References, places: Mapping[str, AdvancedPlace]
    ) -> None:
        self._name = name
        self._references = references
        self._places = places
        self.identities: dict[str, str] = {}
        self._uids: set[str] = set()

    def read(self, element: _Element) -> AdvancedParty:
        """Read a DistinctParty.

        Raises:
            ListRefused: when it has no number or no primary name, stands twice, or refers to what
                the file does not define.
        """
        uid = element.get("FixedRef", "")
        profiles = children(element, "Profile")
        if not (uid.isascii() and uid.isdigit()) or len(profiles) != 1:
            self._refuse(uid, "has no number of its own or not one profile")
        if uid in self._uids:
            self._refuse(uid, "stands twice")
        self._uids.add(uid)
        profile = profiles[0]
        names: list[AdvancedName] = []
        said: list[Said] = []
        strange = unread(element, frozenset({"Comment", "Profile"}))
        strange += unread(profile, frozenset({"Comment", "Identity", "Feature"}))
        for identity in children(profile, "Identity"):
            self._take_identity(identity, profile.get("ID", ""), names, said, strange)
        if sum(name.main for name in names) != 1:
            self._refuse(uid, "has not one primary name")
        for feature in children(profile, "Feature"):
            strange += unread(feature, frozenset({"FeatureVersion", "IdentityReference"}))
        remarks = [*comments(element), *comments(profile)]
        return AdvancedParty(
            uid=uid,
            profile=profile.get("ID", ""),
            type=self._type(profile),
            names=tuple(names),
            features=tuple(
                self._feature(feature, version, strange)
                for feature in children(profile, "Feature")
                for version in children(feature, "FeatureVersion")
            ),
            remarks="; ".join(remarks) or None,
            said=tuple(said),
            strange=tuple(strange),
        )

    def _refuse(self, uid: str, problem: str) -> None:
        raise ListRefused(
            f"{self._name}: the party '{uid[:40] or '?'}' {problem}; the file is damaged, "
            "download it again"
        )

    def _type(self, profile: _Element) -> str:
        """Return the type; where that is a kind of transport, which one."""
        number = profile.get("PartySubTypeID")
        main = self._references.attribute("PartySubType", number, "PartyTypeID")
        kind = self._references.text("PartyType", main)
        return kind if kind in _TYPES else self._references.text("PartySubType", number)

    def _take_identity(
        self,
        identity: _Element,
        profile: str,
        names: list[AdvancedName],
        said: list[Said],
        strange: list[Said],
    ) -> None:
        number = identity.get("ID", "")
        if number in self.identities:
            self._refuse(number, "shares an identity with another one")
        self.identities[number] = profile
        strange += unread(identity, frozenset({"Comment", "Alias", "NamePartGroups"}))
        said += [("Identity", text) for text in comments(identity)]
        if identity.get("False") == "true":
            said.append(("Identity", "false"))
        types = {
            group.get("ID", ""): self._references.text("NamePartType", group.get("NamePartTypeID"))
            for groups in children(identity, "NamePartGroups")
            for master in groups
            for group in master
        }
        first = identity.get("Primary") == "true"
        for alias in children(identity, "Alias"):
            strange += unread(alias, frozenset({"Comment", "DocumentedName"}))
            kind = self._references.text("AliasType", alias.get("AliasTypeID"))
            for name in children(alias, "DocumentedName"):
                read = self._documented(name, types, alias, kind, first=first)
                strange += unread(name, frozenset({"Comment", "DocumentedNamePart"}))
                strange += [
                    (attribute, found)
                    for part in children(name, "DocumentedNamePart")
                    for attribute in ("LeadingChars", "TrailingChars")
                    if (found := part.get(attribute, "").strip())
                ]
                shown = " ".join(text for _type, text in read.parts)
                said += [(f"Name '{shown}'", text) for text in (*comments(alias), *comments(name))]
                names.append(read)

    def _documented(
        self, name: _Element, types: Mapping[str, str], alias: _Element, kind: str, *, first: bool
    ) -> AdvancedName:
        status = self._references.text("DocNameStatus", name.get("DocNameStatusID"))
        parts: list[Said] = []
        script = ""
        for value in (one for part in children(name, "DocumentedNamePart") for one in part):
            group = value.get("NamePartGroupID", "")
            if group not in types:
                self._references.refuse("name part group", group)
            script = self._references.text("Script", value.get("ScriptID"))
            if text := text_of(value):
                parts.append((types[group], text))
        primary = first and alias.get("Primary") == "true" and status == _PRIMARY_LATIN
        return AdvancedName(
            number=name.get("ID", ""),
            parts=tuple(parts),
            kind=kind,
            script=script,
            main=primary and bool(parts),
            weak=alias.get("LowQuality") == "true",
        )

    def _feature(
        self, feature: _Element, version: _Element, strange: list[Said]
    ) -> AdvancedFeature:
        label = self._references.text("FeatureType", feature.get("FeatureTypeID"))
        for reference in children(feature, "IdentityReference"):
            if reference.get("IdentityID", "") not in self.identities:
                self._references.refuse("identity", reference.get("IdentityID"))
        texts: list[str] = []
        for period in children(version, "DatePeriod"):
            said = say_period(period, self._references)
            if said is None:
                strange.append(("date", f"{label}: {'-'.join(text_of(one) for one in period)}"))
            elif said:
                texts.append(said)
        for detail in children(version, "VersionDetail"):
            self._references.text("DetailType", detail.get("DetailTypeID"))
            number = detail.get("DetailReferenceID")
            words = [text_of(detail)]
            if number is not None:
                words.append(self._references.text("DetailReference", number))
            texts += [word for word in words if word]
        known = frozenset({"Comment", "DatePeriod", "VersionDetail", "VersionLocation"})
        strange += unread(version, known)
        reliability = self._references.text("Reliability", version.get("ReliabilityID"))
        notes = comments(version)
        if reliability not in _PLAIN:
            notes.append(reliability)
        return AdvancedFeature(
            label=label,
            texts=tuple(texts),
            places=tuple(
                self.place(one.get("LocationID")) for one in children(version, "VersionLocation")
            ),
            said=tuple((label, note) for note in notes),
        )

    def place(self, number: str | None) -> AdvancedPlace:
        """Return a place by its number."""
        found = self._places.get(number or "")
        return self._references.refuse("location", number) if found is None else found

    def read_place(self, element: _Element) -> AdvancedPlace:
        """Read a Location; an area or a further country that the country does not say is a line."""
        references = self._references
        said: list[Said] = [("Location", text) for text in comments(element)]
        said += unread(
            element, frozenset({"Comment", "LocationAreaCode", "LocationCountry", "LocationPart"})
        )
        parts: list[Said] = []
        for part in children(element, "LocationPart"):
            kind = references.text("LocPartType", part.get("LocPartTypeID"))
            for value in children(part, "LocationPartValue"):
                said += [(f"Location {kind}", text) for text in comments(value)]
                parts += [(kind, text_of(one)) for one in children(value, "Value")]
        countries = [
            references.text("Country", one.get("CountryID"))
            for one in children(element, "LocationCountry")
        ]
        for area in children(element, "LocationAreaCode"):
            number = area.get("AreaCodeID")
            described = references.attribute("AreaCode", number, "Description")
            countries.append(described or references.text("AreaCode", number))
        return place_of(parts, countries, said)
