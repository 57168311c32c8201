from __future__ import annotations

import pytest

from sanccheck.model.hits import Says
from sanccheck.names.legal_forms import FAMILIES, compare_forms, split_form
from sanccheck.names.normalise import words


@pytest.mark.parametrize(
    ("name", "rest", "family"),
    [
        ("SENSETIME GROUP LIMITED", "sensetime group", "limited"),
        ("SenseTime Group Inc.", "sensetime group", "inc"),
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", None, "co_limited"),
        ("PUBLIC JOINT STOCK COMPANY SBERBANK OF RUSSIA", "sberbank of russia", "jsc"),
        ("OOO Gazprom", "gazprom", "llc"),
        ("Sberbank PAO", "sberbank", "jsc"),
        ("X GmbH & Co. KG", "x", "lp"),
        ("Foo S.A. de C.V.", "foo", "jsc"),
        ("Foo Sp. z o.o.", "foo", "llc"),
        ("PT Telkom Tbk", "telkom", "jsc"),
        ("Zhejiang Foo Co., Ltd. Shanghai Branch", "zhejiang foo shanghai branch", "co_limited"),
        ("OPEN JOINT STOCK CO VEB LEASING", "veb leasing", "jsc"),
        ("Gufen Youxian Gongsi", "gufen", "co_limited"),
        ("Tavistock Investments", "tavistock investments", None),
        ("Limited", "limited", None),
    ],
)
def test_splits_off_the_form(name: str, rest: str | None, family: str | None) -> None:
    """The form is found at the end, at the start or inside; a bare form stays a name."""
    left, form = split_form(words(name))
    if rest is not None:
        assert " ".join(left) == rest
    assert (form.family if form else None) == family


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("inc", "limited", Says.CONFLICTS),
        ("corp", "limited", Says.CONFLICTS),
        ("limited", "limited", Says.AGREES),
        ("limited", "co_limited", Says.AGREES),
        ("co_limited", "cn_llc", Says.AGREES),
        ("cn_llc", "jsc_limited", Says.CONFLICTS),
        ("limited", "llc", Says.UNKNOWN),
        ("company", "inc", Says.UNKNOWN),
        (None, "inc", Says.UNKNOWN),
        (None, None, Says.UNKNOWN),
        ("lp", "limited", Says.CONFLICTS),
    ],
)
def test_compares_families(one: str | None, other: str | None, says: Says) -> None:
    """Inc and Limited conflict, Ltd and Co., Ltd. agree, a form not given is unknown."""
    assert compare_forms(one, other) is says
    assert compare_forms(other, one) is says


def test_each_family_agrees_with_itself() -> None:
    """No family contradicts itself; "Company" says nothing."""
    for family in FAMILIES:
        expected = Says.UNKNOWN if family == "company" else Says.AGREES
        assert compare_forms(family, family) is expected
