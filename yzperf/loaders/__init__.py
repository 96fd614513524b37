"""Files in, checked tables out (读取): every value remembers its place, every defect is told, all at once.

Names are loaded when first used: the child process that parses a file from outside starts in this package and must not
pay for pandas.
"""

from __future__ import annotations

import importlib
from typing import Any

_ROOM = {
    "load_document": "yzperf.loaders.document",
    "load_pdf": "yzperf.loaders.pdf",
    "load_form": "yzperf.loaders.form_table",
    "load_listing": "yzperf.loaders.listing",
    "load_score_sheets": "yzperf.loaders.score_table",
    "open_case": "yzperf.loaders.case_folder",
    "read_rows": "yzperf.loaders.delimited",
    "read_table": "yzperf.loaders.delimited",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_ROOM[name]), name)
