"""``yzperf survey`` (问卷数据): read, say what became of every question, write the cleaned tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf import face
from yzperf.domain.problem_table import problem_table
from yzperf.domain.survey import Survey
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.codebook_guess import codebook_rows, guess_codebook
from yzperf.loaders.text_table import read_text_table
from yzperf.reports.table_files import save_table, save_tables

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SurveyRun:
    """A survey that was read."""

    survey: Survey

    def show(self, console: Console) -> None:
        """Print counts, misfits and doubled numbers."""
        survey = self.survey
        console.print(str(survey), markup=False, soft_wrap=True)
        _show(console, survey.response())
        if survey.durations.notna().any():
            console.print(f"时长（秒）：中位数 {survey.durations.median():.0f}，最短 {survey.durations.min():.0f}")
        for problem in survey.problems[:_SHOWN]:
            console.print(f"  {problem}", markup=False, soft_wrap=True, style="yellow")
        if len(survey.problems) > _SHOWN:
            console.print(f"  ……另有 {len(survey.problems) - _SHOWN} 处，用 --out 写出全部", markup=False)
        if not (doubled := survey.duplicates()).empty:
            console.print("同一个号码出现在几份答卷里：", markup=False)
            _show(console, doubled)

    def write(self, out: Path) -> None:
        """Write answers, expanded ticks, states, misfits and doubled numbers as sheets; personal numbers are masked."""
        survey = self.survey
        number = pd.Series(range(1, len(survey.answers) + 1), name="答卷")
        save_tables(
            {
                "答卷": survey.answers,
                "多选展开": pd.concat([number, survey.expanded()], axis="columns"),
                "答题情况": survey.states,
                "问题清单": problem_table(survey.problems),
                "号码重复": survey.duplicates(),
            },
            out,
        )


def read_survey(answers: Path, codebook: Path) -> SurveyRun:
    """Read a survey by its codebook.

    Raises
    ------
    LoadError
    """
    return SurveyRun(face.load_survey(answers, codebook))


def propose_codebook(answers: Path, out: Path) -> str:
    """Write a codebook guessed from the answers, and say what was guessed of them.

    Raises
    ------
    LoadError
        If the file cannot be read, is no survey that is known as one, or the codebook is there already.
    """
    table = read_text_table(answers)
    items = guess_codebook(table)
    if not items:
        raise LoadError(
            Problem(
                Place(table.file, table.sheet), "没有问满意度的列", "十份以上答卷", "请照 docs/surveys.md 自己写编码本"
            )
        )
    if out.exists():
        raise LoadError(f"--propose：“{out}”已经有了，改过的编码本不冲掉。请换一个文件名")
    save_table(pd.DataFrame(codebook_rows(items)), out)
    kinds = Counter(str(item.kind) for item in items)
    told = "、".join(f"{kind} {count} 列" for kind, count in kinds.most_common())
    return f"已写出：{out}（{told}）。请逐行核对，满意度各档的分值请补在“选项分值”里（如 非常满意=100;满意=80）"


def _show(console: Console, frame: pd.DataFrame) -> None:
    table = Table(header_style="bold")
    for name in frame.columns:
        table.add_column(
            escape(str(name)),
            justify="right" if pd.api.types.is_numeric_dtype(frame[name]) else "left",
            overflow="fold",
        )
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(escape(str(value)) for value in row))
    console.print(table)
