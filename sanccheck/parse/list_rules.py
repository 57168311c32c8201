"""Say which legal lists a record is on, from its programme codes and its labelled facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule:
    """How a record of a source gets on one legal list.

    `programmes` put it there for certain. `perhaps` are programmes that mean this list or
    another; `signs` (programme: beginnings of labelled facts) settle which. `everything` takes
    every record of the source, `catch_all` those that no other list takes.
    """

    id: str
    programmes: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everything: bool = False
    catch_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """A list that a record is on; `certain` is False where the file cannot tell."""

    list: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRules:
    """The rules of one source. `silent` programmes are known and say nothing about its lists."""

    rules: tuple[ListRule, ...]
    silent: frozenset[str] = frozenset()
    # What the programmes alone tell, found once for each set of them: a file has few sets.
    _settled: dict[frozenset[str], tuple[OnList, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def lists_of(
        self, programmes: Iterable[str], facts: Callable[[], Iterable[str]]
    ) -> tuple[OnList, ...]:
        """Return the lists that a record is on; never none where a catch-all list is declared.

        `facts` gives the record's labelled facts as "label value"; it is called only where a
        programme alone does not tell.
        """
        codes = frozenset(programmes)
        settled = self._settled.get(codes)
        if settled is not None:
            return settled
        unsettled = sorted(code for code in codes if self._unsettled(code))
        lists = self._lists_of(codes, unsettled, facts)
        if not unsettled:
            self._settled[codes] = lists
        return lists

    def _lists_of(
        self,
        codes: frozenset[str],
        unsettled: Iterable[str],
        facts: Callable[[], Iterable[str]],
    ) -> tuple[OnList, ...]:
        found: dict[str, bool] = {}
        for rule in self.rules:
            if rule.everything or rule.programmes & codes:
                found[rule.id] = True
        for code in unsettled:
            for list_id, certain in self._settle(code, tuple(facts())):
                found[list_id] = found.get(list_id, False) or certain
        if not found:
            found = {rule.id: True for rule in self.rules if rule.catch_all}
        order = [rule.id for rule in self.rules]
        return tuple(
            OnList(list=list_id, certain=found[list_id])
            for list_id in sorted(found, key=order.index)
        )

    def knows(self, programme: str) -> bool:
        """Tell whether some rule, or the silent set, has the programme."""
        return programme in self.silent or any(
            rule.everything or programme in rule.programmes or programme in rule.perhaps
            for rule in self.rules
        )

    def put_on(self, code: str, list_id: str) -> bool:
        """Tell whether a programme, or a list's published name, puts a record on a list."""
        return any(rule.id == list_id and code in rule.programmes for rule in self.rules)

    def settle(self, names: Iterable[str]) -> bool:
        """Tell whether published names of lists are all known and one of them is a list here."""
        codes = frozenset(names)
        return all(self.knows(code) for code in codes) and any(
            rule.everything or rule.programmes & codes for rule in self.rules
        )

    def _unsettled(self, programme: str) -> bool:
        return any(programme in rule.perhaps for rule in self.rules)

    def _settle(self, programme: str, facts: tuple[str, ...]) -> list[tuple[str, bool]]:
        settled = [
            (rule.id, True)
            for rule in self.rules
            if any(fact.startswith(rule.signs.get(programme, ())) for fact in facts)
        ]
        return settled or [(rule.id, False) for rule in self.rules if programme in rule.perhaps]
