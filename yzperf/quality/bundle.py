"""What there is to check (材料): each check names the parts it needs, a missing part is said, never passed over."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claims, Mention, read_all_mentions, read_claims
from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.method_run import MethodRun
from yzperf.domain.picture import Picture
from yzperf.domain.register import Register
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.domain.survey import Survey
from yzperf.domain.workings import Workings
from yzperf.quality.corpus import Corpus
from yzperf.quality.exposed import Exposed
from yzperf.quality.subject import Subject, subject_of_report
from yzperf.rules import Framework, Rules

MATERIALS = {
    "rules": "规则",
    "card": "评分表或自评表",
    "report": "评价报告（.docx）",
    "claims": "评价报告（.docx）",
    "mentions": "评价报告（.docx）",
    "info": "案卷说明（case.toml）",
    "targets": "批复的绩效目标表（targets.xlsx）",
    "forms": "单位自评表",
    "workings": "工作簿（.xlsx）",
    "log": "工作日志（log.csv）",
    "survey": "问卷数据（survey.csv）",
    "tables": "案卷数据表",
    "exposed": "评价报告（.docx）",
    "budget": "资金表（budget.csv）",
    "evidence": "证据清单（evidence/manifest.csv）",
    "folder": "案卷文件夹",
    "agency_sheet": "机构评分表（含证据编号列）",
    "framework": "案卷所选的指标体系框架",
    "self_report": "被评价单位的自评报告（self_report.docx）",
    "table_files": "案卷数据表",
    "method_runs": "案卷登记的方法（case.toml [[method]]）",
    "corpus": "往期报告库（corpus.npz，由 yzperf copies 文件夹 --index 建立）",
    "sheets": "资金表、台账等工作簿",
    "sheet_claims": "资金表、台账等工作簿",
    "pictures": "评价报告（.docx）里的照片",
    "register": "登记库（register 文件夹，或 --register）",
    "subject": "评价报告（.docx），写明评价的项目和年度",
}


@dataclass(frozen=True)
class Bundle:
    """The material of one audit. A part that is None was not handed in."""

    rules: Rules
    card: ScoreCard | None = None
    report: Document | None = None
    budget: pd.DataFrame | None = None
    evidence: tuple[Evidence, ...] | None = None
    folder: Path | None = None
    framework: Framework | None = None
    targets: ScoreSheet | None = None
    info: CaseInfo | None = None
    log: pd.DataFrame | None = None
    survey: Survey | None = None
    tables: dict[str, pd.DataFrame] | None = None  # registered tables by name, the frame of the survey among them
    exposed: tuple[Exposed, ...] | None = None  # personal numbers of the report before it was masked
    workings: tuple[Workings, ...] | None = None
    forms: tuple[ScoreSheet, ...] | None = None  # self-evaluations that lie beside what is checked
    self_report: Document | None = None
    corpus: Corpus | None = None
    register: Register | None = None
    table_files: Mapping[str, str] = field(default_factory=dict)  # name of a registered table → its file
    method_runs: tuple[MethodRun, ...] = ()  # methods of the case on its tables; a case need not have any
    sheets: Document | None = None  # tables of workbooks of no known kind: who got how much, what was bought
    pictures: tuple[Picture, ...] | None = None  # photographs of the report; decoded only where there is a corpus

    @property
    def agency_sheet(self) -> ScoreCard | None:
        """The score card if it is an agency's 评分表: only there a score must name its evidence."""
        if self.card is None or self.card.sheet.layout != "evaluation":
            return None
        return self.card

    @cached_property
    def claims(self) -> Claims | None:
        """Every number that the report states; read once, since a dozen checks ask for it."""
        return None if self.report is None else read_claims(self.report)

    @cached_property
    def sheet_claims(self) -> Claims | None:
        """Every number of the workbooks' tables."""
        return None if self.sheets is None else read_claims(self.sheets)

    @cached_property
    def mentions(self) -> tuple[Mention, ...] | None:
        """What the report names beside its numbers: grades, dates, documents, references."""
        return None if self.report is None else read_all_mentions(self.report)

    @property
    def subject(self) -> Subject | None:
        """What is evaluated, of where and of which years: by the case, or else by the report's own title."""
        return None if self.report is None else subject_of_report(self.report, self.info)

    def is_restored(self, names: Container[str]) -> bool:
        """Whether any of these parts was put together from the print of a PDF."""
        own, unit = (one.file if one else "" for one in (self.report, self.self_report))
        scores = self.card.sheet.file if self.card else ""
        files = {
            "report": own,
            "claims": own,
            "mentions": own,
            "self_report": unit,
            "card": scores,
            "agency_sheet": scores,
        }
        return any(file.lower().endswith(".pdf") for name, file in files.items() if name in names)

    def part(self, name: str) -> object | None:
        """Return a part by the name that a check's parameter gives."""
        part: object | None = getattr(self, name)
        return part
