"""Workbooks in and out, by openpyxl and xlsxwriter.

Both load with the first workbook: a web process that never sees one is 35 MB smaller.
"""
# ruff: noqa: PLC0415

from typing import IO, Any


def read_workbook(stroom: IO[bytes]) -> Any:
    """Open a workbook for reading, row by row, with values instead of formulas.

    Raises whatever the file makes openpyxl raise: catch `Exception`, and say it in Dutch.
    """
    import openpyxl

    return openpyxl.load_workbook(stroom, read_only=True, data_only=True)


def new_workbook(out: IO[bytes]) -> Any:
    """A workbook that is written to `out` when it is closed."""
    import xlsxwriter

    return xlsxwriter.Workbook(out, {"in_memory": True})
