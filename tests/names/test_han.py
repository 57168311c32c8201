from __future__ import annotations

import pytest

from sanccheck.names.han import latin, pinyin, simplify, split_han_form, split_words
from sanccheck.names.tables import read_table


@pytest.mark.parametrize(
    ("name", "form", "split", "written"),
    [
        (
            "\u676d\u5dde\u6d77\u5eb7\u5a01\u89c6\u6570\u5b57\u6280\u672f\u80a1\u4efd\u6709\u9650\u516c\u53f8",
            "\u80a1\u4efd\u6709\u9650\u516c\u53f8",
            4,
            "hangzhou haikangweishi digital technology",
        ),
        (
            "\u5546\u6e6f\u96c6\u5718\u6709\u9650\u516c\u53f8",
            "\u6709\u9650\u516c\u53f8",
            2,
            "shangtang group",
        ),
        (
            "\u534e\u4e3a\u6280\u672f\u6709\u9650\u516c\u53f8",
            "\u6709\u9650\u516c\u53f8",
            2,
            "huawei technology",
        ),
        (
            "\u4e2d\u56fd\u822a\u7a7a\u5de5\u4e1a\u96c6\u56e2",
            None,
            4,
            "china aviation industry group",
        ),
        (
            "\u6df1\u5733\u5e02\u5927\u7586\u521b\u65b0\u79d1\u6280",
            None,
            3,
            "shenzhen dajiangchuangxin technology",
        ),
    ],
    ids=["hikvision", "sensetime-traditional", "huawei", "avic", "city-marker"],
)
def test_reads_company_names(name: str, form: str | None, split: int, written: str) -> None:
    """Form, place and trades are cut out; trades are written in English, the rest in pinyin."""
    core, found = split_han_form(simplify(name))
    parts = split_words(core)
    assert found == form
    assert len(parts) == split
    assert " ".join(map(latin, parts)) == written


def test_writes_characters_as_names_read_them() -> None:
    """Characters with two readings get the one that names have (Changan, Chongqing)."""
    assert pinyin("\u957f\u8679") == "changhong"
    assert latin("\u91cd\u5e86") == "chongqing"
    assert latin("\u53a6\u95e8") == "xiamen"


def test_words_are_in_the_table_once() -> None:
    """Each Han word stands in the table once, written in ASCII."""
    rows = read_table("han_words.tsv")
    assert len({word for word, _, _ in rows}) == len(rows)
    assert all(written.isascii() and written.islower() for _, written, _ in rows)
