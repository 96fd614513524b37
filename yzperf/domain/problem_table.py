"""All problems of a file in one table (问题清单): 文件, 表, 单元格, 读到, 应为, 如何改."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from yzperf.errors import Problem, YzperfError

COLUMNS = ("文件", "表", "单元格", "读到", "应为", "如何改")


def problem_table(problems: YzperfError | Iterable[Problem | str]) -> pd.DataFrame:
    """Problems as a table, one line each; what is only a sentence stands under 读到."""
    found = problems.problems if isinstance(problems, YzperfError) else problems
    return pd.DataFrame([_line(problem) for problem in found], columns=list(COLUMNS))


def _line(problem: Problem | str) -> tuple[str, ...]:
    if isinstance(problem, str):
        return ("", "", "", problem, "", "")
    place = problem.place
    return (place.file, place.sheet, place.cell or place.paragraph, problem.read, problem.expected, problem.remedy)
