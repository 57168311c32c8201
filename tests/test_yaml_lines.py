"""Strict YAML: scalars stay text, repeated keys are refused, every value knows its line."""

from __future__ import annotations

import pytest

from sanccheck.yaml_lines import line_at, parse_yaml, plain

LAUGHS = b"a0: &a0 [x, x, x, x, x, x, x, x]\n" + b"".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n".encode() for n in range(1, 12)
)


def test_scalars_stay_text() -> None:
    """A country NO, a number with a leading zero and a time come back as they are written."""
    tree, problems = parse_yaml(b"country: NO\nnumber: 07552116\ntime: 12:30:45\n", "f")
    assert problems == []
    assert tree is not None
    assert plain(tree) == {"country": "NO", "number": "07552116", "time": "12:30:45"}


def test_a_repeated_key_is_a_problem_with_both_lines() -> None:
    """The second of two equal keys is refused, naming the first one's line."""
    _, problems = parse_yaml(b"a: 1\nb: 2\na: 3\n", "deal.yaml")
    assert [str(item) for item in problems] == [
        "deal.yaml:3: the key 'a' stands twice (first on line 1); keep one"
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"a: [1", "is not valid YAML"),
        (b"a: \xff\n", "is not UTF-8"),
        (b"a: !!python/object:os.system {}\n", None),
        (b"[" * 5000, "nested too deeply"),
        (b"[" * 2_000_000, "nested too deeply"),
        (b"- " * 2_000_000, "nested too deeply"),
        (b"a: *nowhere\n", "'nowhere' is not defined"),
        (b"a: 1\n---\nb: 2\n", "several documents"),
        (LAUGHS, "holds more than"),
        (b"? [a, b]\n: 1\n", "a key must be plain text"),
    ],
    ids=[
        "empty",
        "cut",
        "latin",
        "tag",
        "deep",
        "deeper",
        "deep list",
        "alias",
        "two",
        "laughs",
        "odd key",
    ],
)
def test_bad_files_are_problems_not_exceptions(data: bytes, said: str | None) -> None:
    """Whatever the bytes, the reader returns problems and builds no object."""
    _, problems = parse_yaml(data, "f")
    assert said is None or said in str(problems[0])


def test_the_line_of_a_value_is_its_key_s() -> None:
    """A reader is sent to the line of the key, or of the nearest parent that exists."""
    tree, _ = parse_yaml(b"a:\n  b:\n    - x\n    - y\n", "f")
    assert tree is not None
    assert line_at(tree, ("a", "b", 1)) == 4
    assert line_at(tree, ("a", "missing")) == 1


@pytest.mark.parametrize(("text", "value"), [("a:", None), ("a: ~", None), ('a: "null"', "null")])
def test_only_an_unquoted_null_is_nothing(text: str, value: str | None) -> None:
    """Quoting keeps the word."""
    tree, _ = parse_yaml(text.encode(), "f")
    assert tree is not None
    assert plain(tree) == {"a": value}
