"""Read what people type into tables for a country or a type, in English and in Chinese."""

from __future__ import annotations

from sanccheck.model.entries import EntityType
from sanccheck.names.countries import country_code

_NOTHING = {"", "-", "--", "n/a", "n.a.", "unknown", "not known", "not available", "undetermined"}

_TYPES = {
    EntityType.COMPANY: "company|corporate|corporation|entity|legal entity|organisation"
    "|organization|institution|institutional|bank|llc|partnership|公司|企业|企業|机构|機構|法人",
    EntityType.PERSON: "person|individual|natural person|private individual|自然人|个人|個人",
    EntityType.VESSEL: "vessel|ship|船舶",
    EntityType.AIRCRAFT: "aircraft|飞机|飛機",
    EntityType.FUND: "fund|investment fund|private fund|mutual fund|etf|基金",
    EntityType.SECURITY: "security|share|bond|note|证券|證券",
}
_TYPE_OF = {word: type_ for type_, words in _TYPES.items() for word in words.split("|")}

# Names of the places from which investors of such deals mostly come, in Chinese.
_COUNTRIES_ZH = {
    "CN": "中国|中國|中华人民共和国|中華人民共和國|内地|中国内地|中國內地|中国大陆",
    "HK": "香港|中国香港|中國香港|香港特别行政区",
    "MO": "澳门|澳門|中国澳门|中國澳門",
    "TW": "台湾|台灣|臺灣|中国台湾|中國台灣",
    "KY": "开曼群岛|開曼群島|开曼",
    "VG": "英属维尔京群岛|英屬維爾京群島|英屬處女群島|英属处女群岛",
    "BM": "百慕大|百慕达|百慕達",
    "SG": "新加坡",
    "US": "美国|美國",
    "GB": "英国|英國",
    "JP": "日本",
    "KR": "韩国|韓國|南韩|南韓",
    "LU": "卢森堡|盧森堡",
    "RU": "俄罗斯|俄羅斯",
    "AE": "阿联酋|阿聯酋",
    "SA": "沙特阿拉伯|沙特",
    "QA": "卡塔尔|卡塔爾",
    "DE": "德国|德國",
    "FR": "法国|法國",
    "CH": "瑞士",
    "CA": "加拿大",
    "AU": "澳大利亚|澳大利亞|澳洲",
}
_CODE_OF_ZH = {name: code for code, names in _COUNTRIES_ZH.items() for name in names.split("|")}


def is_nothing(cell: str) -> bool:
    """Say whether a cell is empty or says that nothing is known.

    >>> is_nothing(" N/A "), is_nothing("0")
    (True, False)
    """
    return cell.strip().casefold() in _NOTHING


def typed_country(cell: str) -> str | None:
    """Return the ISO code of a country as people write it, None where it is not known.

    >>> typed_country("Cayman Islands"), typed_country("开曼群岛"), typed_country("Atlantis")
    ('KY', 'KY', None)
    """
    text = cell.strip()
    return country_code(text) or _CODE_OF_ZH.get(text)


def typed_type(cell: str) -> EntityType | None:
    """Return the type that a word means, None where it is not known.

    >>> typed_type("Individual").value
    'person'
    """
    return _TYPE_OF.get(cell.strip().casefold())
