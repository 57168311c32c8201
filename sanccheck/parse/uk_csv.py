"""Read the UK Sanctions List in its CSV form: a report date, a header, then a product of rows.

A designation stands on one row for each combination of its names, addresses, passports and so
on, so the rows of one Unique ID are gathered and every value is taken once. The values of one
name (its six parts, its type, its strength) stand together, and so do those of an address.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.delimited import check_text
from sanccheck.parse.uk_closed import refuse_con_list
from sanccheck.parse.uk_dates import read_report_day
from sanccheck.parse.uk_record import GROUPS, UkRecord, check_uid, entries_of, refuse_nameless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally
    from sanccheck.parse.uk_record import Group, Leaf

_REPORT = re.compile(r"Report Date:\s*(\S+)")
_CON_LIST = re.compile(r'\s*"?Last Updated"?,')
# The column's heading, then the name that the same value has in the XML, with its group, whose
# name "+" repeats.
_COLUMNS = """\
Last Updated|LastUpdated
Unique ID|UniqueID
OFSI Group ID|OFSIGroupID
UN Reference Number|UNReferenceNumber
Name 6|Name.Name6
Name 1|Name.Name1
Name 2|Name.Name2
Name 3|Name.Name3
Name 4|Name.Name4
Name 5|Name.Name5
Name type|Name.NameType
Alias strength|Name.AliasStrength
Title|Title
Name non-latin script|NonLatinName.NameNonLatinScript
Non-latin script type|NonLatinName.NonLatinScriptType
Non-latin script language|NonLatinName.NonLatinScriptLanguage
Regime Name|RegimeName
Designation Type|IndividualEntityShip
Designation source|DesignationSource
Sanctions Imposed|SanctionsImposed
Other Information|OtherInformation
UK Statement of Reasons|UKStatementofReasons
Address Line 1|Address.AddressLine1
Address Line 2|Address.AddressLine2
Address Line 3|Address.AddressLine3
Address Line 4|Address.AddressLine4
Address Line 5|Address.AddressLine5
Address Line 6|Address.AddressLine6
Address Postal Code|Address.AddressPostalCode
Address Country|Address.AddressCountry
Phone number|PhoneNumber
Website|Website
Email address|EmailAddress
Date Designated|DateDesignated
D.O.B|DOB
Nationality(/ies)|Nationality
National Identifier number|NationalIdentifier.NationalIdentifierNumber
National Identifier additional information|NationalIdentifier.+AdditionalInformation
Passport number|Passport.PassportNumber
Passport additional information|Passport.+AdditionalInformation
Position|Position
Gender|Gender
Town of birth|Location.TownOfBirth
Country of birth|Location.CountryOfBirth
Type of entity|TypeOfEntity
Subsidiaries|Subsidiary
Parent company|ParentCompany
Business registration number (s)|BusinessRegistrationNumber
IMO number|IMONumber
Current owner/operator (s)|CurrentOwnerOperator
Previous owner/operator (s)|PreviousOwnerOperator
Current believed flag of ship|CurrentBelievedFlagOfShip
Previous flags|PreviousFlag
Type of ship|TypeOfShip
Tonnage of ship|TonnageOfShip
Length of ship|LengthOfShip
Year Built|YearBuilt
Hull identification number (HIN)|HullIdentificationNumber
"""


def _key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


_FIELDS = {
    _key(heading): field.replace("+", field.partition(".")[0])
    for heading, _, field in (line.partition("|") for line in _COLUMNS.splitlines())
}
# Without these nothing can be told; any other column that is renamed stays as a labelled fact.
_NEEDED = {_key(heading): heading for heading in ("Unique ID", "Name 6", "Name 1", "Name type")}


class UkCsv:
    """The CSV form read whole.

    Raises:
        ListRefused: when it is not the whole file that it must be, or is OFSI's closed list.
    """

    format = "uk_csv"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        text = self._decoded(data)
        self.published = self._published(text)
        self._records = self._read(text)
        check_text(text, name)
        refuse_nameless(self._records, name)

    @property
    def records(self) -> int:
        """The number of designations."""
        return len(self._records)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a designation is on."""
        return entries_of(self._records, rules, tally)

    def _decoded(self, data: bytes) -> str:
        if _CON_LIST.match(data[:200].decode("latin-1").lstrip("ï»¿")):
            refuse_con_list(self._name)
        try:
            return data.decode("utf-8-sig").lstrip()
        except UnicodeDecodeError as error:
            raise ListRefused(
                f"{self._name}: is not UTF-8 at byte {error.start}; download it again"
            ) from None

    def _published(self, text: str) -> date:
        line = text[:200].partition("\n")[0]
        found = _REPORT.match(line.lstrip('"'))
        day = None if found is None else read_report_day(found[1].strip('",'))
        if day is None:
            raise ListRefused(
                f"{self._name}: its first line '{line.strip()[:40]}' is not 'Report Date: "
                "dd-Mmm-yyyy'; download it again"
            )
        return day

    def _read(self, text: str) -> list[UkRecord]:
        rows = self._rows(text)
        next(rows, None)
        _line, heading = next(rows, (0, []))
        fields = self._fields(heading)
        at = fields.index("UniqueID")
        gathered: dict[str, _Gathered] = {}
        seen: set[str] = set()
        for line, row in rows:
            if len(row) != len(fields):
                raise ListRefused(
                    f"{self._name}: line {line} has {len(row)} columns, not {len(fields)}; it is "
                    "damaged or cut, download it again"
                )
            uid = row[at].strip()
            if uid not in gathered:
                check_uid(uid, seen, self._name)
                gathered[uid] = _Gathered()
            gathered[uid].take(fields, row)
        return [one.record(uid) for uid, one in gathered.items()]

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Give the rows that hold something, with the line on which each ends."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num, row
        except csv.Error as error:
            raise ListRefused(
                f"{self._name}: line {reader.line_num} is not CSV ({error}); it is damaged or "
                "cut, download it again"
            ) from None

    def _fields(self, heading: list[str]) -> list[str]:
        keys = [_key(cell) for cell in heading]
        lacking = [shown for key, shown in _NEEDED.items() if key not in keys]
        if lacking or len(set(keys)) != len(keys):
            wrong = f"lacks '{lacking[0]}'" if lacking else "names a column twice"
            raise ListRefused(f"{self._name}: its second line {wrong}; download it again")
        return [_FIELDS.get(key, cell.strip()) for key, cell in zip(keys, heading, strict=True)]


class _Gathered:
    """The values of one designation over all its rows, each once, in the order of the file."""

    __slots__ = ("_groups", "_leaves")

    def __init__(self) -> None:
        self._leaves: dict[Leaf, None] = {}
        self._groups: dict[Group, None] = {}

    def take(self, fields: list[str], row: list[str]) -> None:
        groups: dict[str, list[Leaf]] = {}
        for field, cell in zip(fields, row, strict=True):
            text = cell.strip()
            if not text or field == "UniqueID":
                continue
            group, dot, part = field.partition(".")
            if dot and group in GROUPS:
                groups.setdefault(group, []).append((part, text))
            else:
                self._leaves[field, text] = None
        for group, parts in groups.items():
            self._groups[group, tuple(parts)] = None

    def record(self, uid: str) -> UkRecord:
        return UkRecord(uid, tuple(self._leaves), tuple(self._groups))
