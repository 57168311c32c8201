"""An investor as parties of the deal, its names left out: equal ones are judged once.

Each name is a token, `⟦0⟧` the investor's own, which is filled in only when an answer is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sanccheck.deal.schema import Deal, Holding, Party, Role
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.us_persons import ofac_us_person
from sanccheck.deal.us_places import in_us
from sanccheck.investors.investor import FOR_OTHERS, SERVES, Investor, Kind, Node
from sanccheck.investors.places import stand_in
from sanccheck.model import Decision, Hit, Query, Screened
from sanccheck.model.directives import Directive
from sanccheck.model.entries import Listing
from sanccheck.ownership.shares import UNKNOWN_SHARE, read_share

OPENING = "⟦"  # the beginning of each
_TOKEN = re.compile(f"{OPENING}([0-9]+)⟧")
# No id of a deal file begins so.
_PREFIX = "~"
_TYPES: dict[Kind, Literal["person", "fund"]] = {
    Kind.PERSON: "person",
    Kind.STAFF: "person",
    Kind.FUND: "fund",
}


@dataclass(frozen=True, slots=True)
class HitShape:
    """What rules can tell of a hit: everything but whose it is."""

    list: str
    decision: Decision
    listing: Listing
    relation: str | None
    listed_vehicle: bool | None
    list_certain: bool
    listed_on_known: bool
    directives: tuple[Directive, ...]

    def hit(self) -> Hit:
        """Return a hit of this shape."""
        return Hit(
            entry=f"{self.list}:entry",
            list=self.list,
            name="the listed person",
            matched_name="",
            score=1.0,
            decision=self.decision,
            programmes=(),
            listing=self.listing,
            evidence=(),
            relation=self.relation,
            listed_vehicle=self.listed_vehicle,
            list_certain=self.list_certain,
            listed_on_known=self.listed_on_known,
            directives=self.directives,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """One of an investor's parties without its name. Equal shapes are judged alike."""

    kind: Kind | None
    organised_in: str | None
    citizenships: tuple[str, ...]
    residence: str | None
    ofac_us_person: bool | None
    reg_s_us_person: bool | None
    acts_for: tuple[int, ...]
    owners: tuple[tuple[int, str], ...]
    twice: bool
    hits: tuple[HitShape, ...]

    @property
    def is_person(self) -> bool:
        """Whether it is a natural person."""
        return self.kind in {Kind.PERSON, Kind.STAFF}


_NOBODY = Party(id="nobody", name="nobody", role="buyer")
# One of whom nothing is known.
BLANK = Shape(
    kind=None,
    organised_in=None,
    citizenships=(),
    residence=None,
    ofac_us_person=None,
    reg_s_us_person=None,
    acts_for=(),
    owners=(),
    twice=False,
    hits=(),
)


def shape_of(node: Node, hits: Sequence[Hit]) -> Shape:
    """Return what rules can tell of somebody in or behind an investor."""
    row = node.investor or Investor(row=0, name=node.name, organised_in=node.country)
    return Shape(
        kind=_kind(row),
        organised_in=_place(row.organised_in),
        citizenships=tuple(sorted({stand_in(one) for one in row.citizenships})),
        residence=_place(row.residence),
        ofac_us_person=row.ofac_us_person,
        reg_s_us_person=row.reg_s_us_person,
        acts_for=node.acts_for,
        owners=node.owners,
        twice=node.twice,
        hits=tuple(dict.fromkeys(_hit_shape(hit) for hit in hits)),
    )


def shapes_of(nodes: Sequence[Node], hits: Sequence[Sequence[Hit]]) -> tuple[Shape, ...]:
    """Return the shapes of an investor and of who is behind it.

    Of those who neither buy nor serve a buyer, what no rule can tell is left out.
    """
    made = [shape_of(node, found) for node, found in zip(nodes, hits, strict=True)]
    kept = {0, *(made[0].acts_for if made[0].kind in SERVES else ())}
    followed = _followed(made)
    return tuple(
        shape if number in kept else _behind(shape, acts=number in followed)
        for number, shape in enumerate(made)
    )


def _followed(shapes: Sequence[Shape]) -> frozenset[int]:
    """Return the nodes for whom the investor, or one that acts for it, acts at any remove."""
    found: set[int] = set()
    pending = [0]
    while pending:
        for number in shapes[pending.pop()].acts_for:
            if number not in found:
                found.add(number)
                pending.append(number)
    return frozenset(found)


def _behind(shape: Shape, *, acts: bool) -> Shape:
    """Return what rules can tell of one behind an investor: who it is, not how it would buy."""
    kind = shape.kind
    if not shape.is_person and not principals_missing(shape):
        kind = Kind.COMPANY
    status = ofac_us_person(party_of(0, shape, "owner")).strict
    return replace(
        shape,
        kind=kind,
        ofac_us_person=None if status is None else bool(status),
        reg_s_us_person=None,
        acts_for=shape.acts_for if acts else (),
    )


