"""Roll findings up: per party, for the whole deal, per limb.

For an offering, a bar that attaches to US-person purchasers only becomes
MUST_EXCLUDE_US_PERSONS: leaving them out cures it. One on the purchasers of another place is
cured likewise, and is a word of the structure. A bar on a blocked party, or on a seller, is
not cured by any structure and stays. A trade between named parties takes the worst
outcome of its parties.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sanccheck.deal.bound_persons import BY_BINDS
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs, highest, rungs


def party_rungs(findings: Sequence[Finding]) -> tuple[Rungs, Rungs]:
    """Return the established and highest possible rungs of a party's findings on securities."""
    own = [item for item in findings if item.limb is Limb.SECURITIES]
    return highest(item.result for item in own), highest(item.could_be for item in own)


def offering_rungs(
    findings: Sequence[Finding], sellers: Collection[str], *, trade: bool
) -> tuple[Rungs, Rungs]:
    """Return the deal's established and highest possible rungs on the securities limb.

    `sellers` are the parties that sell, or may be the ones that do: no seller's bar is cured by
    excluding buyers.
    """
    own = [item for item in findings if item.limb is Limb.SECURITIES]

    def curable(finding: Finding) -> bool:
        return not trade and finding.curable and finding.party not in sellers

    def lower(finding: Finding, whole: Rungs) -> Rungs:
        if not curable(finding):
            return whole
        cured = _left_out if finding.binds in BY_BINDS else _cured
        return rungs(cured(whole.strict), cured(whole.policy))

    return (
        highest(lower(item, item.result) for item in own),
        highest(lower(item, item.could_be) for item in own),
    )


def _cured(rung: Rung) -> Rung:
    return min(rung, Rung.MUST_EXCLUDE_US_PERSONS)


def _left_out(rung: Rung) -> Rung:
    """Return what is left of a bar on the persons of another place once they do not buy."""
    return rung if rung <= Rung.NOTIFY else Rung.CLEAR


def limb_rungs(findings: Sequence[Finding]) -> dict[Limb, Rungs]:
    """Return the rungs of each limb other than securities that has one above CLEAR."""
    by_limb: dict[Limb, list[Rungs]] = {limb: [] for limb in Limb}
    for item in findings:
        if item.applies:
            by_limb[item.limb].append(item.result)
    del by_limb[Limb.SECURITIES]
    results = {limb: highest(found) for limb, found in by_limb.items()}
    return {limb: result for limb, result in results.items() if result != Rungs()}
