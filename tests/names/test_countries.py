from __future__ import annotations

import pytest

from sanccheck.names.countries import country_code, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("cn", "CN"),
        ("P.R.C.", "CN"),
        ("Hong Kong SAR", "HK"),
        ("Korea, North", "KP"),
        ("Korea, South", "KR"),
        ("Burma", "MM"),
        ("Region: Gaza", "PS"),
        ("The Gambia", "GM"),
        ("Cote d Ivoire", "CI"),
        ("CÔTE D'IVOIRE", "CI"),
        ("Macedonia, The Former Yugoslav Republic of", "MK"),
        ("NO", "NO"),
        ("undetermined", None),
        ("Region: Kafia Kingi", None),
        ("", None),
    ],
)
def test_code(text: str, code: str | None) -> None:
    """Codes, English names and OFAC's spellings give the alpha-2 code; the rest gives none."""
    assert country_code(text) == code


def test_name() -> None:
    """A code gives the English name, and what is no code comes back as it is."""
    assert (country_name("mk"), country_name("ZZ")) == ("North Macedonia", "ZZ")
