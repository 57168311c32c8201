"""What the EU list says in remarks only: weak aliases, former names, passports.

The words are those of the file of May 2024. The attribute `strong` is true on every name in it.
"""

from __future__ import annotations

import re

_WEAK = re.compile(r"\blow?\s+quality\b", re.IGNORECASE)
_PASSPORT = re.compile(r"\W*(?:\w+ ){0,2}passport\b", re.IGNORECASE)
# "formerly known as X" says something of X, and not of the name that the remark stands on.
_FORMER = re.compile(
    r"formerly known as|(?:former|previous) name(?: of .+)?|"
    r"(?:as )?(?:formerly|previously) (?:known|listed)(?: as?)?",
    re.IGNORECASE,
)
_FORMER_ELSEWHERE = frozenset(
    """\
agrāk zināms kā
agrākais nosaukums
anciennement connue sous le nom d
anksčiau žinoma kaip
anteriormente conhecida como
anteriormente denominada
antes conocida como
ar a dtugtaí an
conocida anteriormente como
cunoscută anterior ca o
cunoscută anterior drept
dawniej znane jako
dawniej znany jako
dříve znám jako
entinen
già
korábbi elnevezése
predtým známy ako
prej imenovano
qabel kienet magħrufa bħala
ranije poznato kao
tidigare känt som
tidligere kendt som
voorheen bekend als
vormals
παλαιότερα γνωστή ως
προηγουμένως γνωστή ως
известно преди като
""".splitlines()
)
_MARKS = " \t\r\n.:,()[]'\u2018\u2019\""


def says_weak(remark: str) -> bool:
    """Tell whether a remark calls its name an alias of low quality.

    >>> says_weak("born on 13.11.1960; low quality alias"), says_weak("good quality alias")
    (True, False)
    """
    return _WEAK.search(remark) is not None


def is_former(remark: str) -> bool:
    """Tell whether a remark calls the name that it stands on a former one.

    >>> is_former("low quality alias; previously listed as"), is_former("formerly known as X Ltd")
    (True, False)
    """
    return any(
        _FORMER.fullmatch(piece) is not None or piece.casefold() in _FORMER_ELSEWHERE
        for piece in (piece.strip(_MARKS) for piece in remark.split(";"))
    )


def says_passport(remark: str) -> bool:
    """Tell whether a remark on a number of no known type begins by calling it a passport.

    >>> says_passport("passport no (iraq)"), says_passport("issued on a passport")
    (True, False)
    """
    return _PASSPORT.match(remark) is not None
