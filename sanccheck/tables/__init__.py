"""Read tables that people send (CSV, XLSX, ODS) as text; write CSV, XLSX and JSON lines whole."""

from sanccheck.tables.csv_files import CsvWriter
from sanccheck.tables.read import is_table, is_workbook, parse_table, read_table
from sanccheck.tables.replacing import check_apart, check_target, replacing
from sanccheck.tables.table import Row, Table
from sanccheck.tables.xlsx_files import Cell, Sheet, Tone, XlsxWriter

__all__ = [
    "Cell",
    "CsvWriter",
    "Row",
    "Sheet",
    "Table",
    "Tone",
    "XlsxWriter",
    "check_apart",
    "check_target",
    "is_table",
    "is_workbook",
    "parse_table",
    "read_table",
    "replacing",
]
