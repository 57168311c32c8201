"""A letterhead: a firm's name, logo, lines above and below, and templates of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sanccheck.errors import InputError, Problem
from sanccheck.memo.document import Memo
from sanccheck.memo.visible import visible
from sanccheck.yaml_lines import Mapping, Text, read_yaml

_MOST_BYTES = 1_000_000
_LOGOS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_TEXTS = ("name", "header", "footer")
_FILES = ("logo", "html", "word")
_KEYS = (*_TEXTS, *_FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture as it is in its file; `kind` is png or jpg."""

    data: bytes
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What a letterhead adds to a memo; without a file of its own it adds nothing.

    `html` is the letterhead's Jinja template, `word` the Word file whose page and styles are taken;
    the paths say where they are from.
    """

    name: str = ""
    header: str = ""
    footer: str = ""
    logo: Logo | None = None
    html: str | None = None
    html_path: str = ""
    word: bytes | None = None
    word_path: str = ""


PLAIN = Letterhead()


def running_header(memo: Memo, letterhead: Letterhead) -> str:
    """Return the line above every page."""
    return ". ".join(
        part for part in (letterhead.header, f"{memo.subtitle}, as of {memo.day}") if part
    )


def running_footer(memo: Memo, letterhead: Letterhead) -> str:
    """Return the line below every page, before the page's number."""
    parts = (letterhead.footer, memo.program, "Not legal advice")
    return "".join(f"{part.rstrip('.')}. " for part in parts if part).rstrip()


def load_letterhead(path: Path) -> Letterhead:
    """Return the letterhead of a file; the files that it names lie beside it.

    Raises:
        InputError: with every problem of the file.
    """
    tree, problems = read_yaml(path)
    if not isinstance(tree, Mapping):
        line = None if tree is None else tree.line
        message = f"a letterhead file is a mapping with some of the keys {', '.join(_KEYS)}"
        problems = problems or [Problem(path=str(path), line=line, message=message)]
        raise InputError("\n".join(map(str, problems)))
    texts = {}
    for key, node in tree.items.items():
        line = tree.key_lines[key]
        if key not in _KEYS:
            message = f"'{key}' is no key of a letterhead file; it has {', '.join(_KEYS)}"
            problems.append(Problem(path=str(path), line=line, message=message))
        elif not isinstance(node, Text):
            problems.append(Problem(path=str(path), line=line, message=f"'{key}' is a text"))
        else:
            texts[key] = node.value
    files = _read_files(path, tree, texts, problems)
    if problems:
        raise InputError("\n".join(map(str, problems)))
    html = files.get("html")
    return Letterhead(
        name=visible(texts.get("name", "")),
        header=visible(texts.get("header", "")),
        footer=visible(texts.get("footer", "")),
        logo=_logo(files["logo"]) if "logo" in files else None,
        html=None if html is None else html.decode(),
        html_path=texts.get("html", ""),
        word=files.get("word"),
        word_path=texts.get("word", ""),
    )


def _read_files(
    path: Path, tree: Mapping, texts: dict[str, str], problems: list[Problem]
) -> dict[str, bytes]:
    """Read the files that are named, and say what is wrong with each."""
    found: dict[str, bytes] = {}
    for key in _FILES:
        if key not in texts:
            continue
        wrong = None
        try:
            data = (path.parent / texts[key]).read_bytes()
        except OSError as error:
            wrong = f"'{texts[key]}' cannot be read: {error.strerror or error}"
        else:
            wrong = _wrong(key, data)
            found[key] = data
        if wrong is not None:
            problems.append(Problem(path=str(path), line=tree.key_lines[key], message=wrong))
    return found


def _wrong(key: str, data: bytes) -> str | None:
    if len(data) > _MOST_BYTES:
        return f"the file of '{key}' has {len(data):,} bytes; at most {_MOST_BYTES:,} are taken"
    if key == "logo" and _logo(data) is None:
        return "the logo is neither PNG nor JPEG"
    if key == "word" and not data.startswith(b"PK"):
        return "the file of 'word' is no .docx"
    if key == "html":
        try:
            data.decode()
        except UnicodeDecodeError:
            return "the file of 'html' is no text in UTF-8"
    return None


def _logo(data: bytes) -> Logo | None:
    kinds = (kind for start, kind in _LOGOS.items() if data.startswith(start))
    kind = next(kinds, None)
    return None if kind is None else Logo(data=data, kind=kind)
