"""Makes office documents and lists of a period: notice, report, appendix, explanation, loudspeaker log, list of items."""

from newswatch.services.documents.converting import there as converts
from newswatch.services.documents.making import Made, made, told_of, write
from newswatch.services.documents.templates import copy_out, shipped_template

__all__ = ["Made", "converts", "copy_out", "made", "shipped_template", "told_of", "write"]
