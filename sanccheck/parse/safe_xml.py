"""Walk an XML file record by record, with nothing declared, fetched or expanded."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

from sanccheck.errors import ListRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_MAX_NAMES = 1000


class _LocalNames(dict[str, str]):
    """Local names by full ones, found once each; a hostile file's many names are not all kept."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < _MAX_NAMES:
            self[tag] = name
        return name


# Looked up half a million times in a file, so a dictionary and not a function.
LOCAL = _LocalNames()


def walk_xml(data: bytes, name: str, root: str, records: tuple[str, ...]) -> Iterator[_Element]:
    """Yield each element with one of these local names as it ends, and free it afterwards.

    Args:
        data: the whole file.
        name: its name, for messages.
        root: the local name that the root element must have.
        records: the local names of the elements wanted; none stands within another.

    Raises:
        ListRefused: when it declares a document type or entities, is not whole, well-formed XML,
            or has another root.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ListRefused(
            f"{name}: declares a document type or entities, which the official file never does; "
            "download it again from the publisher"
        )
    walk = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        tag=tuple(f"{{*}}{tag}" for tag in (root, *records)),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    begun = within = False
    try:
        for event, element in walk:
            if not begun:
                # An encoding that hides the declaration from a search of the bytes.
                if element.getroottree().docinfo.internalDTD is not None:
                    raise ListRefused(f"{name}: declares a document type; download it again")
                begun = True
            if local(element.tag) == root:
                continue
            if event == "end":
                within = False
                yield element
                _free(element)
            elif within:
                # Freeing the inner one would take with it what the outer one says before it.
                raise ListRefused(f"{name}: a record stands within another; download it again")
            else:
                within = True
        top = walk.root
    except etree.XMLSyntaxError as error:
        raise ListRefused(
            f"{name}: is not whole, well-formed XML ({error.msg}); download it again"
        ) from None
    if top is None or local(top.tag) != root:
        raise ListRefused(f"{name}: is not the list that it should be: its root is not '{root}'")


def _free(element: _Element) -> None:
    """Empty an element and drop what stands before it; the parser may be ahead of us."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(tag: str) -> str:
    """Return an element's name without its namespace.

    >>> local("{https://example.org/list}sdnEntry")
    'sdnEntry'
    """
    return LOCAL[tag]


def leaves(element: _Element) -> dict[str, str]:
    """Return an element's children that hold text, by local name."""
    return {LOCAL[child.tag]: text.strip() for child in element if (text := child.text)}


def attributes(element: _Element) -> dict[str, str]:
    """Return an element's attributes."""
    return dict(element.items())  # type: ignore[arg-type]


def all_text(element: _Element) -> str:
    """Return everything that stands in an element, attributes too, joined by commas.

    For what no parser knows, so that it can be kept as printed.
    """
    values = [
        value.strip()
        for one in element.iter()
        for value in (*cast("list[str]", one.values()), one.text or "", one.tail or "")
    ]
    return ", ".join(value for value in values if value)
