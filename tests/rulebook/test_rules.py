"""The shipped rules: each example of each file is a test of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sanccheck.errors import RuleError
from sanccheck.rulebook.check import check_rules, check_shipped, run
from sanccheck.rulebook.lints import lint, unread_facts
from sanccheck.rulebook.load import (
    LoadedRegime,
    Rulebook,
    load_regime,
    shipped_rulebook,
    sorted_files,
)
from sanccheck.rulebook.schema import Example
from sanccheck.shipped import shipped
from sanccheck.yaml_lines import without_examples

BOOK: Rulebook = shipped_rulebook()
EXAMPLES = [(item, example) for item in BOOK.regimes for example in item.regime.examples]
IDS = [f"{item.regime.id}: {example.rule}: {example.name}" for item, example in EXAMPLES]


@pytest.mark.parametrize(("loaded", "example"), EXAMPLES, ids=IDS)
def test_example(loaded: LoadedRegime, example: Example) -> None:
    """An example of a rule file comes out as it says."""
    assert [str(problem) for problem in run(loaded, example)] == []


@pytest.mark.parametrize("loaded", BOOK.regimes, ids=lambda item: item.regime.id)
def test_lints(loaded: LoadedRegime) -> None:
    """A shipped rule file has no lint."""
    assert [str(problem) for problem in lint(loaded)] == []


def test_rules_check_counts_what_it_ran() -> None:
    """The report counts the examples that it ran, so that none is passed over."""
    report = check_rules(sorted_files(shipped("rules")))
    assert report.problems == ()
    assert report.examples == len(EXAMPLES)
    assert report.rules == sum(len(item.regime.rules) for item in BOOK.regimes)


def test_every_unsure_version_says_so() -> None:
    """A version resting on memory or on an unknown point of law is never `reviewed`."""
    for item in BOOK.regimes:
        for rule in item.regime.rules:
            for version in rule.versions:
                if version.confidence in {"M", "M?", "U"}:
                    assert version.review or rule.status != "reviewed", rule.id


def source(name: str) -> bytes:
    """Return a shipped rule file's bytes."""
    return (shipped("rules") / name).read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("covered.phase: [P2, P3]", "covered.phase: [P3]", "example 'From the effective day"),
        ("strict: PROHIBITED, policy: PROHIBITED}", "strict: CLEAR, policy: CLEAR}", "strict is"),
        ("id: us_ns_cmic\n", "id: other\n", "is not the file's name"),
        ("cites: [eo_s1a, eo_s1b, cfr", "cites: [nothing, eo_s1b, cfr", "cites 'nothing'"),
        ("{party.ofac_us_person: yes}", "{party.ofac_us_persn: yes}", "there is no fact"),
        ("{party.action: sale}", "{party.action: sell}", "no value of party.action"),
        ("From {effective_on} a US", "From {effective} a US", "no placeholder {effective}"),
        (
            '    versions:\n      - from: "2021-06-03"',
            "    versions:\n      - from: 2021",
            "not a date",
        ),
        ("policy: PROHIBITED}", "policy: FORBIDDEN}", "is not an outcome"),
        ("title: No purchase by", "titel: No purchase by", "unknown key 'titel'"),
    ],
    ids=[
        "condition changed",
        "outcome changed",
        "id",
        "cite",
        "fact",
        "value",
        "placeholder",
        "date",
        "rung",
        "key",
    ],
)
def test_a_broken_rule_file_is_told(old: str, new: str, said: str) -> None:
    """Each way of breaking a rule file is a problem that names the place."""
    text = source("us_ns_cmic.yaml").decode()
    assert old in text
    report = check_rules([("us_ns_cmic.yaml", text.replace(old, new, 1).encode())])
    assert any(said in str(problem) for problem in report.problems), report.problems


def test_overlapping_versions_are_told() -> None:
    """Two versions of a rule that are in force on the same day are a problem."""
    text = source("us_ofac_sdn.yaml").decode()
    version = text[text.index("      # The programmes") : text.index("  - id: SDN-06")]
    doubled = text.replace(version, version.rstrip() + "\n" + version)
    report = check_rules([("us_ofac_sdn.yaml", doubled.encode())])
    assert any("overlap" in str(problem) for problem in report.problems)


def test_a_version_without_citation_is_refused() -> None:
    """No law without a citation."""
    text = (
        source("us_ofac_sdn.yaml")
        .decode()
        .replace("cites: [cfr_501_603, faq_982, usc_1705]", "cites: []")
    )
    report = check_rules([("us_ofac_sdn.yaml", text.encode())])
    assert any("cites" in str(problem) for problem in report.problems)


