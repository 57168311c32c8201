"""The sentences of rules, with what a finding is about filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sanccheck.dates import last_full_day_before, say_date
from sanccheck.deal.facts import Actor
from sanccheck.deal.links import Link
from sanccheck.listing_phase import divest_before, effective_on

PLACEHOLDERS = (
    "{party}",
    "{subject}",
    "{entry}",
    "{entry_name}",
    "{entry_ids}",
    "{listed_on}",
    "{effective_on}",
    "{divest_before}",
    "{last_full_day}",
    "{relation}",
    "{day}",
)


@dataclass(frozen=True)
class Words:
    """Fill the placeholders of a sentence with what a finding is about, in one pass.

    One pass, so that a name that contains a placeholder's text stays text.
    """

    actor: Actor | None
    link: Link | None

    def __call__(self, sentence: str) -> str:
        """Return the sentence with its placeholders filled."""
        if "{" not in sentence:
            return sentence
        values = self._values

        def fill(hit: re.Match[str]) -> str:
            value = values.get(hit["name"], hit["name"])
            # "Example Inc." at the end of a sentence brings its own full stop.
            return value if value.endswith(".") else value + hit["stop"]

        return re.sub(r"(?P<name>\{[a-z_]+\})(?P<stop>\.?)", fill, sentence)

    @cached_property
    def _values(self) -> dict[str, str]:
        entry = None if self.link is None else self.link.entry
        listing = None if entry is None else entry.listing
        relation = None if self.link is None else self.link.facts.get("covered.relation")
        divest = None if listing is None else divest_before(listing)
        return {
            "{party}": "the party" if self.actor is None else self.actor.name,
            "{subject}": "the issuer" if self.link is None else self.link.subject.name,
            "{entry}": "the entry" if entry is None else entry.entry,
            "{entry_name}": "the listed person" if entry is None else entry.name,
            "{entry_ids}": _numbers(() if entry is None else entry.identifiers),
            "{listed_on}": _said(None if listing is None else listing.listed_on),
            "{effective_on}": _said(None if listing is None else effective_on(listing)),
            "{divest_before}": _said(divest),
            "{last_full_day}": _said(None if divest is None else last_full_day_before(divest)),
            "{day}": _said(None if self.link is None else self.link.day),
            "{relation}": str((relation and relation.strict) or "related company").replace(
                "_", " "
            ),
        }


def _numbers(identifiers: tuple[str, ...]) -> str:
    return f" ({', '.join(identifiers[:3])})" if identifiers else ""


def _said(day: date | None) -> str:
    return "a date not known" if day is None else say_date(day)
