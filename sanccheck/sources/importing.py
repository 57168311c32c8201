"""Take an official file into the store, or refuse it and leave everything as it was."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused, SourceError, UsageError
from sanccheck.parse.open_file import Opened, open_file
from sanccheck.parse.parsed import Reading, Tally, each_once
from sanccheck.sources.choosing import Serving, choose, newer_part
from sanccheck.sources.entries_file import EntriesWriter
from sanccheck.sources.report import ImportReport
from sanccheck.sources.store import Snapshot, Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sanccheck.sources.manifest import Manifest

_DROP_PERCENT = 10
# A listing may be published some days before it takes effect, and the file bear that later day.
_AHEAD = timedelta(days=7)
_MANY = 10  # entries from which losing half of a list is no accident


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What is to be imported: `published` where the file has no date, `today` in New York.

    `accept` takes a list that has shrunk by more than a tenth, or that has entries listed after
    `published`; `origin` is the address or the path that the file came from.
    """

    manifest: Manifest
    path: Path
    published: date | None
    partial: bool
    today: date
    retrieved: datetime
    accept: bool = False
    origin: str | None = None


def import_into(store: Store, request: ImportRequest) -> ImportReport:
    """Read, check and store a file; see `Library.import_file`."""
    with _no_collections():
        return _import(store, request)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Spare the collector's passes over a million small objects, none of which stand in circles.

    They take a fifth of the time of an import.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _import(store: Store, request: ImportRequest) -> ImportReport:
    manifest = request.manifest
    opened = open_file(request.path, replace(manifest.expected, partial=request.partial))
    reading = opened.reading
    published, said = _among_stored(store, request, opened, _published(request, reading))
    if reading.missing and not request.partial:
        raise ListRefused(
            f"{request.path}: is only part of {manifest.id}; missing: "
            f"{', '.join(reading.missing)}; give the folder that holds all files, or --partial "
            "to take it as a part, in which finding nothing shows nothing"
        )
    tally = Tally()
    listed: Counter[date] = Counter()
    with store.entries_file() as (file, keep):
        writer = EntriesWriter(file)
        for entry in each_once(reading.entries(manifest.rules, tally), str(request.path)):
            writer.add(entry)
            if entry.listing.listed_on is not None:
                listed[entry.listing.listed_on] += 1
        entries_sha256 = writer.close()
        _check_source(request, tally)
        if reading.published is None:
            _check_listed(request, listed)
        if not request.partial:
            _check_counts(request, tally, published, store.snapshots())
        keep(entries_sha256)
    raw: dict[str, str] = {}
    try:
        # The files as published are kept, so that what was read from them can be read again.
        for name, data in opened.files.items():
            raw[name] = store.keep_raw(data, opened.sha256_of[name])
        snapshot = Snapshot(
            source=manifest.id,
            sha256=opened.sha256,
            published=published,
            retrieved=request.retrieved,
            imported_on=request.today,
            partial=request.partial,
            format=reading.format,
            records=tally.records,
            lists=_lists(manifest, tally),
            report={},
            entries_sha256=entries_sha256,
            raw=raw,
            origin=request.origin,
        )
        said += _not_serving(store, request, snapshot)
        report = _report(request, opened, tally, published, said)
        dated = reading.published is not None
        store.add(replace(snapshot, report=report.to_dict()), dated_by_itself=dated)
    except SourceError:
        store.discard([entries_sha256], raw.values())
        raise
    return report


def _among_stored(
    store: Store, request: ImportRequest, opened: Opened, published: date | None
) -> tuple[date | None, list[str]]:
    """Return the day to store a file as of, with what to say of days stored for the same bytes.

    A day that was given once is not lost where the file comes again without it, or with another.
    """
    if opened.reading.published is not None:
        return published, []
    days = sorted(
        one.published
        for one in store.snapshots()
        if (one.source, one.sha256) == (request.manifest.id, opened.sha256)
        and one.partial is request.partial
        and one.published not in {None, published}
    )
    if not days:
        return published, []
    if published is None:
        kept = (
            f"the day given for the same bytes before, {days[-1]}, is kept; "
            "--published YYYY-MM-DD gives them another one beside it"
        )
        return days[-1], [kept]
    before = ", ".join(map(str, days))
    return published, [f"the same bytes are here as published on {before} too; both stay"]


