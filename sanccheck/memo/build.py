"""Build the memo of an assessment: what a reader needs first comes first."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.assessment import Assessment
from sanccheck.assessment.to_json import DISCLAIMER
from sanccheck.changes import Changes
from sanccheck.memo.appendix import appendix, sign_off_section
from sanccheck.memo.buyers import Buyers, buyers_section
from sanccheck.memo.changes import changes_section
from sanccheck.memo.deal_sections import deal_section, parties_section, terms_section
from sanccheck.memo.document import Memo, Section, line
from sanccheck.memo.first_page import first_page
from sanccheck.memo.hits import hits_section
from sanccheck.memo.lists import list_section
from sanccheck.memo.ownership import ownership_sections
from sanccheck.memo.rules import not_this_section, rules_section
from sanccheck.memo.timeline import timeline
from sanccheck.memo.uncertain import questions_section, uncertain_section


def build_memo(
    assessment: Assessment, changes: Changes | None = None, buyers: Buyers | None = None
) -> Memo:
    """Return the memo of an assessment; equal assessments give equal memos.

    What would change the answer and who may buy have a section each where they are given.
    """
    return Memo(
        title="Sanctions and investment restriction memo",
        subtitle=line(assessment.deal.title or "Untitled deal").plain(),
        day=assessment.as_of.isoformat(),
        program=assessment.program,
        notice=DISCLAIMER,
        sections=tuple(_sections(assessment, changes, buyers)),
    )


def _sections(
    assessment: Assessment, changes: Changes | None, buyers: Buyers | None
) -> Iterator[Section]:
    """Yield the sections in the order in which they are read."""
    yield from first_page(assessment, None if buyers is None else buyers.counts)
    yield deal_section(assessment.deal, assessment.as_of)
    yield parties_section(assessment)
    yield terms_section(assessment)
    yield hits_section(assessment)
    yield from ownership_sections(assessment)
    yield from _timeline(assessment)
    yield rules_section(assessment)
    yield not_this_section(assessment)
    yield uncertain_section(assessment)
    yield questions_section(assessment)
    if buyers is not None:
        yield buyers_section(buyers)
    if changes is not None:
        yield changes_section(assessment, changes)
    yield list_section(assessment.screening)
    yield sign_off_section()
    yield appendix(assessment, {} if buyers is None else {buyers.path: buyers.sha256})


def _timeline(assessment: Assessment) -> Iterator[Section]:
    figure = timeline(assessment)
    if figure is not None:
        yield Section("Timeline", (figure,))
