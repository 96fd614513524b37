"""A case folder (评价案卷): what an agency hands over and a bureau can check. All but ``case.toml`` is optional."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import Place


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What ``case.toml`` says of the object, the period, the rules and the parties."""

    name: str
    label: str  # 示例数据，纯属虚构 — printed wherever the case is shown; empty for a real case
    year: int
    period: tuple[date, date]
    region: str
    rules_on: date
    profile: str
    framework: str
    money_unit: str
    parties: dict[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of the evidence manifest (证据清单)."""

    id: str
    file: str
    sha256: str
    source: str
    collected_on: str
    collector: str
    locator: str
    where: Place


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A method that the case applies to one of its tables, and the indicators that rest on it."""

    id: str
    method: str
    table: str
    options: dict[str, Any]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodebookItem:
    """One column of the survey (问卷题目): title, kind and the points of each answer."""

    column: str
    title: str
    kind: str  # 满意度 | 单选 | 多选 | 属性 | 编号 | 时间
    points: dict[str, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """Answers, one row a questionnaire, and the codebook that says what the columns mean."""

    answers: pd.DataFrame
    codebook: tuple[CodebookItem, ...]
    where: Place


@dataclass(frozen=True, slots=True)
class Case:
    """An opened case folder. ``missing`` names what the folder lacks, in Chinese."""

    folder: Path
    info: CaseInfo
    scores: ScoreSheet | None = None
    targets: ScoreSheet | None = None
    budget: pd.DataFrame | None = None
    survey: Survey | None = None
    evidence: tuple[Evidence, ...] | None = None
    log: pd.DataFrame | None = None
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    methods: tuple[MethodCall, ...] = ()
    narrative: dict[str, Any] = field(default_factory=dict)
    report: Path | None = None
    missing: tuple[str, ...] = ()
