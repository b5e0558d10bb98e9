"""Which documents there are, and in which forms they are had."""

from enum import StrEnum


class Kind(StrEnum):
    """What is made: the month's notice to the board, a report, its appendix of items, the explanation of lost points, the loudspeaker log as it is
    printed, and the full list of items."""

    NOTICE = "notice"
    REPORT = "report"
    APPENDIX = "appendix"
    EXPLANATION = "explanation"
    LOG = "log"
    LIST = "list"


class Form(StrEnum):
    """The kind of file, which is how its name ends."""

    DOCX = "docx"
    PDF = "pdf"
    ODT = "odt"
    XLSX = "xlsx"
    CSV = "csv"
    ODS = "ods"


WORD = (Form.DOCX, Form.PDF, Form.ODT)
TABLE = (Form.XLSX, Form.CSV, Form.ODS, Form.PDF)
MADE_OF = {Form.ODT: Form.DOCX, Form.ODS: Form.XLSX}
"""What LibreOffice makes a form of; a PDF is made of the first form of its kind."""


def forms(kind: Kind) -> tuple[Form, ...]:
    """The forms that a kind is had in, the usual one first."""
    return TABLE if kind is Kind.LIST else WORD


def template_name(kind: Kind) -> str:
    """The file of a kind's template: `report.docx`."""
    return f"{kind}.docx"


TEMPLATED = tuple(kind for kind in Kind if kind is not Kind.LIST)
"""The kinds that are made of templates."""

STEMS = {
    Kind.NOTICE: "thong-bao",
    Kind.REPORT: "bao-cao",
    Kind.APPENDIX: "phu-luc",
    Kind.EXPLANATION: "giai-trinh",
    Kind.LOG: "so-phat-thanh",
    Kind.LIST: "danh-sach",
}
"""How the names of the files begin."""
