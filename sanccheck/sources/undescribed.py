"""What stands in the store and no manifest describes: its own/<list>.json or its program is gone.

It cannot be screened, and who screened it before must not take "nothing found" for an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.parse.expected import TABLE
from sanccheck.parse.list_rules import ListRule
from sanccheck.sources.choosing import not_screened
from sanccheck.sources.manifest import CarriedList, Download, Manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sanccheck.model.lists import NotScreened
    from sanccheck.sources.store import Snapshot


def undescribed(snapshots: Iterable[Snapshot], known: Collection[str]) -> tuple[Manifest, ...]:
    """Return a manifest, of one list, for each source in the store that has none."""
    formats = {one.source: one.format for one in snapshots if one.source not in known}
    return tuple(_manifest(source, formats[source]) for source in sorted(formats))


def told(manifest: Manifest, *, asked_for: bool) -> NotScreened:
    """Return the notice that such a source is not screened."""
    return not_screened(
        manifest, manifest.lists[0], why(manifest), remedy=remedy(manifest), asked_for=asked_for
    )


def why(manifest: Manifest) -> str:
    """Say what is missing of such a source."""
    if manifest.own:
        return (
            f"its table is stored, and own/{manifest.id}.json in the home, which says how it is "
            "read, is gone"
        )
    if not manifest.formats[0]:
        return (
            "the record of a stored snapshot was changed in lists.sqlite3 after it was written, "
            "and names a source that is not known"
        )
    return "it is stored, and this version of the program does not know such a source"


def remedy(manifest: Manifest) -> str:
    """Say what mends it, and how to be told no more."""
    if manifest.own:
        mend = f"sanccheck lists import --as {manifest.id} TABLE.csv"
    elif not manifest.formats[0]:
        return "import the lists again, the one that is missing too: sanccheck lists status"
    else:
        mend = "install a sanccheck that knows it"
    return f"{mend}, or where it is gone on purpose sanccheck lists disable {manifest.id}"


def _manifest(source: str, form: str) -> Manifest:
    title = "stored here, and described nowhere"
    carried = CarriedList(
        id=source,
        title=title,
        effect="not known",
        cites=(),
        rule=ListRule(id=source, everything=True),
    )
    return Manifest(
        id=source,
        title=title,
        publisher="not known",
        country="",
        official=False,
        address="",
        licence="",
        rhythm="not known",
        max_age_days=0,
        downloads=(Download(file="FILE", href=""),),
        formats=(form,),
        records_min=0,
        records_max=0,
        lists=(carried,),
        own=form == TABLE,
    )
