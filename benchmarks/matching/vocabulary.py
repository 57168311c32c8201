"""Words that the perturbations know: legal forms, abbreviations, spellings, places, generic words.

They are the benchmark's own, not the program's tables: what is tested does not write the test.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The same legal form, written in several ways; one of a row stands for any other of it.
FORMS = tuple(
    tuple(row.split(" | "))
    for row in (
        "Co., Ltd. | Co Ltd | Company Limited | Co. Limited | Company Ltd.",
        "Limited Liability Company | LLC | L.L.C.",
        "OOO | Obshchestvo s ogranichennoi otvetstvennostyu",
        "AO | Aktsionernoe obshchestvo",
        "Public Joint Stock Company | PJSC | PAO | Publichnoe aktsionernoe obshchestvo",
        "Open Joint Stock Company | OJSC | OAO | Otkrytoe aktsionernoe obshchestvo",
        "Closed Joint Stock Company | CJSC | ZAO | Zakrytoe aktsionernoe obshchestvo",
        "Joint Stock Company | JSC",
        "Pte. Ltd. | Private Limited | Pte Ltd",
        "Sdn. Bhd. | Sendirian Berhad",
        "Limited | Ltd. | Ltd",
        "Incorporated | Inc. | Inc",
        "Corporation | Corp. | Corp",
        "GmbH | Gesellschaft mit beschränkter Haftung",
        "PLC | Public Limited Company | P.L.C.",
        "S.A. | SA | Sociedad Anónima",
        "Aktiengesellschaft | AG",
        "L.P. | LP | Limited Partnership",
        "SARL | S.a.r.l. | Société à responsabilité limitée",
    )
)
# What one is exchanged for when a name is given another legal form than its own.
OTHER_FORMS = ("Inc.", "Limited", "LLC", "Co., Ltd.", "GmbH", "PLC", "Corporation", "JSC", "S.A.")
# Forms that are found at the end of a name, or at its start, but not in the rows above.
_MORE = "company|co|fze|fzco|fzc|kg|bv|nv|spa|srl|as|ab|oy|oyj|psc|pjs|kk|doo|ad|ao|too|fgup"
_MORE += "|sal|sas|eood|ood|sa de cv|s de rl de cv|fz llc|fz-llc|tbk|tic as|as|kft"

_ABBREVIATED = """
international=Intl technology=Tech technologies=Tech corporation=Corp manufacturing=Mfg
company=Co industries=Inds industry=Ind development=Dev engineering=Eng trading=Trdg
investment=Invt investments=Invts management=Mgmt group=Grp holdings=Hldgs holding=Hldg
services=Svcs service=Svc systems=Sys national=Natl university=Univ institute=Inst
association=Assn department=Dept general=Gen laboratory=Lab communications=Comms
telecommunications=Telecom petroleum=Petr electronics=Elec chemical=Chem industrial=Indl
government=Govt equipment=Equip construction=Constr pharmaceutical=Pharm enterprises=Ents
brothers=Bros transport=Transp financial=Fin commercial=Comml semiconductor=Semicon
information=Info center=Ctr centre=Ctr foundation=Fdn insurance=Ins
"""
ABBREVIATIONS = dict(pair.split("=") for pair in _ABBREVIATED.split())

_SPELT = """
defence=defense centre=center organisation=organization aluminium=aluminum programme=program
labour=labor harbour=harbor tyre=tire tyres=tires theatre=theater fibre=fiber sulphur=sulfur
grey=gray jewellery=jewelry licence=license mould=mold catalogue=catalog metre=meter
armour=armor colour=color analyse=analyze cheque=check haulage=hauling aeroplane=airplane
neighbour=neighbor organisations=organizations centres=centers
"""
SPELLINGS = dict(pair.split("=") for pair in _SPELT.split())
SPELLINGS |= {us: uk for uk, us in SPELLINGS.items()}

NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

# Countries and cities, to tell a name with another place in it.
PLACES = tuple(
    """
Afghanistan|Algeria|Angola|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Belarus|Belgium
Bolivia|Brazil|Bulgaria|Cambodia|Canada|Chile|China|Colombia|Croatia|Cuba|Cyprus|Denmark|Ecuador
Egypt|Estonia|Ethiopia|Finland|France|Georgia|Germany|Ghana|Greece|Guyana|Hungary|Iceland|India
Indonesia|Iran|Iraq|Ireland|Israel|Italy|Japan|Jordan|Kazakhstan|Kenya|Kuwait|Kyrgyzstan|Laos
Latvia|Lebanon|Libya|Lithuania|Malaysia|Malta|Mexico|Moldova|Mongolia|Morocco|Myanmar|Nepal
Netherlands|Nicaragua|Nigeria|Norway|Oman|Pakistan|Panama|Paraguay|Peru|Philippines|Poland|Portugal
Qatar|Romania|Russia|Serbia|Singapore|Slovakia|Slovenia|Spain|Sudan|Sweden|Switzerland|Syria
Tajikistan|Tanzania|Thailand|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|Uruguay|Uzbekistan
Venezuela|Vietnam|Yemen|Zambia|Zimbabwe
Beijing|Shanghai|Shenzhen|Guangzhou|Hangzhou|Nanjing|Wuhan|Chengdu|Tianjin|Dalian|Qingdao|Xiamen
Harbin|Changsha|Shenyang|Suzhou|Hefei|Jinan|Moscow|Dubai|Tehran|Damascus|London|Paris|Istanbul
Minsk|Kiev|Baghdad|Beirut|Tripoli|Caracas|Havana|Pyongyang|Karachi|Mumbai|Delhi|Hanoi|Bangkok
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
PLACE_WORDS = frozenset(place.lower() for place in PLACES) | _words(
    """
hong kong united states kingdom emirates africa america asia europe korea north south east west
northern southern eastern western saudi arabia sri lanka new zealand guangdong zhejiang jiangsu
sichuan fujian hubei hunan shandong hebei henan shanxi shaanxi anhui liaoning jilin heilongjiang
xinjiang yunnan guangxi crimea siberia ural volga caspian
"""
)

GENERIC = _words(
    """
a aerospace agency air airlines al an and as association at authority automotive aviation bank
board bond brothers building bureau business capital center centre chemical chemicals china
chinese civil combined committee communication communications company complex computer constr
construction consultancy consulting cooperation cooperative corporation council credit culture
data de defence defense del department design development digital directorate distribution
economic education el electric electrical electronic electronics energy engineering enterprise
enterprises equipment est establishment estate european exchange export factory federal finance
financial first fishing food foods for foreign foundation fund gas general global government group
heavy high holding holdings hospital house import industrial industries industry information
infrastructure institute institution insurance integrated intelligent international investment
investments iranian iron islamic joint laboratory land leasing limited logistics machine machinery
management manufacturing marine maritime market marketing material materials media medical metal
metallurgical military mineral mining ministry mobile motor national natural network networks new
nuclear of office offshore oil one onshore optical organisation organization overseas partners
petrochemical petroleum pharmaceutical plant power precision private product production products
program project property public radio railway real red regional republic research resources
revolutionary russian science sciences scientific scientists sea security semiconductor service
services ship shipbuilding shipping shipyard smart social society software solutions south special
star state steel stock store studio supply syrian system systems tech technical technological
technologies technology telecom telecommunication telecommunications the to trade trading training
transport transportation travel trust union united university venture ventures water works world
"""
)

_FORM_TEXTS = {re.sub(r"[.,]", "", form).lower() for row in FORMS for form in row}
_FORM_TEXTS |= set(_MORE.split("|"))
# The words of forms, and those by which Russian ones are written in Latin letters.
FORM_WORDS = frozenset(word for form in _FORM_TEXTS for word in form.split()) | _words(
    "publichnoye aktsionernoye otkrytoye zakrytoye ogranichennoy otvetstvennostju obschestvo "
    "gosudarstvennoe unitarnoe predpriyatie federalnoe nepublichnoe pjs psc unitary"
)
_BY_LENGTH = sorted(_FORM_TEXTS, key=lambda form: (-len(form), form))
_FORM_AT_END = re.compile(
    r"[\s,]+(?:"
    + "|".join(r"[.,]*\s*".join(re.escape(c) for c in form.split(" ")) for form in _BY_LENGTH)
    + r"|l\.?l\.?c|p\.?j\.?s\.?c|s\.?a|l\.?p|p\.?l\.?c|s\.?r\.?l|b\.?v|n\.?v|s\.?p\.?a|s\.?a\.?l"
    + r"|s\.?a\.? de c\.?v|d\.?o\.?o)[.,\s]*$",
    re.IGNORECASE,
)
_FORM_AT_START = re.compile(
    r"^(?:"
    + "|".join(
        re.escape(form)
        for form in _BY_LENGTH
        if (len(form) > 2 and form != "company") or form in {"ao", "pt"}
    )
    + r")[\s,]+['\"]?(?=\S)",
    re.IGNORECASE,
)


def split_form(name: str) -> tuple[str, str]:
    """Return a name without the legal form at its end or start, and that form ("" if none).

    >>> split_form("Panda Electronics Group Co., Ltd.")
    ('Panda Electronics Group', 'Co., Ltd.')
    """
    name = re.sub(r"(?i)\bjoint-stock\b", "Joint Stock", name)
    found = _FORM_AT_END.search(name)
    if found is not None and found.start() > 0:
        return name[: found.start()].strip(" ,"), found.group().strip(" ,")
    found = _FORM_AT_START.search(name)
    if found is not None:
        return name[found.end() :].strip(" ,'\""), found.group().strip(" ,'\"")
    return name.strip(), ""


def is_telling(word: str) -> bool:
    """Say whether a word tells a name from others: neither generic, nor a place, nor a number.

    >>> is_telling("Hikvision"), is_telling("Technology"), is_telling("Shanghai")
    (True, False, False)
    """
    return any(map(_tells, re.split(r"\W+", re.sub(r"['.]", "", word.lower()))))


def _tells(word: str) -> bool:
    return (
        len(word) > 2
        and word not in GENERIC
        and word not in PLACE_WORDS
        and not word.isdigit()
        and word not in FORM_WORDS
    )
