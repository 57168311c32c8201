"""The labels of facts in OFAC's legacy files: which are identifiers, which are plain details.

Taken from the labels in the SDN files of 2021 and 2024 and the consolidated files of 2024 and
2025. A label that is not here is kept with its value and counted as unknown.
"""

from __future__ import annotations

import re

# Labels of the schemes that have a normal form. hk_cr is told by the country (see `scheme_of`).
_SCHEMES = {
    "BIC": "bic",
    "British National Overseas Passport": "passport",
    "Diplomatic Passport": "passport",
    "Equity Ticker": "ticker",
    "ISIN": "isin",
    "Legal Entity Number": "lei",
    "Passport": "passport",
    "Stateless Person Passport": "passport",
    "SWIFT/BIC": "bic",
    "Unified Social Credit Code (USCC)": "uscc",
    "United Social Credit Code Certificate (USCCC)": "uscc",
}

_OTHER_IDENTIFIERS = """\
Afghan Money Service Provider License Number
Aircraft Construction Number (also called L/N or S/N or F/N)
Aircraft Manufacturer's Serial Number (MSN)
Aircraft Mode S Transponder Code
Aircraft Serial Identification
Aircraft Tail Number
BIK (RU)
Birth Certificate Number
Bosnian Personal ID No.
Branch Unit Number
Business Number
Business Registration Document #
Business Registration Number
C.I.F.
C.I.N.
C.R. No.
C.U.I.
C.U.I.P.
C.U.I.T.
C.U.R.P.
CNP (Personal Numerical Code)
Cartilla de Servicio Militar Nacional
Cedula No.
Cedula de Ciudadania
Cedula de Residencia
Central Registration System Number
Certificate of Incorporation Number
Chamber of Commerce Number
Chinese Commercial Code
Citizen's Card Number
Commercial Registry Number
Company Number
Credencial electoral
D-U-N-S Number
D.N.I.
Driver's License No.
Dubai Chamber of Commerce Membership No.
Economic Register Number (CBLS)
Electoral Registry No.
Enterprise Number
File Number
Fiscal Code
Folio Mercantil No.
Government Gazette Number
I.F.E.
Identification Number
Immigration No.
Istanbul Chamber of Comm. No.
Italian Fiscal Code
Kenyan ID No.
LE Number
License
MICEX Code
MMSI
MSB Registration Number
Matricula Mercantil No
Military Registration Number
Moroccan Personal ID No.
N.I.E.
N.I.F.
NIT #
National Foreign ID Number
National ID No.
Numero Unico de Identificacao Tributaria (NUIT)
Numero de Identidad
Organization Code
Paraguayan tax identification number
Permit Number
Personal ID Card
Pilot License Number
Previous Aircraft Tail Number
Public Registration Number
Public Security and Immigration No.
R.F.C.
RFC
RIF #
RTN
RUC #
Refugee ID Card
Registered Charity No.
Registration Certificate Number (Dubai)
Registration ID
Registration Number
Residency Number
Romanian C.R.
Romanian Permanent Resident
Romanian Tax Registration
Russian State Individual Business Registration Number Pattern (OGRNIP)
SRE Permit No.
SSN
Seafarer's Identification Document
Serial No.
Stateless Person ID Card
Tarjeta de Identidad
Tax ID No.
Tazkira National ID Card
Tourism License No.
Trade License No.
Trademark number
Travel Document Number
Turkish Identification Number
UAE Identification
UK Company Number
UN/LOCODE
US FEIN
V.A.T. Number
Vessel Registration Identification
VisaNumberID
"""

_DETAILS = """\
Additional Sanctions Information -
Aircraft Manufacture Date
Aircraft Model
Aircraft Operator
Effective Date (CMIC)
Email Address
Former Vessel Flag
Gender
IFCA Determination -
Issuer Name
Listing Date (CMIC)
Nationality of Registration
Organization Established Date
Organization Type:
Other Vessel Call Sign
Other Vessel Flag
Other Vessel Type
PEESA Information:
Phone Number
Purchase/Sales For Divestment Date (CMIC)
Registration Country
Secondary sanctions risk:
Target Type
Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:
Vessel Year of Build
Website
"""

# Labels that carry a number, a currency or a directive of their own.
_CURRENCY = re.compile(r"Digital Currency Address - [A-Z0-9]{2,6}")
_DETAIL_FORMS = re.compile(
    r"(Executive Order \d+ (Directive )?([Ii]nformation|Determination)( -|:)?"
    r"|CAATSA Section \d+ Information:"
    r"|(Listing|Effective) Date \(EO \d+ Directive \w+\):?)"
)

OTHER_IDENTIFIERS = frozenset(_OTHER_IDENTIFIERS.splitlines())
DETAILS = frozenset(_DETAILS.splitlines())
LISTED_ON = "Listing Date (CMIC)"
EFFECTIVE_ON = "Effective Date (CMIC)"
DIVEST_BEFORE = "Purchase/Sales For Divestment Date (CMIC)"
ISSUER_NAME = "Issuer Name"
# What the publisher prints where no country is known.
NO_COUNTRY = frozenset({"undetermined", "None Identified", "Unknown"})
COUNTRY_LABELS = frozenset({"Nationality of Registration", "Registration Country"})
_HK_LABELS = frozenset({"C.R. No.", "Company Number", "Certificate of Incorporation Number"})
_HK_DIGITS = 7
_LEI_LENGTH = 20
_LONG = 60


def scheme_of(label: str, value: str, country: str | None) -> tuple[str | None, bool]:
    """Return the identifier scheme of a labelled fact (None for a detail), and if it is known.

    "Legal Entity Number" is an LEI only where it has an LEI's length: OFAC prints Dutch RSIN
    numbers under it. A Hong Kong company number is a "C.R. No." or "Company Number" there.
    """
    scheme = _SCHEMES.get(label)
    if scheme is not None:
        return ("other" if scheme == "lei" and len(value) != _LEI_LENGTH else scheme), True
    if label in OTHER_IDENTIFIERS:
        return _scheme_of_other(label, value, country), True
    if is_identifier(label):
        return "other", True
    if label in DETAILS or _DETAIL_FORMS.fullmatch(label):
        return None, True
    number = len(value) <= _LONG and any(character.isdigit() for character in value)
    return ("other" if number else None), False


def is_identifier(label: str) -> bool:
    """Tell whether a label is known to be an identifier's."""
    return label in _SCHEMES or label in OTHER_IDENTIFIERS or _CURRENCY.fullmatch(label) is not None


def _scheme_of_other(label: str, value: str, country: str | None) -> str:
    if label == "Vessel Registration Identification" and value.startswith("IMO"):
        return "imo"
    hong_kong = label in _HK_LABELS and country == "HK" and value.isdigit()
    return "hk_cr" if hong_kong and len(value) <= _HK_DIGITS else "other"


_BY_LENGTH = sorted({*_SCHEMES, *OTHER_IDENTIFIERS, *DETAILS}, key=len, reverse=True)
_LABEL = re.compile(
    "|".join([_CURRENCY.pattern, _DETAIL_FORMS.pattern, *(re.escape(one) for one in _BY_LENGTH)])
)


def split_label(text: str) -> tuple[str, str] | None:
    """Split a CSV remark into a known label and its value; None where it starts with none.

    >>> split_label("Tax ID No. 7736050003 (Russia)")
    ('Tax ID No.', '7736050003 (Russia)')
    """
    found = _LABEL.match(text)
    rest = "" if found is None else text[found.end() :]
    if found is None or not rest.startswith((" ", ":")) or not rest.strip(" :"):
        return None
    return found.group(0), rest.lstrip(" :")
