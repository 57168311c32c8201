"""What must be found and what must not, one row for each thing that happens to names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from sanccheck.matching.candidates import Asked, find_candidates
from sanccheck.matching.index import Index
from sanccheck.model.entries import EntityType, Entry, Name
from sanccheck.names.reading import read_name
from sanccheck.screening import DEFAULT_MIN_SCORE

COMPANY, PERSON = EntityType.COMPANY, EntityType.PERSON
OpenIndex = Callable[[Sequence[Entry]], Index]

FOUND = [
    ("Kolvex Fertoing OOO", COMPANY, "ROO Kolvex Fertoing", "a slip in the form before the name"),
    ("Vygon Consulting LLC", COMPANY, "OLC Vygon Consulting", "two letters of a form swapped"),
    ("Wexi Apptol Co., Ltd.", COMPANY, "Wexi Apptol Coi., Ltd.", "a slip in Co"),
    ("Wexi Apptol Co., Ltd.", COMPANY, "Wexi Apptol Co., Lt", "a form cut off by a letter"),
    ("Transkor-Ural, AO", COMPANY, "Transkor-Ural, SO", "a slip in a form of two letters"),
    (
        "Orlon Concern Open Joint Stock Company",
        COMPANY,
        "Orlon Concern Open Joint Stock Comp",
        "cut",
    ),
    (
        "Limited Liability Company Finor Decisions",
        COMPANY,
        "Limitcd Liability Company Finor Decisions",
        "scanned",
    ),
    ("GPX Global Resources BV", COMPANY, "ZPX Global Resources BV", "the first of three letters"),
    (
        "China South Industries Group Corporation",
        COMPANY,
        "China South Industries Grup Corporation",
        "common",
    ),
    (
        "Islamic Republic of Iran Shipping Lines",
        COMPANY,
        "Islamic Repubilc of Iran Shipping Lines",
        "a place",
    ),
    ("Kolvex 2002 EOOD", COMPANY, "Kolvex2002 EOOD", "a number written together with the name"),
    ("Russian Railways", COMPANY, "Northgate Nominees Pty Ltd <Russian Railways>", "a designation"),
    (
        "Cosmar Shipping Inc.",
        COMPANY,
        "Cosmar Shipping Inc. (Nominees) Limited",
        "a nominee company",
    ),
    ("Kolvex Agro Private Limited", COMPANY, "Kolvex Agro Private Limited GDR Reg S", "a security"),
    (
        "China Telecom Group Co., Ltd.",
        COMPANY,
        "China Telecom Group Co., Ltd. A Shares",
        "a security",
    ),
    (
        "厦门市美亚柏科信息股份有限公司",
        COMPANY,
        "Xiamen Mei Ya Bai Ke Xinxi Gufen Youxiangongsi",
        "pinyin",
    ),
    ("中国移动通信集团有限公司", COMPANY, "Zhongguo Yidong Tongxin Jituan", "pinyin of trades"),
    ("Hasan Karimov", PERSON, "Hassan Karimov", "two known ways to write a name"),
    ("Suhayl Hasan AL-HASAN", PERSON, "Suhayl Hasan AK-HASAN", "a slip in a particle"),
    ("John NUMBI", PERSON, "H.E. John Numbi", "a title"),
    ("Mansur ASGARI", PERSON, "Col. Mansur Asgari", "a rank"),
    ("Dmitry ANDREEV", PERSON, "Dmitry Andreeff", "an old transliteration"),
    ("Oksana TIMOHINA", PERSON, "Oxana Timohina", "x for ks"),
    ("Bassam Ahmad AL-HASRI", PERSON, "بسام أحمد الحصري", "asked in Arabic letters"),
    ("زياد صباغ", PERSON, "Ziyad Sabbagh", "listed in Arabic letters"),
]

NOT_FOUND = [
    ("Muhammad ZAYDAN", PERSON, "Sedania", "one word that sounds like a surname"),
    ("Mason DAVIS", PERSON, "Davis Offshore, L.P.", "a company that bears a surname"),
    ("Saeed SIAM", PERSON, "Dimet (Siam) Public Company Limited", "a place in brackets"),
    (
        "HONGYUAN MARINE CO LTD",
        COMPANY,
        "Hongyuan Green Energy Co., Ltd.",
        "one word of two companies",
    ),
    ("LARGO LEASING LTD.", COMPANY, "Largo Resources Ltd", "one word of two companies"),
    ("DAEDONG CREDIT BANK", COMPANY, "Saedong Co., Ltd.", "a slip in all that agrees"),
    ("ELEMENTO LIMITED", COMPANY, "Elementis plc", "two words alike, two forms"),
    ("SHENZHEN RION TECHNOLOGY", COMPANY, "Rion Co., Ltd.", "a full name that is only a part"),
    ("MARINE SHIPPING LTD", COMPANY, "Marina Shipping Ltd", "two known words"),
]


def score(open_index_of: OpenIndex, listed: Name, type_: EntityType, query: str) -> float:
    """Return the score of a query against one listed name."""
    entry = Entry(id="us_test:1", list="us_test", uid="1", type=type_, names=(listed,))
    found = find_candidates(open_index_of([entry]), Asked(read_name(query), ()), 0.0)
    return max((one.found.score.score for one in found if one.found is not None), default=0.0)


@pytest.mark.parametrize(("listed", "type_", "query", "why"), FOUND, ids=[one[2] for one in FOUND])
def test_is_found(
    open_index_of: OpenIndex, listed: str, type_: EntityType, query: str, why: str
) -> None:
    """What typing, copying, titles, wrappers and other scripts do to a name does not hide it."""
    assert score(open_index_of, Name(text=listed), type_, query) >= DEFAULT_MIN_SCORE, why


@pytest.mark.parametrize(
    ("listed", "type_", "query", "why"), NOT_FOUND, ids=[one[2] for one in NOT_FOUND]
)
def test_is_not_found(
    open_index_of: OpenIndex, listed: str, type_: EntityType, query: str, why: str
) -> None:
    """What two names share by chance makes no hit."""
    assert score(open_index_of, Name(text=listed), type_, query) < DEFAULT_MIN_SCORE, why


@pytest.mark.parametrize(
    ("query", "is_hit"), [("Reach", True), ("Reach Group", False), ("Reech", False)]
)
def test_a_weak_alias_takes_the_very_words(
    open_index_of: OpenIndex, query: str, *, is_hit: bool
) -> None:
    """A weak alias is a hit only where the words are the same, none more and none less."""
    found = score(open_index_of, Name(text="REACH", weak=True), COMPANY, query)
    assert (found >= DEFAULT_MIN_SCORE) is is_hit
