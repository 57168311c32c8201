"""The types of which a deal file is made: what is left out, or `unknown`, is None."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)

from sanccheck.dates import parse_date
from sanccheck.errors import UsageError
from sanccheck.names.countries import country_code
from sanccheck.ownership.shares import UNKNOWN_SHARE, Share, read_share

_TRUE = {"yes", "true"}
_FALSE = {"no", "false"}
MAX_NAME = 1000
MAX_POWER = 60


def as_unknown(value: Any) -> Any:
    """Read the word `unknown` as None."""
    return None if isinstance(value, str) and value.strip().lower() == "unknown" else value


def none_known(value: Any) -> Any:
    """Read a list of which nothing is known as one that names nobody."""
    return () if as_unknown(value) is None else value


def _yes_no(value: Any) -> Any:
    value = as_unknown(value)
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise ValueError(f"'{value[:40]}' is not yes, no or unknown")
    return value


def _day(value: Any) -> Any:
    value = as_unknown(value)
    if isinstance(value, str):
        try:
            return parse_date(value)
        except UsageError as error:
            raise ValueError(str(error)) from None
    return value


def _percent(value: Any) -> Any:
    value = as_unknown(value)
    if isinstance(value, str):
        try:
            number = Decimal(value.strip().removesuffix("%"))
        except InvalidOperation:
            raise ValueError(f"'{value[:40]}' is not a percentage; write 33 or 33.5") from None
        if not number.is_finite() or not 0 <= number <= 100:  # noqa: PLR2004 - a percentage
            raise ValueError(f"{value} is not between 0 and 100")
        return number
    return value


def _share(value: Any) -> Any:
    if value is None:
        return UNKNOWN_SHARE
    return read_share(value) if isinstance(value, str) else value


def whole(value: Any) -> Any:
    """Read a whole number."""
    value = as_unknown(value)
    if isinstance(value, str):
        if not value.strip().isdigit():
            raise ValueError(f"'{value[:40]}' is not a whole number")
        return int(value)
    return value


def _number(value: Any) -> Any:
    value = as_unknown(value)
    if isinstance(value, str):
        try:
            number = Decimal(value.strip().lower().replace("10^", "1e"))
        except InvalidOperation:
            raise ValueError(f"'{value[:40]}' is not a number; write 250 or 1e25") from None
        if not number.is_finite() or number < 0 or number.adjusted() > MAX_POWER:
            raise ValueError(f"'{value[:40]}' is not a number from 0 to 1e{MAX_POWER}")
        return number
    return value


def _country(value: Any) -> Any:
    value = as_unknown(value)
    if isinstance(value, str):
        code = country_code(value)
        if code is None:
            raise ValueError(f"'{value[:40]}' is not a country; write an ISO code such as KY")
        return code
    return value


YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Day = Annotated[date | None, BeforeValidator(_day)]
Percent = Annotated[Decimal | None, BeforeValidator(_percent)]
ShareText = Annotated[
    Share, BeforeValidator(_share), WithJsonSchema({"type": ["string", "number"]})
]
Whole = Annotated[int | None, BeforeValidator(whole)]
Number = Annotated[Decimal | None, BeforeValidator(_number)]
Country = Annotated[str | None, BeforeValidator(_country)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
PartyId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class Block(BaseModel):
    """A block of the deal file: no unknown keys, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What was worked out of the block, by what worked it out."""
        return {}

    def __copy__(self) -> Self:
        """Copy what the file tells; what was worked out of it is worked out anew."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied
