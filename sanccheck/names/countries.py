"""Tell countries by ISO 3166 alpha-2 code or English name, with the spellings that lists use."""

from __future__ import annotations

import re
from functools import lru_cache

# One country a line: code, the name shown, further spellings after "|"; a code again on the next
# line goes on with spellings. Kosovo has no ISO code;
# XK is the one that the European Commission, SWIFT and others use.
_TABLE = """\
AD Andorra
AE United Arab Emirates|UAE|Emirates|Abu Dhabi|Dubai
AF Afghanistan
AG Antigua and Barbuda
AI Anguilla
AL Albania
AM Armenia
AN Netherlands Antilles
AO Angola
AQ Antarctica
AR Argentina
AS American Samoa
AT Austria
AU Australia
AW Aruba
AX Aland Islands|Åland Islands
AZ Azerbaijan
BA Bosnia and Herzegovina|Bosnia-Herzegovina|Bosnia
BB Barbados
BD Bangladesh
BE Belgium
BF Burkina Faso
BG Bulgaria
BH Bahrain
BI Burundi
BJ Benin
BL Saint Barthelemy|Saint Barthélemy
BM Bermuda
BN Brunei|Brunei Darussalam
BO Bolivia|Bolivia, Plurinational State of|Plurinational State of Bolivia
BQ Bonaire, Sint Eustatius and Saba|Bonaire
BR Brazil
BS Bahamas|The Bahamas|Bahamas, The
BT Bhutan
BV Bouvet Island
BW Botswana
BY Belarus
BZ Belize
CA Canada
CC Cocos (Keeling) Islands|Cocos Islands
CD Congo, Democratic Republic of the|Democratic Republic of the Congo|DR Congo|DRC|Congo (Kinshasa)
CD Congo (Democratic Republic)
CF Central African Republic
CG Congo, Republic of the|Republic of the Congo|Congo|Congo (Brazzaville)
CH Switzerland
CI Cote d'Ivoire|Côte d'Ivoire|Cote d Ivoire|Ivory Coast
CK Cook Islands
CL Chile
CM Cameroon
CN China|People's Republic of China|PRC|P.R. China|P.R.C.|China, People's Republic of|Mainland China
CO Colombia
CR Costa Rica
CU Cuba
CV Cabo Verde|Cape Verde
CW Curacao|Curaçao
CX Christmas Island
CY Cyprus
CZ Czech Republic|Czechia
DE Germany|Federal Republic of Germany
DJ Djibouti
DK Denmark
DM Dominica
DO Dominican Republic
DZ Algeria
EC Ecuador
EE Estonia
EG Egypt
EH Western Sahara
ER Eritrea
ES Spain
ET Ethiopia
FI Finland
FJ Fiji
FK Falkland Islands|Falkland Islands (Malvinas)
FM Micronesia|Micronesia, Federated States of|Federated States of Micronesia
FO Faroe Islands
FR France
GA Gabon
GB United Kingdom|UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland
GB United Kingdom of Great Britain and Northern Ireland
GD Grenada
GE Georgia
GF French Guiana
GG Guernsey
GH Ghana
GI Gibraltar
GL Greenland
GM Gambia|The Gambia|Gambia, The
GN Guinea
GP Guadeloupe
GQ Equatorial Guinea
GR Greece
GS South Georgia and the South Sandwich Islands
GT Guatemala
GU Guam
GW Guinea-Bissau
GY Guyana
HK Hong Kong|Hong Kong SAR|Hong Kong SAR, China|Hong Kong S.A.R.|Hong Kong, China
HK China, Hong Kong Special Administrative Region
HM Heard Island and McDonald Islands
HN Honduras
HR Croatia
HT Haiti
HU Hungary
ID Indonesia
IE Ireland|Republic of Ireland
IL Israel
IM Isle of Man|Man, Isle of
IN India
IO British Indian Ocean Territory
IQ Iraq
IR Iran|Iran, Islamic Republic of|Islamic Republic of Iran
IS Iceland
IT Italy
JE Jersey
JM Jamaica
JO Jordan
JP Japan
KE Kenya
KG Kyrgyzstan|Kyrgyz Republic
KH Cambodia
KI Kiribati
KM Comoros|Union of the Comoros
KN Saint Kitts and Nevis|St. Kitts and Nevis|St. Kitts & Nevis
KP North Korea|Korea, North|Democratic People's Republic of Korea|DPRK
KR South Korea|Korea, South|Republic of Korea|Korea, Republic of|Korea
KW Kuwait
KY Cayman Islands|Cayman|The Cayman Islands
KZ Kazakhstan
LA Laos|Lao People's Democratic Republic
LB Lebanon
LC Saint Lucia|St. Lucia
LI Liechtenstein
LK Sri Lanka
LR Liberia
LS Lesotho
LT Lithuania
LU Luxembourg
LV Latvia
LY Libya
MA Morocco
MC Monaco
MD Moldova|Moldova, Republic of|Republic of Moldova
ME Montenegro
MF Saint Martin
MG Madagascar
MH Marshall Islands|Republic of the Marshall Islands
MK North Macedonia|North Macedonia, The Republic of|Macedonia|Republic of North Macedonia
MK Macedonia, The Former Yugoslav Republic of
ML Mali|Northern Mali
MM Burma|Myanmar
MN Mongolia
MO Macau|Macao|Macau SAR|Macao SAR
MO China, Macao Special Administrative Region
MP Northern Mariana Islands
MQ Martinique
MR Mauritania
MS Montserrat
MT Malta
MU Mauritius
MV Maldives
MW Malawi
MX Mexico
MY Malaysia|Labuan
MZ Mozambique
NA Namibia
NC New Caledonia
NE Niger
NF Norfolk Island
NG Nigeria
NI Nicaragua
NL Netherlands|The Netherlands|Holland
NO Norway
NP Nepal
NR Nauru
NU Niue
NZ New Zealand
OM Oman
PA Panama
PE Peru
PF French Polynesia
PG Papua New Guinea
PH Philippines|The Philippines
PK Pakistan
PL Poland
PM Saint Pierre and Miquelon
PN Pitcairn
PR Puerto Rico
PS Palestine|Palestinian|Palestinian Territory|State of Palestine|Gaza|West Bank|Gaza Strip
PS Occupied Palestinian Territories
PT Portugal
PW Palau
PY Paraguay
QA Qatar
RE Reunion|Réunion
RO Romania
RS Serbia
RU Russia|Russian Federation
RW Rwanda
SA Saudi Arabia
SB Solomon Islands
SC Seychelles
SD Sudan
SE Sweden
SG Singapore
SH Saint Helena
SI Slovenia
SJ Svalbard and Jan Mayen
SK Slovakia|Slovak Republic
SL Sierra Leone
SM San Marino
SN Senegal
SO Somalia
SR Suriname
SS South Sudan
ST Sao Tome and Principe|São Tomé and Príncipe
SV El Salvador
SX Sint Maarten
SY Syria|Syrian Arab Republic
SZ Eswatini|Swaziland
TC Turks and Caicos Islands|Turks and Caicos
TD Chad
TF French Southern Territories
TG Togo
TH Thailand
TJ Tajikistan
TK Tokelau
TL Timor-Leste|East Timor
TM Turkmenistan
TN Tunisia
TO Tonga
TR Turkey|Türkiye|Turkiye
TT Trinidad and Tobago
TV Tuvalu
TW Taiwan|Taiwan, Province of China|Republic of China
TZ Tanzania|Tanzania, United Republic of|United Republic of Tanzania
UA Ukraine|Crimea
UG Uganda
UM United States Minor Outlying Islands
US United States|USA|U.S.A.|U.S.|US|United States of America|America
UY Uruguay
UZ Uzbekistan
VA Vatican City|Holy See
VC Saint Vincent and the Grenadines|St. Vincent and the Grenadines
VE Venezuela|Venezuela, Bolivarian Republic of
VG British Virgin Islands|Virgin Islands, British|BVI|Virgin Islands (British)
VI US Virgin Islands|Virgin Islands, U.S.|U.S. Virgin Islands
VN Vietnam|Viet Nam
VU Vanuatu
WF Wallis and Futuna
WS Samoa
XK Kosovo
YE Yemen
YT Mayotte
ZA South Africa
ZM Zambia
ZW Zimbabwe
"""


def _key(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


_NAMES: dict[str, str] = {}
_CODES: dict[str, str] = {}
for _line in _TABLE.splitlines():
    _code, _, _spellings = _line.partition(" ")
    _first, *_further = _spellings.split("|")
    _NAMES.setdefault(_code, _first)
    _CODES[_key(_first)] = _code
    _CODES.update((_key(_spelling), _code) for _spelling in _further)


@lru_cache(1024)
def country_code(text: str) -> str | None:
    """Return the ISO alpha-2 code for a code or an English name, None where it is not known.

    OFAC's "Region: Gaza" is read as the region's country.

    >>> country_code("Korea, North"), country_code("hk"), country_code("undetermined")
    ('KP', 'HK', None)
    """
    plain = text.strip()
    if len(plain) == 2 and plain.upper() in _NAMES:  # noqa: PLR2004 - alpha-2
        return plain.upper()
    return _CODES.get(_key(plain.removeprefix("Region:")))


def country_name(code: str) -> str:
    """Return the English name for a code, or the code itself where it is not known.

    >>> country_name("CN")
    'China'
    """
    return _NAMES.get(code.upper(), code)
