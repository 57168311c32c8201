from __future__ import annotations

from collections.abc import Callable

import pytest

from sanccheck.matching.identifiers import agreeing, contradicting, say, typed_identifiers
from sanccheck.model.entries import Entry, Identifier


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("US1694261033", [("isin", "US1694261033", True)]),
        ("ISIN: US1694261033", [("isin", "US1694261033", True)]),
        ("91110000710925243K", [("uscc", "91110000710925243K", True)]),
        ("0020.HK", [("ticker", "0020@XHKG", True)]),
        ("20 hk", [("ticker", "0020@XHKG", True)]),
        ("HKEX: 0020", [("ticker", "0020@XHKG", True)]),
        ("IMO 9187629", [("imo", "9187629", True)]),
        (
            "2162198",
            [
                ("hk_cr", "2162198", False),
                ("imo", "2162198", False),
                ("passport", "2162198", False),
                ("other", "2162198", False),
            ],
        ),
        (
            "1027739345842",
            [("passport", "1027739345842", False), ("other", "1027739345842", False)],
        ),
        ("C.R. No. 2162198", [("hk_cr", "2162198", False), ("other", "2162198", False)]),
        ("OGRN 1027739345842", [("other", "1027739345842", False)]),
        ("A12345678", [("passport", "A12345678", False), ("other", "A12345678", False)]),
        ("C1HL34.BR", [("ticker", "C1HL34@BR", True)]),
        ("US1694261034", []),
        ("SenseTime Group", []),
        ("360 Capital REIT", []),
        ("Fund 2", []),
    ],
)
def test_recognises_identifiers_typed_as_a_name(
    name: str, expected: list[tuple[str, str, bool]]
) -> None:
    """An ISIN, LEI, USCC or ticker is certain, a bare number a guess, a name neither."""
    found = [
        (one.identifier.scheme, one.identifier.value, one.certain)
        for one in typed_identifiers(name)
    ]
    assert found == expected


def test_tells_agreeing_and_contradicting(entry: Callable[..., Entry]) -> None:
    """What both give agrees; another number of a register that gives one each contradicts."""
    mine = Identifier(scheme="hk_cr", value="2162198", label="C.R. No.")
    listed = entry("X", identifiers=(mine,))
    assert agreeing((Identifier(scheme="hk_cr", value="2162198"),), listed) == (mine,)
    other = Identifier(scheme="hk_cr", value="1")
    assert contradicting((other,), listed) == ((other, mine),)
    assert contradicting((Identifier(scheme="lei", value="1"),), listed) == ()
    assert contradicting((Identifier(scheme="hk_cr", value="1", valid=False),), listed) == ()


def test_says_identifiers_as_readers_know_them() -> None:
    """Known registers have their names, others the publisher's label."""
    assert say(Identifier(scheme="hk_cr", value="2162198")) == "Hong Kong C.R. 2162198"
    assert say(Identifier(scheme="other", value="77", label="Tax ID No.")) == "Tax ID No. 77"
    assert say(Identifier(scheme="other", value="77")) == "number 77"
