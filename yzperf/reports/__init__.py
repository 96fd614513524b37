"""Formal documents (报告): Word reports made from a finished evaluation.

``REPORTS`` lists what can be made; ``yzperf report --list`` prints it and ``--kind`` takes its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from yzperf.reports.evaluation import evaluation_report


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of document (报告种类): title, the outline it follows by default, the writing function."""

    title: str
    outline: str
    write: Callable[..., Path]


REPORTS: Mapping[str, ReportKind] = MappingProxyType(
    {"evaluation": ReportKind("绩效评价报告（财预〔2020〕10号附件3）", "cn10_annex3", evaluation_report)}
)

__all__ = ["REPORTS", "ReportKind", "evaluation_report"]
