"""What is in a file is in its entries, whatever it is, or the file is refused."""

from __future__ import annotations

import re

import pytest

from sanccheck.errors import ListRefused
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally, each_once
from sanccheck.parse.record import Record
from tests.parse.hostile_samples import SAMPLES, Sample, read_whole, repacked, unpacked

NOVELTY = "Zq7 Novelty"
# Where an unknown value stands in each format, what it replaces, and how it is counted.
STRANGE: list[tuple[str, str, str, str]] = [
    ("ofac_xml", "<program>CUBA<", "CUBA", "programme"),
    ("ofac_xml", "<idType>Passport<", "Passport", "identifier type"),
    ("ofac_xml", "<dateOfBirth>circa 1961<", "circa 1961", "date"),
    ("ofac_xml", "<type>f.k.a.<", "f.k.a.", "name type"),
    ("ofac_xml", "<category>strong<", "strong", "name type"),
    ("ofac_xml", "<sdnType>Vessel<", "Vessel", "entry type"),
    ("ofac_advanced_xml", '"1401">F.K.A.<', "F.K.A.", "name type"),
    ("ofac_advanced_xml", "<Comment>FSE-IR<", "FSE-IR", "programme"),
    ("ofac_advanced_xml", ">Guild Card<", "Guild Card", "identifier type"),
    ("ofac_enhanced_xml", ">UKRAINE-EO13662<", "UKRAINE-EO13662", "programme"),
    ("ofac_enhanced_xml", ">F.K.A.<", "F.K.A.", "name type"),
    ("ofac_csv prim", "SDGT] [CUBA", "CUBA", "programme"),
    ("ofac_csv prim", "DOB 1962", "1962", "date"),
    ("ofac_csv prim", '"vessel"', "vessel", "entry type"),
    ("ofac_csv alt", '"fka"', "fka", "name type"),
    ("ofac_csv alt", '"FORMERLY MADE-UP",-0- ', "-0- ", "remarks"),
    ("ofac_csv add", '"Korea, North",-0- ', "-0- ", "remarks"),
    ("eu_fsf_xml", 'programme="XXX"', "XXX", "programme"),
    ("eu_fsf_xml", 'identificationTypeCode="passport"', "passport", "identifier type"),
    ("eu_fsf_xml", 'designationDate="2022-02-23"', "2022-02-23", "date"),
    ("eu_fsf_xml", 'subjectType code="person"', "person", "entry type"),
    ("un_sc_xml", "<UN_LIST_TYPE>Made-Up<", "Made-Up", "programme"),
    ("un_sc_xml", ">National Identification Number<", "National Identification Number",
     "identifier type"),
    ("un_sc_xml", "<LISTED_ON>2015-07-01-04:00<", "2015-07-01-04:00", "date"),
    ("un_sc_xml", "<TYPE_OF_DATE>APPROXIMATELY<", "APPROXIMATELY", "date"),
    ("un_sc_xml", "<QUALITY>Good<", "Good", "name type"),
    ("uk_xml", "<RegimeName>The Exampleland", "The Exampleland", "programme"),
    ("uk_xml", "<DateDesignated>29/06/2012<", "29/06/2012", "date"),
    ("uk_xml", "<NameType>Alias<", "Alias", "name type"),
    ("uk_xml", "<AliasStrength>Low quality a.k.a<", "Low quality a.k.a", "alias strength"),
    ("uk_xml", "Ship>Entity<", "Entity", "type"),
    ("uk_csv", "SDGT,Entity", "SDGT", "programme"),
    ("uk_csv", "dd/05/1945", "dd/05/1945", "date"),
    ("uk_csv", ",Alias,", "Alias", "name type"),
    ("uk_csv", "Low quality a.k.a", "Low quality a.k.a", "alias strength"),
    ("uk_ods", ">Other<", "Other", "programme"),
    ("uk_ods", ">29-06-2012<", "29-06-2012", "date"),
    ("ca_sema_xml", "-Pays>Exampleland", "Exampleland", "programme"),
    ("ca_sema_xml", ">2020-09-28<", "2020-09-28", "date"),
    ("ca_sema_xml", ">1972-08-10 or", "1972-08-10", "date"),
    ("csl_csv", ",CMIC-EO13959,", "CMIC-EO13959", "programme"),
    ("csl_csv", "C.R. No.", "C.R. No.", "identifier type"),
    ("csl_csv", "1961-02-03;", "1961-02-03", "date"),
    ("csl_csv", ",Entity List (EL)", "Entity List (EL)", "list"),
    ("csl_csv", ",Vessel,", "Vessel", "entry type"),
    ("csl_json", '"CMIC-EO13959"', "CMIC-EO13959", "programme"),
    ("csl_json", '"C.R. No."', "C.R. No.", "identifier type"),
    ("csl_json", '"start_date": "2019-10-09"', "2019-10-09", "date"),
    ("csl_json", '"source": "Entity List (EL)', "Entity List (EL)", "list"),
    ("os_simple_csv", "XX-ONE;XX-TWO", "XX-ONE", "programme"),
    ("os_simple_csv", '"1961;1961-02-03', "1961-02-03", "date"),
    ("os_simple_csv", '"Spaceship"', "Spaceship", "entry type"),
    ("os_nested_json", '"leiCode"', "leiCode", "property"),
    ("os_ftm_json", '"leiCode"', "leiCode", "property"),
    ("bis_dpl_tsv", '"06/05/2019"', "06/05/2019", "date"),
]  # fmt: skip


