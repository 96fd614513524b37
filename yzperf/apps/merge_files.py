"""``yzperf merge`` (多单位合并): the forms of several units as one, scored like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from yzperf.apps.score_files import Scored, load_tables, score_table, write_scores
from yzperf.rules import Rules
from yzperf.scoring.merge import merge_sheets

CLAUSE = "hubei.merge"


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged form with its scores and findings, what it was made of, and what the way of merging rests on."""

    scored: Scored
    files: tuple[str, ...]
    basis: str

    def lines(self) -> tuple[tuple[str, str], ...]:
        """How it was merged, for people."""
        sheet = self.scored[0].sheet
        return (
            ("合并的表", "、".join(self.files)),
            ("合并办法", sheet.notes[0]),
            ("指标值和计分", "先合并，再按合并后的指标值和完成值计分，不是把各单位的得分平均"),
            ("办法出处", self.basis),
        )

    def write(self, out: Path) -> None:
        """Write the lists of ``yzperf score --out`` and how it was merged."""
        more = {"合并说明": pd.DataFrame(self.lines(), columns=["项目", "内容"])}
        write_scores([self.scored], out, more=more)


def merge_files(
    files: Sequence[Path],
    rules: Rules,
    profile: str | None,
    step: Callable[[str], None],
    layout: Path | None = None,
) -> Merged:
    """Read every table of all files, merge them into one and score it.

    Raises
    ------
    LoadError, ScoreError, RuleError
        All defects of all files, or all differences between the forms, at once.
    """
    sheets = load_tables(files, step, layout)
    step("合并、计分")
    merged = merge_sheets(sheets)
    names = tuple(f"{sheet.file}{f'（{sheet.sheet}）' if sheet.sheet else ''}" for sheet in sheets)
    return Merged(score_table(merged, rules, profile), names, rules.cite(CLAUSE))
