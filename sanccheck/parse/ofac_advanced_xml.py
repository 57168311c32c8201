"""Read OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML), of either namespace.

The file is a web of numbers: every number by which a value, a place, an identity, a name or a
profile is referred to must be defined in the file. That is the check that it is whole, since the
publisher counts nothing. Back references (FeatureVersionReference and the like) repeat what is
said where they point from, and are not read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.ofac_advanced_entry import AdvancedFile, entries_of
from sanccheck.parse.ofac_advanced_party import PartyReader, children, comments, text_of, unread
from sanccheck.parse.ofac_advanced_record import (
    AdvancedDocument,
    AdvancedListing,
    AdvancedParty,
    AdvancedPlace,
    AdvancedRelation,
    Said,
)
from sanccheck.parse.ofac_advanced_values import References, read_point, say_period
from sanccheck.parse.safe_xml import local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_CHANGES = b" DeltaAction="
_PROGRAMME = "Program"
# The event that put a profile on a list; its date is the day on which OFAC listed it there (the
# SSI entries of 2014 to 2018 carry the days of those actions, the NS-PLC entries 12 April 2006).
_CREATED = "Created"
# What is said of nearly everything, and says nothing.
_PLAIN = frozenset({"", "Unknown", "High", "Valid"})
_DOCUMENT_DATES = {"Issue Date": "issued", "Expiration Date": "expires"}


class OfacAdvancedXml:
    """An advanced XML file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be, is a file of
            changes, or refers to what it does not define.
    """

    format = "ofac_advanced_xml"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        if _CHANGES in data:
            raise ListRefused(f"{name}: is a file of changes, not a list; import the whole list")
        self._name = name
        self._issued: list[date | None] = []
        self._references = References(name)
        self._places: dict[str, AdvancedPlace] = {}
        self._reader = PartyReader(name, self._references, self._places)
        self._parties: dict[str, AdvancedParty] = {}
        # By identity, which stands further down in the file.
        self._documents: list[tuple[str, tuple[str, ...], AdvancedDocument]] = []
        self._file = AdvancedFile(self._parties)
        self._entries: dict[str, str] = {}
        self._read(data)
        self._check()
        self.published = self._published()

    @property
    def records(self) -> int:
        """The number of parties."""
        return len(self._parties)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a party is on."""
        return entries_of(self._file, self.published, rules, tally)

    def _read(self, data: bytes) -> None:
        take: dict[str, Callable[[_Element], None]] = {
            "DateOfIssue": lambda element: self._issued.append(read_point(element)),
            "ReferenceValueSets": self._references.take,
            "Location": self._take_place,
            "IDRegDocument": self._take_document,
            "DistinctParty": self._take_party,
            "ProfileRelationship": self._take_relation,
            "SanctionsEntry": self._take_listing,
            "SanctionsEntryLink": self._take_link,
        }
        for element in walk_xml(data, self._name, "Sanctions", tuple(take)):
            take[local(element.tag)](element)

    def _published(self) -> date:
        day = self._issued[0] if len(self._issued) == 1 else None
        if day is None:
            raise ListRefused(f"{self._name}: DateOfIssue is not one date; download it again")
        return day

    def _take_place(self, element: _Element) -> None:
        self._places[element.get("ID", "")] = self._reader.read_place(element)

    def _take_party(self, element: _Element) -> None:
        party = self._reader.read(element)
        if not party.profile or party.profile in self._parties:
            raise ListRefused(
                f"{self._name}: the party '{party.uid}' has no profile number of its own; "
                "the file is damaged, download it again"
            )
        self._parties[party.profile] = party

    def _take_document(self, element: _Element) -> None:
        references = self._references
        label = references.text("IDRegDocType", element.get("IDRegDocTypeID"))
        value = " ".join(text_of(one) for one in children(element, "IDRegistrationNo"))
        country = element.get("IssuedBy-CountryID")
        about = f"{label} {value}".strip()
        said: list[Said] = [(about, text) for text in comments(element)]
        said += [
            (f"{about} issued by", text_of(one)) for one in children(element, "IssuingAuthority")
        ]
        if element.get("IssuedIn-LocationID") is not None:
            place = self._reader.place(element.get("IssuedIn-LocationID"))
            said.append((f"{about} issued in", place.shown))
        for dated in children(element, "DocumentDate"):
            kind = references.text("IDRegDocDateType", dated.get("IDRegDocDateTypeID"))
            for period in dated:
                # An unreadable date is kept as its numbers.
                day = say_period(period, references)
                shown = " ".join(text_of(one) for one in period.iter()) if day is None else day
                said.append((f"{about} {_DOCUMENT_DATES.get(kind, kind)}", " ".join(shown.split())))
        if element.get("ValidityID") is not None:
            validity = references.text("Validity", element.get("ValidityID"))
            said.append((about, "" if validity in _PLAIN else validity))
        known = ("Comment", "IDRegistrationNo", "IssuingAuthority", "DocumentDate")
        said += unread(element, frozenset({*known, "DocumentedNameReference"}))
        document = AdvancedDocument(
            label=label,
            value=value,
            country=None if country is None else references.text("Country", country),
            said=tuple((what, text) for what, text in said if text.strip(" ,")),
        )
        names = children(element, "DocumentedNameReference")
        numbers = tuple(one.get("DocumentedNameID", "") for one in names)
        self._documents.append((element.get("IdentityID", ""), numbers, document))

    def _take_relation(self, element: _Element) -> None:
        start, to = element.get("From-ProfileID", ""), element.get("To-ProfileID", "")
        number = element.get("RelationTypeID")
        kind = self._references.text("RelationType", number)
        if element.get("Former") == "true":
            kind = f"{kind} (former)"
        quality = self._references.text("RelationQuality", element.get("RelationQualityID"))
        said = [("quality", "" if quality in _PLAIN else quality)]
        said += [("remark", text) for text in comments(element)]
        said += [
            ("time", text)
            for period in children(element, "DatePeriod")
            if (text := say_period(period, self._references))
        ]
        said += unread(element, frozenset({"Comment", "DatePeriod"}))
        rest = tuple((what, text) for what, text in said if text)
        pairs = [(start, to)]
        if self._references.attribute("RelationType", number, "Symmetrical") == "true":
            pairs.append((to, start))
        for one, other in pairs:
            relation = AdvancedRelation(kind=kind, to=other, said=rest)
            self._file.relations.setdefault(one, []).append(relation)

    def _take_listing(self, element: _Element) -> None:
        references = self._references
        number = element.get("ListID")
        name = "" if number is None else references.text("List", number)
        said: list[Said] = [(name, text) for text in comments(element)]
        known = frozenset({"Comment", "EntryEvent", "SanctionsMeasure"})
        said += [(f"{name} {what}", text) for what, text in unread(element, known)]
        days: list[date] = []
        for event in children(element, "EntryEvent"):
            self._take_event(event, name, days, said)
        programmes: list[str] = []
        for measure in children(element, "SanctionsMeasure"):
            kind = references.text("SanctionsType", measure.get("SanctionsTypeID"))
            texts = comments(measure)
            if kind == _PROGRAMME:
                programmes += texts
            else:
                said.append((f"{name} measure", ": ".join([kind, *texts])))
            for period in children(measure, "DatePeriod"):
                said.append((f"{name} {kind} time", say_period(period, references) or ""))
        listing = AdvancedListing(
            list=name,
            days=tuple(days),
            programmes=tuple(programmes),
            said=tuple((what, text) for what, text in said if text),
        )
        profile = element.get("ProfileID", "")
        self._entries[element.get("ID", "")] = profile
        self._file.listings.setdefault(profile, []).append(listing)

    def _take_event(self, event: _Element, name: str, days: list[date], said: list[Said]) -> None:
        kind = self._references.text("EntryEventType", event.get("EntryEventTypeID"))
        basis = event.get("LegalBasisID")
        words = [] if basis is None else [self._references.text("LegalBasis", basis)]
        words += comments(event)
        for point in children(event, "Date"):
            day = read_point(point)
            if day is None:
                raise ListRefused(
                    f"{self._name}: the entry event '{event.get('ID', '')[:40]}' has no real date; "
                    "the file is damaged, download it again"
                )
            words.insert(0, day.isoformat())
            if kind == _CREATED:
                days.append(day)
        said.append((f"{name} {kind.lower()}", ", ".join(words)))

    def _take_link(self, element: _Element) -> None:
        kind = self._references.text("EntryLinkType", element.get("EntryLinkTypeID"))
        ends = [element.get(f"Entry{end}-SanctionsEntryID", "") for end in "AB"]
        for end in ends:
            if end not in self._entries:
                self._references.refuse("sanctions entry", end)
        start, to = (self._entries[end] for end in ends)
        said = [("remark", text) for text in comments(element)]
        for point in children(element, "Date"):
            day = read_point(point)
            said.append(("date", "unreadable" if day is None else day.isoformat()))
        relation = AdvancedRelation(kind=kind, to=to, said=tuple(said))
        self._file.relations.setdefault(start, []).append(relation)

    def _check(self) -> None:
        """Check the references that point forward, and hand the documents to their profiles."""
        if not self._parties:
            raise ListRefused(f"{self._name}: holds no party; download it again")
        self._hand_documents()
        for number in self._file.listings:
            if number not in self._parties:
                self._references.refuse("profile", number)
        self._turn_relations()

    def _turn_relations(self) -> None:
        """Give a relation from a party of the other list (SDN, consolidated) to the one here.

        By the publisher's schema both stand in the file; a whole list is not refused for that.
        """
        relations = self._file.relations
        for number in [number for number in relations if number not in self._parties]:
            for one in relations.pop(number):
                if one.to not in self._parties:
                    self._references.refuse("profile", number)
                if AdvancedRelation(kind=one.kind, to=number, said=one.said) in (
                    relations.get(one.to, ())
                ):
                    # A symmetrical relation stands on both sides already.
                    continue
                turned = AdvancedRelation(kind=f"{one.kind} (reversed)", to=number, said=one.said)
                relations.setdefault(one.to, []).append(turned)

    def _hand_documents(self) -> None:
        numbers = {name.number for party in self._parties.values() for name in party.names}
        for identity, names, document in self._documents:
            profile = self._reader.identities.get(identity)
            if profile is None:
                self._references.refuse("identity", identity)
            for number in names:
                if number not in numbers:
                    self._references.refuse("documented name", number)
            self._file.documents.setdefault(profile, []).append(document)