def replaced(sample: Sample, within: str, old: str) -> bytes:
    """Put the novelty in the place of a value, at the first place where it stands so."""
    text = unpacked(sample).decode()
    assert within in text
    return repacked(sample, text.replace(within, within.replace(old, NOVELTY), 1).encode())


@pytest.mark.parametrize(("name", "within", "old", "kind"), STRANGE)
def test_what_is_not_known_is_kept_and_counted(name: str, within: str, old: str, kind: str) -> None:
    """An unknown programme, type or date is in the entries as published, and is counted."""
    sample = SAMPLES[name]
    whole = read_whole(sample, replaced(sample, within, old))
    assert NOVELTY in repr(whole.entries)
    assert any(NOVELTY in one for one in whole.tally.unknown[kind]) or kind == "remarks"
    assert kind in whole.tally.unknown


def test_the_strange_are_tried_everywhere() -> None:
    """Every format is tried with an unknown programme and date where it has such fields."""
    tried = {(name, kind) for name, _within, _old, kind in STRANGE}
    for name in {*SAMPLES} - {"ofac_csv comments", "ofac_csv alt", "ofac_csv add"}:
        if name not in {"bis_dpl_tsv", "os_nested_json", "os_ftm_json"}:
            assert (name, "programme") in tried
        if name not in {"ofac_advanced_xml", "ofac_enhanced_xml", "os_nested_json", "os_ftm_json"}:
            assert (name, "date") in tried


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Tax ID No. 12 34", "Tax ID No. :", "'(BURMA)'"),
        ("Tax ID No. 12 34 (Burma)", "Tax ID No. : ", "remarks='Tax ID No. :'"),
        ("Tax ID No. 12 34", "Tax ID No. 12\r\n34", "'1234'"),
        ("free words", "Passport: ", "remarks='Passport:'"),
    ],
)
def test_labels_of_remarks(old: str, new: str, said: str) -> None:
    """A label that has no value behind it, or one over two lines, is kept as it stands."""
    data = SAMPLES["ofac_csv prim"].data
    assert old.encode() in data
    whole = read_whole(SAMPLES["ofac_csv prim"], data.replace(old.encode(), new.encode()))
    assert said in repr(whole.entries)


# The last element of a record, before which an element that nobody knows is put.
RECORDS = {
    "ofac_xml": "</sdnEntry>",
    "ofac_advanced_xml": "</DistinctParty>",
    "ofac_enhanced_xml": "</entity>",
    "eu_fsf_xml": "</sanctionEntity>",
    "un_sc_xml": "</INDIVIDUAL>",
    "uk_xml": "</Designation>",
    "ca_sema_xml": "</record>",
    "ofac_xml id": "</id>",
    "ofac_xml aka": "</aka>",
    "ofac_xml address": "</address>",
}


