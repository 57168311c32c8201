from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.errors import UsageError
from sanccheck.names.identifiers import SCHEMES, normalise_identifier, parse_identifier


@pytest.mark.parametrize(
    ("scheme", "typed", "normal", "valid"),
    [
        ("ticker", "0728 HK", "0728@XHKG", None),
        ("ticker", "728 HK", "0728@XHKG", None),
        ("ticker", "00728@XHKG", "0728@XHKG", None),
        ("ticker", "0020.HK", "0020@XHKG", None),
        ("ticker", "20 HK Equity", "0020@XHKG", None),
        ("ticker", "80020@XHKG", "80020@XHKG", None),
        ("ticker", "601800 CN", "601800@XSHG", None),
        ("ticker", "900901 CN", "900901@XSHG", None),
        ("ticker", "002415 CN", "002415@XSHE", None),
        ("ticker", "200002 CN", "200002@XSHE", None),
        ("ticker", "300188 ch", "300188@XSHE", None),
        ("ticker", "603019CN", "603019@XSHG", None),
        ("ticker", "002415.SZ", "002415@XSHE", None),
        ("ticker", "830799 CN", "830799@CN", None),
        ("ticker", "CHL US", "CHL@US", None),
        ("ticker", "K3ED SG", "K3ED@SG", None),
        ("ticker", "BRK.B US", "BRK.B@US", None),
        ("ticker", "ROSB", "ROSB", None),
        ("ticker", "?", "?", False),
        ("isin", "us0378331005", "US0378331005", True),
        ("isin", "US0378331006", "US0378331006", False),
        ("isin", "BRC1EODR004", "BRC1EODR004", False),
        ("lei", "253400wss48ywmbua688", "253400WSS48YWMBUA688", True),
        ("uscc", "9111000071093019X7", "9111000071093019X7", True),
        ("uscc", "91110000710930190A", "91110000710930190A", False),
        ("hk_cr", "C.R. No. 2162198", "2162198", None),
        ("hk_cr", "685974", "0685974", None),
        ("hk_cr", "0685974", "0685974", None),
        ("hk_cr", "none", "NONE", False),
        ("imo", "IMO 9187629", "9187629", True),
        ("imo", "9187620", "9187620", False),
        ("bic", "gazprumm", "GAZPRUMM", None),
        ("bic", "GAZPRUMMXXX", "GAZPRUMMXXX", None),
        ("bic", "GAZ", "GAZ", False),
        ("lei", ".", ".", False),
        ("passport", "a-123 456", "A123456", None),
        ("other", "hrb 20555", "HRB20555", None),
        ("other", "1Q9UtBLqfdRQpzSAbJ1yRaE8mXk7Fdg5", "1Q9UtBLqfdRQpzSAbJ1yRaE8mXk7Fdg5", None),
    ],
)
def test_one_form(scheme: str, typed: str, normal: str, valid: bool | None) -> None:
    """Each scheme has one written form, and says whether its check digits agree."""
    assert normalise_identifier(scheme, typed) == (normal, valid)


@given(st.sampled_from(SCHEMES), st.text(min_size=1, max_size=40))
def test_normalising_twice_changes_nothing(scheme: str, typed: str) -> None:
    """The normal form of any text is its own normal form."""
    if not typed.strip():
        return
    once, _valid = normalise_identifier(scheme, typed)
    assert normalise_identifier(scheme, once)[0] == once


def test_unchecked() -> None:
    """Without the check the value is the same and nothing is said of its check digits."""
    assert normalise_identifier("isin", "us0378331006", check=False) == ("US0378331006", None)


@pytest.mark.parametrize("text", ["2162198", "nosuch:1", "isin:", "isin:   "])
def test_bad_identifier(text: str) -> None:
    """An identifier without a known scheme or without a value is a usage error."""
    with pytest.raises(UsageError):
        parse_identifier(text)


def test_parse() -> None:
    """SCHEME:VALUE is read whatever the case of the scheme."""
    found = parse_identifier("HK_CR:2162198")
    assert (found.scheme, found.value, found.valid) == ("hk_cr", "2162198", None)
