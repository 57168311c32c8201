"""Roll findings up: per party, for the whole deal, per limb.

For an offering, a bar that attaches to US-person purchasers only becomes
MUST_EXCLUDE_US_PERSONS: leaving them out cures it. A bar on a blocked party, or on a seller, is
not cured by any structure and stays. A trade between named parties takes the worst
outcome of its parties.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs, highest


def party_rungs(findings: Sequence[Finding], party: str) -> tuple[Rungs, Rungs]:
    """Return a party's established and highest possible rungs on the securities limb."""
    own = [item for item in findings if item.party == party and item.limb is Limb.SECURITIES]
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

    def lower(finding: Finding, rungs: Rungs) -> Rungs:
        if not curable(finding):
            return rungs
        return Rungs(strict=_cured(rungs.strict), policy=_cured(rungs.policy))

    return (
        highest(lower(item, item.result) for item in own),
        highest(lower(item, item.could_be) for item in own),
    )


def _cured(rung: Rung) -> Rung:
    return min(rung, Rung.MUST_EXCLUDE_US_PERSONS)


def limb_rungs(findings: Sequence[Finding]) -> dict[Limb, Rungs]:
    """Return the rungs of each limb other than securities that has one above CLEAR."""
    found: dict[Limb, Rungs] = {}
    for limb in Limb:
        own = [item for item in findings if item.limb is limb and item.applies]
        rungs = highest(item.result for item in own)
        if rungs != Rungs() and limb is not Limb.SECURITIES:
            found[limb] = rungs
    return found
