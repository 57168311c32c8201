"""Write the rules as one page: what each says, since when, how sure we are, on what source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sanccheck.rulebook.schema import Cite, Confidence, Regime, Rule, Version

_SURE: dict[Confidence, str] = {
    "V": "read in a primary source",
    "V2": "read in a secondary source",
    "M": "from memory",
    "M?": "from memory, doubtful",
    "U": "unknown",
}
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_SLOT = re.compile(r"\{([a-z_]+)\}")


def catalogue(regimes: Iterable[Regime]) -> str:
    """Return the rules as Markdown: regimes by id, each version with its citations.

    Whatever a rule file says stands there as text, never as markup. The page depends on the rule
    files alone.
    """
    chosen = sorted(regimes, key=lambda regime: regime.id)
    return "\n".join([*_opening(chosen), *(line for one in chosen for line in _regime(one))])


def _opening(regimes: list[Regime]) -> Iterator[str]:
    versions = [version for one in regimes for rule in one.rules for version in rule.versions]
    cites = {cite.href for one in regimes for cite in one.cites.values()}
    yield "# Catalogue of the rules"
    yield ""
    yield "Written by `sanccheck rules catalogue` from the files in `rules/`; do not edit."
    yield ""
    yield (
        f"{len(regimes)} regimes, {sum(len(one.rules) for one in regimes)} rules, "
        f"{len(versions)} versions, {len(cites)} sources. What each says is an aid to a lawyer, "
        "not advice: a version's confidence is how its law was read, and where there is a question "
        "the finding puts it."
    )
    yield ""
    yield "| confidence | meaning | versions |"
    yield "| --- | --- | --- |"
    counted = Counter(version.confidence for version in versions)
    for tag, meaning in _SURE.items():
        yield f"| {tag} | {meaning} | {counted[tag]} |"
    yield ""
    yield "| regime | authority | status | rules |"
    yield "| --- | --- | --- | --- |"
    for one in regimes:
        yield (
            f"| [{_text(one.title)}](#{one.id}) | {_text(one.authority)} "
            f"| {one.status.replace('_', ' ')} | {len(one.rules)} |"
        )
    yield ""


def _regime(regime: Regime) -> Iterator[str]:
    yield f'<a id="{regime.id}"></a>'
    yield ""
    yield f"## {_text(regime.title)}"
    yield ""
    lists = f" Lists: {', '.join(regime.lists)}." if regime.lists else ""
    yield f"`{regime.id}`. {_text(regime.authority)}. Days are of {regime.zone}.{_text(lists)}"
    yield ""
    for item in regime.not_this:
        yield f"- Not this: {_text(item.text)} {_sources(item.cites)}"
    for sentence in regime.not_judged:
        yield f"- Not judged: {_text(sentence)}"
    if regime.not_this or regime.not_judged:
        yield ""
    for rule in regime.rules:
        yield from _rule(rule)
    yield "Sources:"
    yield ""
    for key, cite in regime.cites.items():
        yield f"- {_source(key, cite)}"
    yield ""


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {_text(f'{rule.id} {rule.title}')}"
    yield ""
    binds, about = rule.binds.replace("_", " "), rule.about.replace("_", " ")
    yield f"Binds {_text(binds)}; judged for each {about}; {rule.limb.value}."
    yield ""
    for version in rule.versions:
        yield from _version(version)
    yield ""


def _version(version: Version) -> Iterator[str]:
    until = "" if version.until is None else f" until {version.until}"
    outcome = version.outcome
    could = [
        f"{reading} could be {found}"
        for reading, found in (
            ("strict", outcome.could_be.strict),
            ("policy", outcome.could_be.policy),
        )
        if found is not None
    ]
    rungs = ", ".join([f"strict {outcome.strict}", f"policy {outcome.policy}", *could])
    yield f"- **From {version.since}{until}**: {_text(rungs)}. Confidence {version.confidence}."
    yield f"  {_sentence(version.because)} {_sources(version.cites)}"
    for item in version.unless:
        yield f"  - Unless: {_sentence(item.because)} {_sources(item.cites)}"
    for review in version.review:
        yield f"  - Open: {_sentence(review.reason)} To settle it: {_sentence(review.settle)}"
    if version.notify is not None:
        told = version.notify
        yield (
            f"  - Notify: {_sentence(told.authority)}; {_sentence(told.deadline)}; "
            f"{_sentence(told.who_files)}"
        )


def _sources(keys: Iterable[str]) -> str:
    return _text(f"({', '.join(keys)})")


def _source(key: str, cite: Cite) -> str:
    since = "" if cite.since is None else f", readable since {cite.since}"
    note = "" if cite.note is None else f" {_text(cite.note)}"
    # An address holds no space, and a bracket in it would end the link.
    href = cite.href.replace("(", "%28").replace(")", "%29").replace("<", "%3C")
    return (
        f"{_text(key)}: [{_text(cite.title)}]({href}), read {cite.read_on}{since}, "
        f"confidence {cite.confidence}.{note}"
    )


def _sentence(sentence: str) -> str:
    """Return a sentence as text, what a finding fills in shown as (effective on)."""
    return _text(_SLOT.sub(lambda found: f"({found[1].replace('_', ' ')})", sentence))


def _text(words: str) -> str:
    """Return words as Markdown that shows them and nothing else, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))