def _not_serving(store: Store, request: ImportRequest, snapshot: Snapshot) -> list[str]:
    """Say that another publication serves today, where one does."""
    manifest = request.manifest
    if snapshot.partial:
        return _beside(store, request, snapshot)
    others = [one for one in store.snapshots() if one.sha256 != snapshot.sha256]
    found = [choose(manifest, one, [*others, snapshot], request.today) for one in manifest.lists]
    serving = [one.snapshot for one in found if isinstance(one, Serving) and one.snapshot]
    if not serving or any(one is snapshot for one in serving):
        return []
    day = serving[0].published or serving[0].imported_on
    return [f"not what serves today: that is still what is here of {day}"]


def _beside(store: Store, request: ImportRequest, part: Snapshot) -> list[str]:
    """Say how a part stands to what is here of its lists, where that is a whole publication."""
    snapshots = [*(one for one in store.snapshots() if one.sha256 != part.sha256), part]
    beside: set[str] = set()
    hidden: set[str] = set()
    for carried in request.manifest.lists:
        found = choose(request.manifest, carried, snapshots, request.today)
        if isinstance(found, str) or found.snapshot is part or not part.lists.get(carried.id):
            continue
        newer = newer_part(found, snapshots, request.today)
        screened = newer is not None and newer.snapshot is part
        (beside if screened else hidden).add(carried.id)
    said = []
    if beside:
        said.append(
            f"newer than the whole publication that is here, and screened beside it: "
            f"{', '.join(sorted(beside))}"
        )
    if hidden:
        said.append(
            f"not screened today, because of {', '.join(sorted(hidden))} something later or whole "
            "is here, which serves"
        )
    return said


def _published(request: ImportRequest, reading: Reading) -> date | None:
    given, own, today = request.published, reading.published, request.today
    if own is not None and given is not None and own != given:
        raise UsageError(
            f"{request.path}: says itself that it was published on {own}, not on {given}; "
            "leave out --published"
        )
    if given is not None and given > today:
        raise UsageError(f"--published {given} lies after today, {today}")
    if own is not None and own == today + timedelta(days=1):
        return today  # it is tomorrow already where the publisher dates its file
    if own is not None and own > today:
        raise ListRefused(
            f"{request.path}: is dated {own}, after today, {today}; check the file and the "
            "computer's clock"
        )
    return own if own is not None else given


def _check_listed(request: ImportRequest, listed: Counter[date]) -> None:
    """Refuse a day of publication on which the file cannot have held what it holds.

    Taken in under too early a day, entries would stand on the list before anyone was told of them.
    Days after today prove nothing, since no day of publication is late enough for them; those of a
    user's own list are what its owner makes them.
    """
    given = request.published
    if given is None or request.accept or request.manifest.own:
        return
    later = {day: count for day, count in listed.items() if given + _AHEAD < day <= request.today}
    if not later:
        return
    count = sum(later.values())
    entries = "1 entry was" if count == 1 else f"{count} entries were"
    raise UsageError(
        f"{request.path}: was not published on {given}: {entries} listed after that, the last on "
        f"{max(later)}; give --published with the day on which the publisher put this file out, "
        "or --accept where those days are slips of the publisher"
    )


def _check_source(request: ImportRequest, tally: Tally) -> None:
    manifest = request.manifest
    hint = ""
    if manifest.looks_like is not None:
        hint = f"; it looks like a file of {manifest.looks_like}"
    for programme in sorted(manifest.never_programmes & tally.programmes.keys()):
        raise ListRefused(
            f"{request.path}: is not a file of {manifest.id}: {tally.programmes[programme]} "
            f"records carry the programme '{programme}', which that list never has{hint}"
        )
    catch_all = {one.id for one in manifest.lists if one.rule.catch_all}
    unlisted = sum(count for list_id, count in tally.lists.items() if list_id in catch_all)
    if unlisted * 100 > tally.records * manifest.max_unlisted_percent:
        raise ListRefused(
            f"{request.path}: is not a file of {manifest.id}: {unlisted} of {tally.records} "
            f"records are on none of its lists{hint}"
        )


