"""A survey (问卷): the codebook says what each column means, the answers are kept beside what became of each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pandas as pd

from yzperf.domain.htmltable import html_table
from yzperf.errors import Place, Problem

SEPARATOR = "；"  # between the options that one person ticked


class QuestionKind(StrEnum):
    """What may stand in a column (题型). A matrix is one such column for each of its lines."""

    SATISFACTION = "满意度"
    SINGLE = "单选"
    MULTIPLE = "多选"
    NUMBER = "数值"
    OPEN = "开放"
    ATTRIBUTE = "属性"
    ID = "编号"
    TIME = "时间"


class Role(StrEnum):
    """What a column is used for beside its answers (用途)."""

    NONE = ""
    WEIGHT = "权数"
    STRATUM = "分层"
    CLUSTER = "群"
    INTERVIEWER = "调查员"
    START = "开始时间"
    END = "结束时间"
    DURATION = "时长"


class State(StrEnum):
    """What became of one cell (答题情况): a question that was not asked is not one that was not answered."""

    ANSWERED = "已答"
    SKIPPED = "跳过"
    UNANSWERED = "未答"
    MISSING = "缺失"
    WRONG = "不合编码本"


@dataclass(frozen=True, slots=True)
class Condition:
    """The question is asked only of those whose answer in ``column`` is one of (or none of) these (适用条件)."""

    column: str
    answers: tuple[str, ...]
    negated: bool = False

    def holds(self, answer: str) -> bool:
        """Whether a person with this answer (several are parted by ；) is asked."""
        given = set(answer.split(SEPARATOR)) - {""}
        return bool(given & set(self.answers)) is not self.negated

    def __str__(self) -> str:
        return f"{self.column}{'≠' if self.negated else '='}{'|'.join(self.answers)}"


@dataclass(frozen=True, slots=True)
class CodebookItem:
    """One column of the survey (问卷题目): title, kind, the points of each answer, and who is asked."""

    column: str
    title: str
    kind: str  # a value of QuestionKind
    points: dict[str, int]
    options: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)  # 1 → 非常满意
    missing: Mapping[str, str] = field(default_factory=dict)  # 99 → 拒答
    asked_if: tuple[Condition, ...] = ()
    most: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    role: Role = Role.NONE
    required: bool = False


ADDRESS = "IP 地址"  # a kind of fingerprint; many people may share one


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Keyed hash of a personal number or an address in one cell: equal ones are the same, which itself is not kept."""

    row: int
    column: str
    kind: str
    digest: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Survey:
    """Answers, one row a questionnaire, and the codebook that says what the columns mean.

    ``answers`` holds the labels of the answers (numbers where the codebook says so), None for what was skipped or not
    answered; personal numbers are masked. ``moments`` is when each sheet was begun, or handed in where only that is told
    (a day alone is its midnight); empty where the file has no dates. ``states`` has a ``State`` for each cell. ``problems`` are the answers that
    the codebook does not allow.
    """

    answers: pd.DataFrame
    codebook: tuple[CodebookItem, ...]
    where: Place
    states: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: tuple[Problem, ...] = ()
    durations: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    moments: tuple[datetime | None, ...] = ()
    fingerprints: tuple[Fingerprint, ...] = field(default=(), repr=False)

    def item(self, column: str) -> CodebookItem:
        """Line of the codebook for a column."""
        return next(item for item in self.codebook if item.column == column)

    def column_of(self, role: Role) -> str | None:
        """Column that is used as this, or None."""
        return next((item.column for item in self.codebook if item.role is role), None)

    def expanded(self) -> pd.DataFrame:
        """Every option of every multiple-choice question as a column of 1 and 0; NA for those who gave no answer."""
        several = [item for item in self.codebook if item.kind == QuestionKind.MULTIPLE]
        columns = {
            f"{item.column}:{option}": pd.array([_ticked(cell, option) for cell in self.answers[item.column]], "Int64")
            for item in several
            for option in item.options
        }
        return pd.DataFrame(columns, index=self.answers.index)

    def response(self) -> pd.DataFrame:
        """How many answered each question, were not asked, did not answer, or refused (答题情况)."""
        asked = [item.column for item in self.codebook if item.column in self.states]
        counts = [{str(state): int((self.states[name] == state).sum()) for state in State} for name in asked]
        frame = pd.DataFrame(counts, columns=[str(state) for state in State])
        frame.insert(0, "题目", asked)
        return frame

    def duplicates(self) -> pd.DataFrame:
        """Questionnaires that give the same personal number (疑似重复); the number itself is not shown."""
        groups: dict[str, list[Fingerprint]] = defaultdict(list)
        for one in self.fingerprints:
            if one.kind != ADDRESS:
                groups[one.digest].append(one)
        same = [group for group in groups.values() if len({one.row for one in group}) > 1]
        records = [
            (number, one.kind, f"第{one.row}行", one.column) for number, group in enumerate(same, 1) for one in group
        ]
        return pd.DataFrame(records, columns=["组", "种类", "位置", "列"])

    def __str__(self) -> str:
        return f"{self.where}：{len(self.answers)} 份答卷，{len(self.codebook)} 列，{len(self.problems)} 处不合编码本"

    def __repr__(self) -> str:
        return f"Survey({self})"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": html_table(self.response())}


def _ticked(cell: Any, option: str) -> int | None:
    return None if not isinstance(cell, str) or not cell else int(option in cell.split(SEPARATOR))