def _kind(row: Investor) -> Kind | None:
    """Return an investor's kind, as a company where nothing tells it from one."""
    told = {
        Kind.NOMINEE: not row.acts_for,
        Kind.BANK_BRANCH: in_us(row.organised_in),
        Kind.BRANCH: in_us(row.residence),
        None: row.organised_in is None,
    }
    return row.kind if told.get(row.kind, True) else Kind.COMPANY


def _place(country: str | None) -> str | None:
    return None if country is None else stand_in(country)


def _hit_shape(hit: Hit) -> HitShape:
    return HitShape(
        list=hit.list,
        decision=hit.decision,
        listing=hit.listing,
        relation=hit.relation,
        listed_vehicle=hit.listed_vehicle,
        list_certain=hit.list_certain,
        listed_on_known=hit.listed_on_known,
        directives=hit.directives,
    )


def party_id(number: int) -> str:
    """Return the id under which a node is a party."""
    return f"{_PREFIX}{number}"


def is_investor(identifier: str) -> bool:
    """Say whether a party's id is that of an investor, or of one behind it."""
    return identifier.startswith(_PREFIX)


def token(number: int) -> str:
    """Return what stands for a node's name."""
    return f"⟦{number}⟧"


def named(text: str, nodes: Sequence[Node]) -> str:
    """Fill the names into a text."""
    return _TOKEN.sub(lambda found: nodes[int(found[1])].name, text)


def with_investor(deal: Deal, shapes: Sequence[Shape]) -> Deal:
    """Return the deal with an investor, and who is behind it, among its parties."""
    parties = tuple(_parties(shapes))
    holdings = tuple(
        Holding.model_construct(
            owner=party_id(owner),
            of=party_id(number),
            percent=UNKNOWN_SHARE if not share else read_share(share),
            kind="equity",
            joint_with=(),
            as_of=None,
            source=None,
        )
        for number, shape in enumerate(shapes)
        for owner, share in shape.owners
    )
    fields = {name: getattr(deal, name) for name in Deal.model_fields}
    fields["parties"] = (*deal.parties, *parties)
    fields["holdings"] = (*deal.holdings, *holdings)
    return Deal.model_construct(**fields)


def only_investor(deal: Deal) -> Deal:
    """Return the deal with nobody but an investor and who is behind it."""
    fields = {name: getattr(deal, name) for name in Deal.model_fields}
    fields["parties"] = tuple(one for one in deal.parties if is_investor(one.id))
    return Deal.model_construct(**fields)


def _parties(shapes: Sequence[Shape]) -> Iterator[Party]:
    roles = _roles(shapes)
    made = [party_of(number, shape, roles[number]) for number, shape in enumerate(shapes)]
    for number, party in enumerate(made):
        if shapes[number].kind in SERVES:
            yield party.model_copy(update={"serves_us_person": _serves(shapes[number], made)})
        else:
            yield party


def _roles(shapes: Sequence[Shape]) -> Mapping[int, Role]:
    """Say what each does: who serves advises and those it serves buy; else the investor buys."""
    roles: dict[int, Role] = dict.fromkeys(range(len(shapes)), "owner")
    first = shapes[0]
    if first.kind in SERVES:
        for number in first.acts_for:
            roles[number] = "buyer"
        roles[0] = "employee" if first.kind is Kind.STAFF else "adviser"
    else:
        roles[0] = "buyer"
    return roles


def _serves(shape: Shape, made: Sequence[Party]) -> bool | None:
    """Say whether one of those served is itself a US person, None where that is open."""
    served = [ofac_us_person(made[number]).strict for number in shape.acts_for]
    if True in served:
        return True
    return None if None in served or not served else False


def party_of(number: int, shape: Shape, role: Role) -> Party:
    """Return somebody in or behind an investor as a party of the deal."""
    branch = shape.kind is Kind.BANK_BRANCH and in_us(shape.organised_in)
    return _NOBODY.model_copy(
        update={
            "id": party_id(number),
            "name": token(number),
            "role": role,
            "type": _TYPES.get(shape.kind, "company") if shape.kind is not None else None,
            "organised_in": shape.organised_in,
            "citizenships": shape.citizenships,
            "residence": shape.residence,
            "in_us": True if shape.kind is Kind.BRANCH and in_us(shape.residence) else None,
            "ofac_us_person": shape.ofac_us_person,
            "reg_s_us_person": shape.reg_s_us_person,
            "foreign_bank_branch": True if branch else None,
            "acts_for": tuple(party_id(other) for other in shape.acts_for),
        }
    )


def screened(base: DealScreening, shapes: Sequence[Shape]) -> DealScreening:
    """Return the deal's screening with the hits of an investor and of who is behind it."""
    results = dict(base.results)
    for number, shape in enumerate(shapes):
        results[party_id(number)] = Screened(
            query=Query(name=token(number)),
            normalised="",
            hits=tuple(one.hit() for one in shape.hits),
        )
    return DealScreening(
        as_of=base.as_of,
        lists=base.lists,
        not_screened=base.not_screened,
        results=results,
        related=base.related,
        unknown_relations=base.unknown_relations,
        supplements=base.supplements,
    )


def principals_missing(shape: Shape) -> bool:
    """Say whether one that acts for others by what it is does not say for whom."""
    return shape.kind in FOR_OTHERS and not shape.acts_for