def _check_counts(
    request: ImportRequest, tally: Tally, published: date | None, snapshots: Sequence[Snapshot]
) -> None:
    manifest, records = request.manifest, tally.records
    if records == 0 and manifest.own and not request.accept:
        raise ListRefused(
            f"{request.path}: holds no entry; check the table, or give --accept where nothing is "
            "on the list on purpose"
        )
    if not manifest.records_min <= records <= manifest.records_max:
        raise ListRefused(
            f"{request.path}: holds {records} records; {manifest.id} has "
            f"{manifest.records_min} to {manifest.records_max}; download it again, or give "
            "--partial to take it as a part, in which finding nothing shows nothing"
        )
    before = [
        one
        for one in snapshots
        if one.source == manifest.id and not one.partial and _is_before(one, published, manifest)
    ]
    if not before:
        return
    last = max(before, key=lambda one: one.published or one.imported_on)
    _check_lists(request, tally, last)
    if records * 100 < last.records * (100 - _DROP_PERCENT) and not request.accept:
        raise ListRefused(
            f"{request.path}: holds {records} records, {last.records - records} fewer than the "
            f"snapshot of {last.published or last.imported_on} ({last.records}); a list does not "
            f"shrink by more than a tenth at once; {_mend(manifest)}"
        )


def _check_lists(request: ImportRequest, tally: Tally, last: Snapshot) -> None:
    """Refuse a file that has lost most of one list, however many records it has in all."""
    for list_id, count in last.lists.items():
        if count >= _MANY and tally.lists[list_id] * 2 < count and not request.accept:
            raise ListRefused(
                f"{request.path}: holds {tally.lists[list_id]} entries of {list_id}, where the "
                f"snapshot of {last.published or last.imported_on} had {count}; "
                f"{_mend(request.manifest)}"
            )


def _is_before(earlier: Snapshot, later: date | None, manifest: Manifest) -> bool:
    """Tell whether a snapshot is one that the new file would follow; an undated one follows all.

    Of an own list every undated table is an earlier one; what an undated official file is of
    cannot be known before the day of its import.
    """
    if later is None:
        return True
    if earlier.published is None:
        return manifest.own or earlier.imported_on <= later
    return earlier.published <= later


def _mend(manifest: Manifest) -> str:
    if manifest.own:
        return "check the table, or give --accept where rows were taken out on purpose"
    return "download it again, or give --accept where the publisher says why"


def _lists(manifest: Manifest, tally: Tally) -> dict[str, int]:
    """Return the number of entries on each list; a catch-all list counts where something is on."""
    return {
        one.id: tally.lists[one.id]
        for one in manifest.lists
        if not one.rule.catch_all or tally.lists[one.id]
    }


def _report(
    request: ImportRequest,
    opened: Opened,
    tally: Tally,
    published: date | None,
    said: Sequence[str],
) -> ImportReport:
    notes = [*opened.notes, *opened.reading.notes]
    if published is None and not request.partial:
        notes.append(
            "the file carries no publication date and none was given (--published): it counts as "
            "stale, and serves no day before today; to give it: sanccheck lists import "
            f"{request.manifest.id} {request.path} --published YYYY-MM-DD"
        )
    if request.partial:
        notes.append(
            "taken as a part: where screened its hits count; finding nothing in it shows nothing"
        )
    notes += said
    return ImportReport(
        source=request.manifest.id,
        sha256=opened.sha256,
        published=published,
        format=opened.reading.format,
        partial=request.partial,
        entries=tally.records,
        aliases=tally.aliases,
        weak_aliases=tally.weak_aliases,
        identifiers=tally.identifiers,
        facts=tally.facts,
        lists=_lists(request.manifest, tally),
        unknown={kind: dict(counts) for kind, counts in sorted(tally.unknown.items())},
        notes=tuple(notes),
    )
