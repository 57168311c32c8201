"""What a record of a list says, typed as it is taken, and made into entries once it is whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sanccheck.model.entries import (
    Address,
    EntityType,
    Entry,
    Identifier,
    Link,
    Listing,
    Name,
    NameKind,
    PartialDate,
)
from sanccheck.names.countries import country_code
from sanccheck.names.identifiers import normalise_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally


@dataclass(slots=True, kw_only=True)
class Record:
    """One record of a file. Parsers call its methods in the order of the file.

    `tags` decide, with the programmes, which lists the record is on, where the publisher names
    the list itself. With `tags_decide` they do so alone, if all are known and one is a list here;
    `listings` are the dates of a tag's own list. Nothing is dropped: what has no field of its own
    becomes a detail, and what no table knows is counted in the tally as strange.
    """

    tally: Tally
    uid: str
    type: EntityType | None
    listing: Listing = field(default_factory=Listing)
    remarks: str | None = None
    programmes: dict[str, None] = field(default_factory=dict)
    tags: dict[str, None] = field(default_factory=dict)
    tags_decide: bool = False
    listings: dict[str, Listing] = field(default_factory=dict)
    names: dict[str, Name] = field(default_factory=dict)
    issuer_names: dict[str, Name] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    births: dict[PartialDate, None] = field(default_factory=dict)
    birth_places: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    details: dict[tuple[str, str], None] = field(default_factory=dict)

    def add_name(
        self,
        text: str,
        kind: NameKind,
        *,
        weak: bool = False,
        given: str | None = None,
        family: str | None = None,
    ) -> None:
        """Take a name; the first primary one stays primary, a repeated text is counted once."""
        text = " ".join(text.split())
        if not text:
            self.tally.strange("name", "(empty)")
            return
        if kind is NameKind.PRIMARY and self.names:
            kind = NameKind.ALIAS
        same = self.names.get(text)
        if same is not None:
            if same.weak and not weak:
                # Strong where it stands both ways: the publisher vouches for it once.
                self.tally.weak_aliases -= 1
                self.names[text] = replace(same, weak=False)
            return
        if self.names:
            self.tally.aliases += 1
            self.tally.weak_aliases += weak
        self.names[text] = Name(text=text, kind=kind, weak=weak, given=given, family=family)

    def add_issuer_name(self, text: str) -> None:
        """Take the name under which the entry's securities trade, also where it is its own."""
        self.issuer_names[text] = Name(text=text, kind=NameKind.ISSUER)

    def add_identifier(
        self, scheme: str, value: str, label: str, country: str | None = None
    ) -> None:
        """Take an identifier; `country` is an ISO code. Without a letter or digit it is a fact."""
        if not any(character.isalnum() for character in value):
            self.add_fact(label, value)
            return
        self.tally.identifiers += 1
        normal, valid = normalise_identifier(scheme, value)
        if valid is False and normal != value:
            # The normal form of a number that is none may have lost what stands around it.
            self.details[f"{label} as published", value] = None
        self.identifiers[
            Identifier(scheme=scheme, value=normal, label=label, country=country, valid=valid)
        ] = None

    def add_fact(self, label: str, value: str | None) -> None:
        """Keep a labelled fact that has no field of its own."""
        text = "" if value is None else value.strip()
        if text:
            self.tally.facts += 1
            self.details[label, text] = None

    def add_address(self, lines: Iterable[str | None], country: str | None) -> None:
        """Take an address; `country` as published, which also counts as the record's country."""
        code = self.country(country)
        parts = [line.strip() for line in (*lines, country) if line and line.strip()]
        if parts:
            self.addresses[Address(text=", ".join(parts), country=code)] = None
        if code is not None:
            self.countries[code] = None

    def add_nationality(self, text: str | None) -> None:
        """Take a nationality or citizenship; one that is no country is kept as a fact."""
        code = self.country(text)
        if code is not None:
            self.nationalities[code] = None
        elif text:
            self.add_fact("Nationality", text)

    def add_birth(self, birth: PartialDate) -> None:
        """Take a date of birth; one of which not even the year could be read is counted."""
        if birth.year is None:
            self.tally.strange("date", birth.text)
        self.births[birth] = None

    def country(self, text: str | None) -> str | None:
        """Return a country's ISO code; one that is not known is counted."""
        if text is None or not text.strip():
            return None
        code = country_code(text)
        if code is None:
            self.tally.strange("country", text.strip())
        return code

    def entries(self, rules: ListRules) -> Iterator[Entry]:
        """Give the record's entries, one for each list that it is on, and count it."""
        self.tally.records += 1
        for programme in self.programmes:
            self.tally.programmes[programme] += 1
            if not rules.knows(programme):
                self.tally.strange("programme", programme)
        facts = [f"{label} {value}" for label, value in self.details]
        codes = {**self.programmes, **self.tags}
        for tag in self.tags:
            if not rules.knows(tag):
                self.tally.strange("list", tag)
                self.details["Published list", tag] = None
        if self.tags_decide and rules.settle(self.tags):
            codes = self.tags
        for on in rules.lists_of(codes, lambda: facts):
            self.tally.lists[on.list] += 1
            yield self._entry(on.list, rules, certain=on.certain)

    def _entry(self, list_id: str, rules: ListRules, *, certain: bool) -> Entry:
        own = (self.listings[tag] for tag in self.listings if rules.put_on(tag, list_id))
        return Entry(
            id=f"{list_id}:{self.uid}",
            list=list_id,
            uid=self.uid,
            type=self.type,
            names=(*self.names.values(), *self.issuer_names.values()),
            programmes=tuple(self.programmes),
            listing=next(own, self.listing),
            identifiers=tuple(self.identifiers),
            addresses=tuple(self.addresses),
            countries=tuple(self.countries),
            births=tuple(self.births),
            birth_places=tuple(self.birth_places),
            nationalities=tuple(self.nationalities),
            links=tuple(self.links),
            details=tuple(self.details),
            remarks=self.remarks,
            list_certain=certain,
        )
