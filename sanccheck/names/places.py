"""Know the place words of names: what country a city lies in, and which places contradict.

"Bank of Georgia" is not "Bank of Guyana" and "(Beijing)" is not "(Shanghai)", but a city does
not contradict its country, and mainland China, Hong Kong, Macao and Taiwan do not contradict
"China".
"""

from __future__ import annotations

from sanccheck.names.tables import read_table

GREATER_CHINA = frozenset({"CN", "HK", "MO", "TW"})


def _read_table() -> dict[str, tuple[str, str]]:
    places: dict[str, tuple[str, str]] = {}
    for country, own_names, inside in read_table("places.tsv"):
        for name in own_names.split(", "):
            places[name] = (country, "")
        for name in filter(None, inside.split(", ")):
            places.setdefault(name, (country, name.replace(" ", "")))
    return places


_PLACES = _read_table()
_ONE_WORD = {name.replace(" ", ""): place for name, place in _PLACES.items()}
# A name with "of" in it stays apart: a slip in any of its words would hide all of it.
_LONG = {name: name.replace(" ", "") for name in _PLACES if " " in name and " of " not in name}
_LONG_FIRST = frozenset(name.split(" ", 1)[0] for name in _LONG)
_MAX_WORDS = max(name.count(" ") + 1 for name in _LONG)


def join_places(words: list[str]) -> list[str]:
    """Write the places of several words as one word each.

    >>> join_places("sense time hong kong".split())
    ['sense', 'time', 'hongkong']
    """
    if _LONG_FIRST.isdisjoint(words):
        return words
    joined: list[str] = []
    index = 0
    while index < len(words):
        for size in range(min(_MAX_WORDS, len(words) - index), 1, -1):
            one = _LONG.get(" ".join(words[index : index + size]))
            if one is not None:
                joined.append(one)
                index += size
                break
        else:
            joined.append(words[index])
            index += 1
    return joined


def begins_place(word: str) -> bool:
    """Say whether a word is the first of a place of several words."""
    return word in _LONG_FIRST


def place(word: str) -> tuple[str, str] | None:
    """Return the country code of a place word, and the city ("" for the country itself)."""
    return _ONE_WORD.get(word)


def contradict(one: str, other: str) -> bool:
    """Say whether two place words name places of which neither can lie in the other.

    >>> contradict("georgia", "guyana"), contradict("china", "hongkong"), contradict("hk", "macau")
    (True, False, True)
    """
    here, there = _ONE_WORD.get(one), _ONE_WORD.get(other)
    if here is None or there is None or here == there:
        return False
    if here[0] != there[0]:
        return not _china_holds(here, there)
    return bool(here[1] and there[1])


def _china_holds(here: tuple[str, str], there: tuple[str, str]) -> bool:
    return ("CN", "") in {here, there} and {here[0], there[0]} <= GREATER_CHINA
