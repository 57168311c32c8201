"""What an investor can settle by its own word: which facts, in which words, on which ground.

A representation takes the place of a fact that is not known. It does not where something known
speaks against it, or where nothing at all is known that could bear it out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sanccheck.deal import sectoral_facts
from sanccheck.deal.benefit import FOR_WHOM
from sanccheck.deal.bound_persons import BOUND
from sanccheck.deal.fact import Fact, Value, known
from sanccheck.deal.ownership_names import NONE_KNOWN
from sanccheck.deal.us_places import in_us
from sanccheck.investors.parties import Shape, principals_missing
from sanccheck.investors.verdict import About

OFAC_FACT = "party.ofac_us_person"
REG_S_FACT = "party.reg_s_us_person"
BEHIND_FACT = "party.acts_for_ofac_us_person"
US_SIDE = "party.us_side"
_PRINCIPAL_ON = "party.principal_on."
_SOURCE = "as the investor is to represent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A representation: its words, and what each fact is once it is given.

    A name of `facts` that ends in a dot stands for all that begin so. `cites` are keys of the
    regime's sources.
    """

    id: str
    about: About
    words: str
    facts: Mapping[str, Value]
    regime: str
    cites: tuple[str, ...]

    def settles(self, name: str) -> Value | None:
        """Return what a fact is once the representation is given, None where it says nothing."""
        for key, value in self.facts.items():
            if name == key or (key.endswith(".") and name.startswith(key)):
                return value
        return None


OFAC = Representation(
    id="ofac",
    about=About.OFAC,
    words=(
        "that it is no US person under the OFAC test: no US citizen or permanent resident, not "
        "organised in the US, and outside the US when it buys"
    ),
    facts={OFAC_FACT: False},
    regime="us_regulation_s",
    cites=("eo_s3d", "cfr_586_307"),
)
REG_S = Representation(
    id="reg_s",
    about=About.REG_S,
    words=(
        "that it is no US person under Regulation S, and outside the US when it gives its order"
    ),
    facts={REG_S_FACT: False},
    regime="us_regulation_s",
    cites=("rule_902k", "rule_902h"),
)
BENEFICIARY = Representation(
    id="beneficiary",
    about=About.BENEFICIARY,
    words="that it does not buy for the account or benefit of a US person, up to the last owner",
    facts={BEHIND_FACT: False, "party.serves_ofac_us_person": False},
    regime="us_ns_cmic",
    cites=("eo_s2", "faq_903"),
)
PRINCIPAL = Representation(
    id="principal",
    about=About.BENEFICIARY,
    words="that it does not buy for the account or benefit of a listed or blocked person",
    facts={_PRINCIPAL_ON: False, "party.principal_blocked_by_ownership": False},
    regime="us_ofac_sdn",
    cites=("cfr_50", "usc_1705"),
)
OWNERSHIP = Representation(
    id="ownership",
    about=About.OWNERSHIP,
    words=(
        "that persons on the sanctions lists do not own 50 percent of it or more, alone or "
        "together, directly or indirectly, and do not control it"
    ),
    facts={
        "party.blocked_by_ownership": False,
        "party.blocked_control": False,
        "party.blocked_ownership": NONE_KNOWN,
        "party.blocked_votes": NONE_KNOWN,
        "party.uk_owned_or_controlled": False,
        "party.eu_owned_or_controlled": False,
        "party.eu_owned_half": False,
        "party.eu_owned_by_guidance": False,
        "party.ssi_owned": False,
        "party.directive_3_owned": False,
        "party.ca_owned_or_controlled": False,
        "party.half_owned_by_eo14024_directive_2": False,
        "party.holds_half": False,
    },
    regime="us_ofac_sdn",
    cites=("cfr_50", "faq_401"),
)
PARENT = Representation(
    id="parent",
    about=About.OWNERSHIP,
    words=(
        "that no US person is its parent: not by more than half of the votes or the board, nor as "
        "general partner or as adviser of a fund"
    ),
    facts={"party.controlled_foreign_entity": False, "party.controlled_by_us_person": False},
    regime="us_outbound",
    cites=(),
)
LAND_BORDER = Representation(
    id="land_border",
    about=About.PLACE,
    words="that neither it nor a beneficial owner of it is of a country that borders India",
    facts={"party.land_border_owner": False},
    regime="in_press_note_3",
    cites=("note_3",),
)
PLACES = tuple(
    Representation(
        id=f"not_{group.key}",
        about=About.PLACE,
        words=f"that it is not bound by {group.adjective} sanctions ({group.law})",
        facts={group.fact: False},
        regime="",
        cites=(),
    )
    for group in BOUND
)
ALL = (OFAC, REG_S, BENEFICIARY, PRINCIPAL, OWNERSHIP, PARENT, LAND_BORDER, *PLACES)