@pytest.mark.parametrize(("place", "end"), RECORDS.items())
def test_an_unknown_element_is_kept_and_counted(place: str, end: str) -> None:
    """An element that no reader knows is kept with its text and counted."""
    sample = SAMPLES[place.partition(" ")[0]]
    new = f"<novelty>{NOVELTY}</novelty>{end}"
    whole = read_whole(sample, sample.data.decode().replace(end, new, 1).encode())
    assert NOVELTY in repr(whole.entries)
    assert "novelty" in repr(whole.tally.unknown)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("ofac_xml", b"</sdnEntry>", b"<sdnEntry/></sdnEntry>"),
        ("un_sc_xml", b"</INDIVIDUAL_ADDRESS>", b"<ENTITY/></INDIVIDUAL_ADDRESS>"),
        ("eu_fsf_xml", b"</nameAlias>", b"<sanctionEntity/></nameAlias>"),
        ("uk_xml", b"</Names>", b"<Designation/></Names>"),
        ("ca_sema_xml", b"</record>", b"<record/></record>"),
    ],
)
def test_a_record_within_another(name: str, old: bytes, new: bytes) -> None:
    """A record that stands within another refuses the file: one would be read in part."""
    with pytest.raises(ListRefused, match="stands within another"):
        read_whole(SAMPLES[name], SAMPLES[name].data.replace(old, new, 1))


@pytest.mark.parametrize(
    ("name", "between"),
    [
        ("ofac_xml", rb"</sdnEntry>\s*<sdnEntry>"),
        ("ofac_advanced_xml", rb"</DistinctParty>\s*<DistinctParty[^>]*>"),
        ("ofac_enhanced_xml", rb"</entity>\s*<entity [^>]*>"),
        ("uk_xml", rb"</Designation>\s*<Designation>"),
        ("ca_sema_xml", rb"</record>\s*<record>"),
    ],
)
def test_two_records_in_one(name: str, between: bytes) -> None:
    """Two records that a damage has made one refuse the file, also where the count agrees."""
    data, count = re.subn(between, b"", SAMPLES[name].data, count=1)
    assert count == 1
    data = data.replace(b"<Record_Count>4<", b"<Record_Count>3<")
    with pytest.raises(ListRefused):
        read_whole(SAMPLES[name], data)


def test_two_un_records_in_one() -> None:
    """A record of the UN's list with two reference numbers is refused."""
    more = b"</REFERENCE_NUMBER><REFERENCE_NUMBER>XXi.009</REFERENCE_NUMBER>"
    data = SAMPLES["un_sc_xml"].data.replace(b"</REFERENCE_NUMBER>", more, 1)
    with pytest.raises(ListRefused, match="two reference numbers"):
        read_whole(SAMPLES["un_sc_xml"], data)


def test_two_records_of_one_id() -> None:
    """Records of one id on two published lists that are one list here refuse the file."""
    rules = ListRules(rules=(ListRule(id="other", catch_all=True),))
    sample = SAMPLES["csl_csv"]
    table = sample.data.splitlines(keepends=True)
    again = table[1].replace(b"(CMIC)", b"(NEW)")
    entries = sample.open(b"".join([*table, again])).entries(rules, Tally())
    with pytest.raises(ListRefused, match="would both be 'other:900001'"):
        list(each_once(entries, "file"))


def test_a_number_that_is_none_stays_as_published() -> None:
    """A number of which the normal form keeps a part only is a fact as published too."""
    record = Record(tally=Tally(), uid="1", type=None)
    record.add_identifier("imo", "see 7 below", "IMO number")
    assert next(iter(record.identifiers)).valid is False
    assert ("IMO number as published", "see 7 below") in record.details


def test_a_name_of_signs_alone() -> None:
    """A record whose name holds no letter or digit is refused as one without a name."""
    data = SAMPLES["ca_sema_xml"].data.replace(b"Made-Up Navy/Marine invent\xc3\xa9e", b";;//", 1)
    with pytest.raises(ListRefused, match="has no name"):
        read_whole(SAMPLES["ca_sema_xml"], data)
