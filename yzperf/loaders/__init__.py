"""Files in, checked tables out (读取): every value remembers its place, every defect is told, all at once."""

from yzperf.loaders.case_folder import open_case
from yzperf.loaders.delimited import read_rows, read_table
from yzperf.loaders.document import load_document
from yzperf.loaders.score_table import load_score_sheets

__all__ = ["load_document", "load_score_sheets", "open_case", "read_rows", "read_table"]
