"""The file formats that can be read, and how a file of each is told from its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanccheck.parse.parsed import Reading

HEAD = 4000
# OFAC's CSV files: a set of files without a sign of their own, opened as such.
CSV_SET = "ofac_csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its name in manifests, the sign at the beginning of its files, its reader.

    `sign` is searched in the first HEAD bytes, a byte order mark and white space cut off; of a
    packed spreadsheet, in the media type that it names.
    `reader` names a class "module:Class" made with (data, name).
    """

    name: str
    what: str
    sign: re.Pattern[bytes]
    reader: str

    def open(self, data: bytes, name: str) -> Reading:
        """Read a file whole; the parser is imported only now."""
        module, _, reader = self.reader.partition(":")
        make: Callable[[bytes, str], Reading] = getattr(
            import_module(f"sanccheck.parse.{module}"), reader
        )
        return make(data, name)


def _format(name: str, what: str, sign: str, reader: str) -> Format:
    return Format(name=name, what=what, sign=re.compile(sign.encode(), re.DOTALL), reader=reader)


# Atomic: a row of comments without the root behind it is not tried in every way.
_ROOT = r"\A(?:<\?xml[^>]*\?>)?(?>\s|<!--.*?-->|<\?.*?\?>)*+<(?:[A-Za-z0-9]+:)?%s[\s>/]"
# A packed spreadsheet is told by the media type that it names, not by its first bytes.
_ODS = r"\Aapplication/vnd\.oasis\.opendocument\.spreadsheet\Z"

FORMATS = {
    one.name: one
    for one in (
        _format("ofac_xml", "OFAC's XML", _ROOT % "sdnList", "ofac_xml:OfacXml"),
        _format(
            "ofac_advanced_xml",
            "OFAC's advanced XML",
            _ROOT % "Sanctions",
            "ofac_advanced_xml:OfacAdvancedXml",
        ),
        _format(
            "ofac_enhanced_xml",
            "OFAC's enhanced XML",
            _ROOT % "sanctionsData",
            "ofac_enhanced_xml:OfacEnhancedXml",
        ),
        _format("eu_fsf_xml", "the EU's XML 1.1", _ROOT % "export", "eu_fsf_xml:EuFsfXml"),
        _format("un_sc_xml", "the UN's XML", _ROOT % "CONSOLIDATED_LIST", "un_sc_xml:UnScXml"),
        # OFSI's closed ConList is told here too, so that its readers can say that it is closed.
        _format(
            "uk_xml",
            "the UK Sanctions List's XML",
            _ROOT % "(?:Designations|ArrayOfFinancialSanctionsTarget)",
            "uk_xml:UkXml",
        ),
        _format(
            "uk_csv",
            "the UK Sanctions List's CSV",
            r'\A"?(?:Report Date:|Last Updated"?,"?\d)',
            "uk_csv:UkCsv",
        ),
        _format("uk_ods", "the UK Sanctions List's short form (ODS)", _ODS, "uk_ods:UkOds"),
        _format("ca_sema_xml", "Canada's SEMA XML", _ROOT % "data-set", "ca_sema_xml:CaSemaXml"),
        _format(
            "csl_csv",
            "the Consolidated Screening List's CSV",
            r'\A"?_id"?,"?source"?,"?entity_number"?,',
            "csl_csv:CslCsv",
        ),
        _format(
            "csl_json",
            "the Consolidated Screening List's JSON",
            r'\A\{\s*"(?:total|offset|results|sources_used|search_performed_at)"\s*:',
            "csl_json:CslJson",
        ),
        _format(
            "os_simple_csv",
            "OpenSanctions' targets.simple.csv",
            r'\A"?id"?,"?schema"?,"?name"?,"?aliases"?,"?birth_date"?,',
            "os_simple_csv:OsSimpleCsv",
        ),
        # Told by an object within an object; where the beginning holds none, the next one reads it.
        _format(
            "os_nested_json",
            "OpenSanctions' targets.nested.json",
            r'\A\{"(?:id|caption|schema)"\s*:[^\n]*:\s*\[\{"',
            "os_json:OsNestedJson",
        ),
        _format(
            "os_ftm_json",
            "OpenSanctions' entities.ftm.json",
            r'\A\{"(?:id|caption|schema)"\s*:',
            "os_json:OsFtmJson",
        ),
        _format(
            "bis_dpl_tsv",
            "the Denied Persons List's tab-separated text",
            r'\A"?Name"?\t"?Street_Address"?\t',
            "bis_dpl_tsv:BisDplTsv",
        ),
    )
}


def tell(head: bytes, names: tuple[str, ...]) -> Format | None:
    """Return the format, among those named, of a file that begins so."""
    found = (FORMATS[name] for name in names if name in FORMATS)
    return next((one for one in found if one.sign.search(head[:HEAD])), None)
