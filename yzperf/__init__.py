"""yzperf 预算绩效评价工作台: from the files of a unit to a checked score and a formal Word report.

``import yzperf as yz`` is the whole public face; each name is loaded when it is first used, so that importing the
package costs little.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# public name → module that defines it
_FACE = {
    "open_case": "yzperf.face",
    "new_case": "yzperf.face",
    "problems": "yzperf.face",
    "load_score_sheets": "yzperf.face",
    "load_document": "yzperf.loaders",
    "load_pdf": "yzperf.loaders",
    "read_claims": "yzperf.face",
    "load_form": "yzperf.face",
    "load_table": "yzperf.face",
    "save_table": "yzperf.face",
    "load_survey": "yzperf.face",
    "load_database": "yzperf.face",
    "stream_database": "yzperf.face",
    "load_rules": "yzperf.rules",
    "load_indicators": "yzperf.rules",
    "sample_case": "yzperf.face",
    "published_tables": "yzperf.face",
    "score": "yzperf.face",
    "sensitivity": "yzperf.face",
    "score_portfolio": "yzperf.face",
    "sample_portfolio": "yzperf.face",
    "sample_deliverables": "yzperf.face",
    "find_copies": "yzperf.face",
    "evaluate": "yzperf.face",
    "check": "yzperf.face",
    "check_case": "yzperf.face",
    "compare_versions": "yzperf.face",
    "settle": "yzperf.face",
    "write_opinion": "yzperf.face",
    "report": "yzperf.face",
    "write_form": "yzperf.face",
    "nbsetup": "yzperf.face",
    "methods": "yzperf.methods",
    "YzperfError": "yzperf.errors",
    "LoadError": "yzperf.errors",
    "RuleError": "yzperf.errors",
    "MethodError": "yzperf.errors",
    "ReportError": "yzperf.errors",
}

__all__ = ["__version__"]
__all__ += list(_FACE)


def __getattr__(name: str) -> Any:
    if name not in _FACE:
        raise AttributeError(f"module 'yzperf' has no attribute {name!r}")
    module = importlib.import_module(_FACE[name])
    return module if name == "methods" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
