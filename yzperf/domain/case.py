"""A case folder (评价案卷): what an agency hands over and a bureau can check. All but ``case.toml`` is optional."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence, EvidenceFile, EvidenceState
from yzperf.domain.htmltable import html_table
from yzperf.domain.register import Register
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.domain.survey import Survey


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
class MethodCall:
    """A method that the case applies to one of its tables, and the indicators that rest on it."""

    id: str
    method: str
    table: str
    options: dict[str, Any]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An opened case folder. ``missing`` names what the folder lacks, in Chinese."""

    folder: Path
    info: CaseInfo
    scores: ScoreSheet | None = None
    targets: ScoreSheet | None = None
    self_evaluations: tuple[ScoreSheet, ...] = ()
    budget: pd.DataFrame | None = None
    survey: Survey | None = None
    evidence: tuple[Evidence, ...] | None = None
    evidence_files: tuple[EvidenceFile, ...] = ()
    log: pd.DataFrame | None = None
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # name of a registered table → its file
    methods: tuple[MethodCall, ...] = ()
    narrative: dict[str, Any] = field(default_factory=dict)
    workbooks: tuple[Path, ...] = ()  # those of the forms, which may compute
    sheets: Document | None = None  # tables of the workbooks that are of no known kind
    report: Path | None = None
    self_report: Path | None = None
    corpus: Path | None = None
    register: Register | None = None
    missing: tuple[str, ...] = ()
    declared: bool = True  # False: there is no case.toml, so ``info`` is what was asked for and not what anybody stated
    notes: tuple[str, ...] = ()  # of a folder without case.toml: what each file was taken for

    def contents(self) -> pd.DataFrame:
        """What the folder holds and what it lacks (案卷内容)."""
        parts = [
            ("评分表", None if self.scores is None else f"{len(self.scores.scored_rows)} 个指标"),
            ("批复的绩效目标表", None if self.targets is None else f"{len(self.targets.scored_rows)} 个指标"),
            ("资金表", None if self.budget is None else f"{len(self.budget)} 行"),
            ("问卷数据", None if self.survey is None else f"{len(self.survey.answers)} 份"),
            ("证据清单", None if self.evidence is None else f"{len(self.evidence)} 件"),
            ("工作日志", None if self.log is None else f"{len(self.log)} 条"),
            ("评价报告", None if self.report is None else self.report.name),
            *((f"数据表 {name}", f"{len(table)} 行") for name, table in self.tables.items()),
        ]
        return pd.DataFrame([(name, text or "缺") for name, text in parts], columns=["材料", "内容"])

    def evidence_table(self) -> pd.DataFrame:
        """Which indicator rests on which evidence, and whether the file is there (指标与证据)."""
        known = {item.id: item for item in self.evidence or ()}
        rows = self.scores.scored_rows if self.scores else ()
        pairs = [(row.indicator, number) for row in rows for number in row.evidence or ("",)]
        records = [(name, number, *self._evidence_state(known.get(number))) for name, number in pairs]
        return pd.DataFrame(records, columns=["三级指标", "证据编号", "文件", "来源", "状态"])

    def _evidence_state(self, item: Evidence | None) -> tuple[str, str, str]:
        if item is None:
            return "", "", "没有列出证据"
        found = next((one.state for one in self.evidence_files if one.id == item.id), EvidenceState.ABSENT)
        return item.file, item.source, str(found)

    def evidence_check(self) -> pd.DataFrame:
        """Every listed or lying file against the manifest (证据核对)."""
        records = [
            (one.id, one.file, str(one.state), one.size, "、".join(one.same_as), one.sha256[:12])
            for one in self.evidence_files
        ]
        return pd.DataFrame(
            records, columns=["编号", "文件", "核对结果", "字节数", "内容相同的文件", "sha256（前12位）"]
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        heading = f"{self.info.name}（{self.info.label}）" if self.info.label else self.info.name
        return {"text/plain": heading, "text/html": f"<h4>{html.escape(heading)}</h4>{html_table(self.contents())}"}
