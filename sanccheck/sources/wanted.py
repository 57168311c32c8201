"""Which lists are asked for: those named, or those that are screened by default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sanccheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sanccheck.model.lists import ListState, NotScreened
    from sanccheck.sources.manifest import Manifest


NOT_ASKED_FOR = "loaded, not asked for"


def asked_lists(
    manifests: Sequence[Manifest], wanted: Sequence[str] | None, choices: Mapping[str, bool]
) -> frozenset[str]:
    """Return the ids of the lists asked for; a source's id stands for all its lists.

    Args:
        manifests: every source.
        wanted: ids of lists and sources; None means those enabled.
        choices: the sources that the user enabled or disabled.

    Raises:
        UsageError: when an id is not known, naming those nearest to it.
    """
    if wanted is None:
        return frozenset(
            carried.id
            for manifest in manifests
            for carried in manifest.lists
            if choices.get(manifest.id, carried.enabled)
        )
    known = {one.id: {one.id} for manifest in manifests for one in manifest.lists}
    for manifest in manifests:
        known.setdefault(manifest.id, {one.id for one in manifest.lists})
    for name in wanted:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name.lower(), known, n=2)
            near += [one for one in ("us_ns_cmic", "us_ofac_sdn") if one not in near]
            raise UsageError(
                f"list '{name[:60]}' is not known; known are {', '.join(near)} and "
                f"{len(known) - len(near)} more, which sanccheck lists status names"
            )
    return frozenset(list_id for name in wanted for list_id in known[name])


def with_the_program(
    manifests: Sequence[Manifest],
    choices: Mapping[str, bool],
    whole: Collection[str],
    parts: Collection[str],
) -> frozenset[str]:
    """Return which lists come with the program, whole or in part, and are not disabled."""
    return frozenset(
        carried.id
        for manifest in manifests
        for carried in manifest.lists
        if carried.embedded is not None
        and (carried.id in parts or (carried.id in whole and not carried.embedded.partial))
        and choices.get(manifest.id, True)
    )


def by_default(
    manifests: Iterable[Manifest],
    choices: Mapping[str, bool],
    lists: Iterable[ListState],
    left_out: Iterable[NotScreened],
) -> tuple[list[ListState], list[NotScreened]]:
    """Return what stands in an answer for which no list was named.

    Catch-all lists with nothing on them do not; of a list that the user disabled it is said.
    """
    idle = {carried.id for one in manifests for carried in one.lists if carried.rule.catch_all}
    return (
        [state for state in lists if state.entries or state.list not in idle],
        [_say_disabled(one, choices) for one in left_out if one.list not in idle],
    )


def _say_disabled(one: NotScreened, choices: Mapping[str, bool]) -> NotScreened:
    if one.why != NOT_ASKED_FOR or choices.get(one.source, True):
        return one
    return replace(one, why="loaded, but disabled", remedy=f"sanccheck lists enable {one.source}")