@pytest.mark.parametrize("loaded", BOOK.regimes, ids=lambda item: item.regime.id)
def test_a_file_read_without_its_examples_has_the_same_rules(loaded: LoadedRegime) -> None:
    """An assessment reads the rules and leaves the examples out; nothing else changes."""
    data = source(loaded.path)
    bare = load_regime(loaded.path, data, examples=False)
    whole = loaded.regime.model_copy(update={"examples": (), "example_facts": {}})
    assert (bare.regime, bare.sha256) == (whole, loaded.sha256)
    assert without_examples(data).count(b"\n") == data.count(b"\n")


def test_examples_that_rules_lean_on_are_read_after_all() -> None:
    """A file whose rules use an anchor of its examples is read whole; a bad one is told."""
    text = source("us_capta.yaml").decode()
    first = "example_facts: {spare: {party.on.us_capta: &word in_review}}\n"
    start = text[text.index("id: us_capta") : text.index("\nexample_facts:\n")]
    leaning = first + start.replace("status: in_review", "status: *word", 1)
    assert load_regime("us_capta.yaml", leaning.encode(), examples=False).regime.status == (
        "in_review"
    )
    with pytest.raises(RuleError, match="anchor 'gone'"):
        load_regime("us_capta.yaml", leaning.replace("*word", "*gone").encode(), examples=False)


def test_a_version_that_speaks_of_a_day_after_its_end_is_told() -> None:
    """What a rule says while it is in force cannot know what ends it."""
    text = source("us_ns_cmic.yaml").decode()
    old = "The order as first issued stands"
    assert old in text
    told = text.replace(old, "Until 3 June 2021 the order as first issued stands, not 99 June 2021")
    report = check_rules([("us_ns_cmic.yaml", told.encode())])
    assert ["speaks of 3 June 2021" in str(problem) for problem in report.problems] == [True]


@pytest.mark.parametrize("among", ["[same, elsewhere]", "[same, other]"])
def test_an_example_narrows_a_fact_down_to_its_own_words(among: str) -> None:
    """An example may say what an unknown fact could be, in the fact's own words only."""
    text = source("cn_csrc_filing.yaml").decode().replace("among: [same, other]", f"among: {among}")
    report = check_rules([("cn_csrc_filing.yaml", text.encode())])
    assert bool(report.problems) == ("elsewhere" in among)


def test_the_examples_stand_last() -> None:
    """An answer is read without them, so that nothing may follow them."""
    text = source("un_sanctions.yaml").decode()
    moved = text.replace("status: in_review\n", "", 1) + "status: in_review\n"
    report = check_rules([("un_sanctions.yaml", moved.encode())])
    assert any("last key" in str(problem) for problem in report.problems), report.problems


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("un_sanctions.yaml", "start", "the start on"),
        ("eu_asset_freeze.yaml", "2024-07-02", "EUF-04: the end on 2024-07-03"),
        ("eu_asset_freeze.yaml", "2024-07-03", "EUF-04: the start on 2024-07-03"),
    ],
)
def test_a_day_of_the_law_without_examples_on_both_sides_is_told(
    name: str, day: str, said: str
) -> None:
    """Each day on which a version begins or ends has an example on it and one on its eve."""
    loaded = load_regime(name, source(name))
    regime = loaded.regime
    wanted = regime.rules[0].versions[0].since.isoformat() if day == "start" else day
    rule = regime.rules[0].id if day == "start" else "EUF-04"
    kept = tuple(
        example
        for example in regime.examples
        if (example.rule, example.as_of.isoformat()) != (rule, wanted)
    )
    told = replace(loaded, regime=regime.model_copy(update={"examples": kept}))
    assert not [*lint(loaded)]
    assert any(said in problem.message for problem in lint(told))


def test_a_fact_that_no_rule_reads_is_told() -> None:
    """What has a name and is read nowhere would promise a reader more than the rules do."""
    regimes = [item.regime for item in BOOK.regimes]
    assert not [*unread_facts(regimes)]
    without = [regime for regime in regimes if regime.id != "us_cfius"]
    told = [*unread_facts(without)]
    assert "no rule reads the fact cfius.tid_us_business" in told
    assert "no rule reads the fact party.role" not in told


def test_the_shipped_rules_are_checked_as_a_whole() -> None:
    """With the tests of ownership, and as rules that read every fact there is."""
    files = sorted_files(shipped("rules"))
    whole = check_shipped(files)
    assert whole.problems == ()
    assert whole.examples > check_rules(files).examples
    part = check_shipped([(name, data) for name, data in files if name != "us_cfius.yaml"])
    assert any("cfius.tid_us_business" in problem.message for problem in part.problems)