_SETTLED = {name: (one.id, value) for one in ALL for name, value in one.facts.items()}

# The conditions under which a branch abroad of a US bank is no Regulation S US person.
BRANCH = Representation(
    id="branch",
    about=About.REG_S,
    words=(
        "that it operates for valid business reasons, is engaged in banking or insurance, and is "
        "subject to substantive local banking or insurance regulation where it is"
    ),
    facts={REG_S_FACT: False},
    regime="us_regulation_s",
    cites=("rule_902k2v",),
)
FIDUCIARY = Representation(
    id="fiduciary",
    about=About.REG_S,
    words=(
        "that it holds the account as a dealer or professional fiduciary for a person that is no "
        "US person under Regulation S"
    ),
    facts={REG_S_FACT: False},
    regime="us_regulation_s",
    cites=("rule_902k",),
)
ATTESTATION = Representation(
    id="attestation",
    about=About.ROLE,
    words=(
        "an attestation of the conditions for US-person advisers and staff: the client or employer "
        "is no US person, the trade is not for the ultimate benefit of one, it is in the ordinary "
        "course, and there is no willful evasion"
    ),
    facts={},
    regime="us_ns_cmic",
    cites=("faq_902", "faq_903"),
)
QIB = Representation(
    id="qib",
    about=About.DOCUMENTS,
    words="that it is a qualified institutional buyer (Rule 144A)",
    facts={},
    regime="us_regulation_s",
    cites=("rule_144a_qib",),
)
PRIVATE = Representation(
    id="private",
    about=About.DOCUMENTS,
    words=(
        "that it is an accredited investor and was found without general solicitation (section "
        "4(a)(2), Regulation D)"
    ),
    facts={},
    regime="us_regulation_s",
    cites=("reg_d",),
)
# What a review flag of a finding asks for that the investor itself can give.
BY_REVIEW = {"staff_conditions": ATTESTATION}

# The owners of a fund, or who benefits from a trust, are not all told.
POOL_OWNERS = (
    "Who owns it or benefits from it, up to all of it? US persons among them may be those for "
    "whose benefit it buys (OFAC FAQ 903; EO 13959 s.2)."
)
POOL_BENEFIT = (
    "US persons own a part of it: whether it buys for their ultimate benefit is not settled "
    "(OFAC FAQ 903; EO 13959 s.2); counsel's view, or who bears the gain and loss"
)


def can_represent(given: Representation, shape: Shape, facts: Mapping[str, Fact]) -> bool:
    """Say whether an investor's own word may settle what is not known.

    Its status only where something known points away from the US; for whom it acts unless acting
    for others is what it does and it names nobody, or US persons own a fund.
    """
    if given in (OFAC, REG_S):
        return _points_away(shape, given)
    if given is BENEFICIARY:
        behind = facts.get(BEHIND_FACT)
        unsettled = behind is not None and behind.question == POOL_BENEFIT
        return not unsettled and not principals_missing(shape)
    if given is PRINCIPAL:
        return not principals_missing(shape)
    if given is OWNERSHIP:
        held = (facts.get("party.blocked_ownership"), facts.get("party.blocked_control"))
        return not any(one is not None and _speaks_against(one) for one in held)
    return True


def _of_a_list(fact: Fact) -> bool:
    """Say whether a fact is open for want of a list, or of an answer on a hit, not of names."""
    return fact.question != FOR_WHOM


def _speaks_against(fact: Fact) -> bool:
    return fact.strict not in {None, False, NONE_KNOWN}


def _points_away(shape: Shape, given: Representation) -> bool:
    if shape.twice:
        return False
    if shape.is_person:
        abroad = shape.residence is not None and not in_us(shape.residence)
        return abroad and (bool(shape.citizenships) or given is REG_S)
    return shape.organised_in is not None and not in_us(shape.organised_in)


def given(facts: Mapping[str, Fact], taken: Collection[Representation]) -> dict[str, Fact]:
    """Return the facts as they are once representations are given; what is known stays."""
    found = dict(facts)
    ids = {one.id for one in taken}
    for name, fact in facts.items():
        if fact.strict is not None or fact.policy is not None:
            continue
        of_a_list = name.startswith(_PRINCIPAL_ON)
        settled = _SETTLED.get(_PRINCIPAL_ON if of_a_list else name)
        if settled is not None and settled[0] in ids and not (of_a_list and _of_a_list(fact)):
            found[name] = known(settled[1], _SOURCE)
    if US_SIDE in found and OFAC_FACT in found and BEHIND_FACT in found:
        found[US_SIDE] = sectoral_facts.us_side(found[OFAC_FACT], found[BEHIND_FACT])
    return found
