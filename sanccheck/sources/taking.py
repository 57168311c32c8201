"""Take a file into the store, and remember where that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.errors import SourceError
from sanccheck.sources.checks import Checks, Failure
from sanccheck.sources.importing import import_into

if TYPE_CHECKING:
    from sanccheck.sources.importing import ImportRequest
    from sanccheck.sources.report import ImportReport
    from sanccheck.sources.store import Store


def take(store: Store, request: ImportRequest, command: str) -> ImportReport:
    """Import a file for a command, and enable its source where nobody chose otherwise.

    Raises:
        ListRefused: when the file is not accepted: what was loaded before stays in use, and the
            failure is remembered until a later import succeeds.
    """
    checks, source = Checks(store), request.manifest.id
    try:
        report = import_into(store, request)
    except SourceError as error:
        checks.failed_if_possible(
            source,
            Failure(
                moment=request.retrieved,
                command=command,
                origin=request.origin or str(request.path),
                why=str(error),
            ),
        )
        raise
    checks.settled(source)
    if not request.partial and source not in store.choices():
        # Who imports a source means it to be screened; a choice made before stays.
        store.choose(source, enabled=True)
    return report
