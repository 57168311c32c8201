"""Files that are wrong in one way each: every problem is told with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sanccheck.commands import main
from sanccheck.deal.load import parse_deal
from sanccheck.errors import DealError
from sanccheck.rulebook.check import check_rules
from sanccheck.shipped import shipped

GOLDEN = Path(__file__).parent / "golden/bad.txt"
DEAL = """\
title: A sale
deal:
  kind: offering
  action: sale
  date: 2023-07-06
security:
  kind: equity
  publicly_traded: yes
parties:
  - id: issuer
    name: SenseTime Group Inc.
    role: issuer
    organised_in: KY
    country: HK
    relations:
      - to: "us_ns_cmic:33114"
        kind: parent
        source: the prospectus
  - id: seller
    name: Taobao Holding Limited
    role: seller
    organised_in: KY
    ofac_us_person: no
holdings:
  - owner: seller
    of: issuer
    percent: 40
notes: []
"""
# ruff: noqa: E501 - a case is one text of a file
# What is wrong, the text of a good file, and what stands there instead.
Case = tuple[str, str, str]
BAD_RULES: list[Case] = [
    ("a key misspelt", "    limb: other\n", "    limbs: other\n"),
    ("a key twice", "    limb: other\n", "    limb: other\n    limb: export\n"),
    ("no id", "id: us_capta\n", ""),
    ("an id in capitals", "id: us_capta\n", "id: US_CAPTA\n"),
    (
        "no title",
        "title: Correspondent account and payable-through account sanctions (CAPTA List)\n",
        "",
    ),
    (
        "an empty authority",
        "authority: 31 CFR 561.201 and the laws that each entry names",
        'authority: ""',
    ),
    ("a stage that is none", "stage: outcome", "stage: late"),
    ("no rules", "rules:\n", "rules: []\nrulez:\n"),
    ("no citations", "cites:\n  cfr", "cite:\n  cfr"),
    ("a citation over http", "href: https://www.ecfr", "href: http://www.ecfr"),
    (
        "a citation with no address",
        "    href: https://www.ecfr.gov/current/title-31/section-561.201\n",
        "",
    ),
    (
        "a citation never read",
        '    read_on: "2026-11-22"\n    confidence: V2\n  page',
        "    confidence: V2\n  page",
    ),
    ("a day that is none", 'read_on: "2026-11-22"', 'read_on: "2026-02-30"'),
    ("a day in another form", 'read_on: "2026-11-22"', "read_on: 22 Nov 2026"),
    ("a confidence that is none", "    confidence: V2\n  page", "    confidence: certain\n  page"),
    (
        "a citation that nobody holds",
        "cites: [cfr_561_201]\n\nrules",
        "cites: [cfr_561_202]\n\nrules",
    ),
    ("a version that cites nothing", "cites: [cfr_561_201, page]", "cites: []"),
    (
        "a version that cites what is not held",
        "cites: [cfr_561_201, page]",
        "cites: [cfr_561_201, pages]",
    ),
    ("a rule id in small letters", "- id: CAPTA-01", "- id: capta-01"),
    ("a rule about nothing known", "about: party", "about: person"),
    ("a rule that binds nobody known", "    limb: other", "    binds: martians\n    limb: other"),
    ("a limb that is none", "limb: other", "limb: leg"),
    (
        "no versions",
        '    versions:\n      - from: "2019-03-14"\n        cites: [cfr_561_201, page]',
        '    versions: []\n    version:\n      - from: "2019-03-14"\n        cites: [cfr_561_201, page]',
    ),
    ("a version with no first day", '- from: "2019-03-14"\n        cites', "- cites"),
    (
        "a version that ends before it begins",
        '- from: "2019-03-14"\n',
        '- from: "2019-03-14"\n        until: "2019-03-13"\n',
    ),
    (
        "an outcome that is none",
        "strict: CLEAR\n          policy",
        "strict: FINE\n          policy",
    ),
    ("an outcome of one reading", "          strict: CLEAR\n          policy", "          policy"),
    (
        "a rung that could be and is none",
        "could_be: {strict: RESTRICTED_LICENCE, policy",
        "could_be: {strict: LICENCE, policy",
    ),
    (
        "a review with no way to settle it",
        "            settle: Another bank for the payments, or the conditions of the entry.\n",
        "",
    ),
    (
        "a review named in capitals",
        "id: no_us_account\n            reason",
        "id: NoUSAccount\n            reason",
    ),
    (
        "no sentence",
        "        because: US banks may not keep a correspondent account for {party}, or not freely.\n",
        "",
    ),
    ("a placeholder that is none", "account for {party}, or", "account for {partner}, or"),
    (
        "no condition",
        "        applies_when:\n          in_turn:\n",
        "        applies_if:\n          in_turn:\n",
    ),
    (
        "a condition that is a word",
        "applies_when:\n          in_turn:\n            - {party.on.us_capta: yes}",
        "applies_when:\n          in_turn:\n            - always",
    ),
    (
        "a condition of two facts",
        "{party.on.us_capta: yes}\n            -",
        "{party.on.us_capta: yes, party.action: sale}\n            -",
    ),
    ("a condition on nothing", "          in_turn:\n", "          in_turn: []\n          all:\n"),
    ("a fact that is none", "{party.eo14024_directive_2: no}", "{party.eo14024_directive_22: no}"),
    ("a value that a fact never has", "[underwrite, intermediate", "[underwrit, intermediate"),
    (
        "a yes that is a maybe",
        "{party.eo14024_directive_2: no}",
        "{party.eo14024_directive_2: maybe}",
    ),
    (
        "a comparison of what has no order",
        "{party.eo14024_directive_2: no}",
        "{party.eo14024_directive_2: {over: 1}}",
    ),
    (
        "a comparison that is none",
        "{party.eo14024_directive_2: no}",
        "{security.tenor_days: {above: 14}}",
    ),
    (
        "a number that is a word",
        "{party.eo14024_directive_2: no}",
        "{security.tenor_days: {over: many}}",
    ),
    ("is_unknown of a list", "{party.eo14024_directive_2: no}", "{is_unknown: [party.action]}"),
    ("a not of nothing", "{party.eo14024_directive_2: no}", "{not: }"),
    (
        "python in a value",
        "{party.eo14024_directive_2: no}",
        "{party.eo14024_directive_2: !!python/object/apply:os.system [ls]}",
    ),
    ("a merge key", "    limb: other\n", "    limb: other\n    <<: {binds: everyone}\n"),
    ("tabs", "    limb: other\n", "\tlimb: other\n"),
    ("a bracket left open", "cites: [cfr_561_201, page]", "cites: [cfr_561_201, page"),
    ("two documents", "\nexample_facts:", "\n---\nexample_facts:"),
    ("a null byte", "limb: other", "limb: o\x00ther"),
    (
        "an example of no rule",
        '    rule: CAPTA-01\n    as_of: "2019-03-14"',
        '    rule: CAPTA-02\n    as_of: "2019-03-14"',
    ),
    ("an example like nothing", "    like: bank\n    expect:\n", "    like: banker\n    expect:\n"),
    (
        "an example with a fact that is none",
        "facts: {party.eo14024_directive_2: yes}",
        "facts: {party.directive: yes}",
    ),
    (
        "an example with a value that is none",
        "facts: {party.on.us_capta: no}",
        "facts: {party.on.us_capta: nope}",
    ),
    (
        "an example whose outcome is wrong",
        "      policy: RESTRICTED_LICENCE\n      could",
        "      policy: PROHIBITED\n      could",
    ),
    (
        "an example that expects a word",
        "expect: {applies: no}\n  - name: A bank under",
        "expect: {applies: never}\n  - name: A bank under",
    ),
    ("a list of lists", "not_this:\n", "not_this:\n  - []\n"),
    ("a text where a list belongs", "cites: [cfr_561_201]\n\nrules", "cites: cfr_561_201\n\nrules"),
    (
        "a list where a text belongs",
        "title: A bank on the CAPTA List in the deal",
        "title: [A bank]",
    ),
    ("a whole list", "id: us_capta", "- id: us_capta"),
    ("a status that is none", "\nstatus: in_review", "\nstatus: done"),
    ("an anchor that loops", "{party.eo14024_directive_2: no}", "&a {not: *a}"),
    (
        "a tag on a mapping",
        "{party.eo14024_directive_2: no}",
        "!!set {party.eo14024_directive_2: no}",
    ),
    ("a file read in", "limb: other", "limb: !include /etc/passwd"),
]
BAD_DEALS: list[Case] = [
    ("a key misspelt", "  kind: offering\n", "  knd: offering\n"),
    ("a key twice", "  kind: offering\n", "  kind: offering\n  kind: offering\n"),
    ("no deal", "deal:\n  kind: offering\n  action: sale\n  date: 2023-07-06\n", ""),
    ("no parties", "parties:\n", "parties: []\npartys:\n"),
    ("a kind that is none", "kind: offering", "kind: gift"),
    ("an action that is none", "action: sale", "action: steal"),
    ("a day that is none", "date: 2023-07-06", "date: 2023-06-31"),
    ("a day in another order", "date: 2023-07-06", "date: 06/07/2023"),
    ("a security that is none", "kind: equity", "kind: shares"),
    ("a yes that is a maybe", "publicly_traded: yes", "publicly_traded: maybe"),
    ("a number for yes", "publicly_traded: yes", "publicly_traded: 1"),
    ("a party with no name", "    name: SenseTime Group Inc.\n", ""),
    ("a party with no id", "  - id: issuer\n    name", "  - name"),
    ("a party id with a space", "id: issuer", "id: the issuer"),
    ("two parties of one id", "id: seller", "id: issuer"),
    ("a name of nothing", "name: Taobao Holding Limited", 'name: ""'),
    ("a role that is none", "role: seller", "role: vendor"),
    ("no role", "    role: seller\n", ""),
    ("a country that is none", "organised_in: KY\n    country", "organised_in: ZZ\n    country"),
    ("a relation to nothing", 'to: "us_ns_cmic:33114"', 'to: ""'),
    ("a relation that is none", "kind: parent", "kind: cousin"),
    (
        "an LEI whose check digits are wrong",
        "    country: HK",
        '    country: HK\n    ids: ["lei:5493001KJTIIGC8Y1R13"]',
    ),
    (
        "an ISIN of a party whose check digit is wrong, and an LEI that is too short",
        "    country: HK",
        '    country: HK\n    ids: ["isin:US0378331004", "LEI: 5493001"]',
    ),
    ("an ISIN whose check digit is wrong", "kind: equity", "kind: equity\n  isin: US0378331004"),
    ("an ISIN of nothing", "    country: HK", '    country: HK\n    ids: ["isin:"]'),
    ("an identifier without a scheme", "    country: HK", '    country: HK\n    ids: ["33114"]'),
    (
        "a US person organised in the US who is none",
        "organised_in: KY\n    ofac",
        "organised_in: US\n    ofac",
    ),
    ("a holding over all", "percent: 40", "percent: 140"),
    ("a holding below nothing", "percent: 40", "percent: -1"),
    ("a holding in words", "percent: 40", "percent: most"),
    ("a holding of nobody", "of: issuer", "of: nobody"),
    ("a holding by nobody", "owner: seller", "owner: nobody"),
    ("a list for a party", "parties:\n  - id: issuer", "parties:\n  - [issuer]\n  - id: issuer"),
    ("a party that is a word", "parties:\n  - id: issuer", "parties:\n  - issuer\n  - id: issuer"),
    ("python in a value", "kind: offering", "kind: !!python/name:os.system"),
    ("a bracket left open", "notes: []", "notes: ["),
    ("tabs", "  action: sale\n", "\taction: sale\n"),
    ("a null byte", "action: sale", "action: sa\x00le"),
    ("notes that are no list", "notes: []", "notes: {a: b}"),
    ("two documents", "\nparties:", "\n---\nparties:"),
    ("a loop", "notes: []", "notes: &n [*n]"),
]


def made(kind: str, case: Case) -> bytes:
    """Return a good file made wrong."""
    _, good, bad = case
    text = (shipped("rules") / "us_capta.yaml").read_text("utf-8") if kind == "rules" else DEAL
    assert good in text
    return text.replace(good, bad, 1).encode()


def told(kind: str, case: Case) -> list[str]:
    """Return what the program says of a file made wrong."""
    if kind == "rules":
        return [str(one) for one in check_rules([("us_capta.yaml", made(kind, case))]).problems]
    with pytest.raises(DealError) as caught:
        parse_deal(made(kind, case), "deal.yaml")
    assert caught.value.exit_code == 2
    return [str(one) for one in caught.value.problems]


@pytest.mark.parametrize("kind", ["rules", "deals"])
def test_what_is_wrong_is_told(kind: str, pytestconfig: pytest.Config) -> None:
    """Each problem stands with its file and line; the golden file holds the words."""
    golden = GOLDEN.with_stem(f"bad_{kind}")
    lines: list[str] = []
    for case in BAD_RULES if kind == "rules" else BAD_DEALS:
        problems = told(kind, case)
        assert problems, case[0]
        assert all(re.match(r"\w+\.yaml:\d+: ", problem) for problem in problems), case[0]
        lines += [f"# {case[0]}", *problems, ""]
    text = "\n".join(lines)
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text("utf-8") == text


@pytest.mark.parametrize("kind", ["rules", "deal"])
def test_the_command_ends_with_2(
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file with problems gives exit 2 and each of them on stderr."""
    case = ("", "title: A", "titel: A")
    (tmp_path / "us_capta.yaml").write_bytes(made(kind, case))
    monkeypatch.setattr("sys.argv", ["sanccheck", kind, "check", str(tmp_path / "us_capta.yaml")])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "unknown key 'titel'" in capsys.readouterr().err


def test_the_good_files_are_good() -> None:
    """What the wrong files are made of has no problem itself, so each has the one it was given."""
    assert told("rules", ("", "", "")) == []
    assert parse_deal(made("deals", ("", "", "")), "deal.yaml").deal.parties
