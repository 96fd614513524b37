"""What can go wrong, told so that the reader can mend it: place, what was read, what was expected, remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from yzperf.privacy import mask

# Signs that steer a terminal or turn the writing around; no workbook can hold most of them.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, line of a text file, sheet, cell (``B12``) or paragraph (``第3段``).

    Empty parts are left out; a ``line`` of 0 is none. In a Word file the sheet is a table (``第2个表``) and the cell is
    counted (``第5行第4列``).
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    paragraph: str = ""
    line: int = 0

    def __str__(self) -> str:
        is_table = not self.sheet or self.file.lower().endswith((".docx", ".pdf"))
        sheet = self.sheet if is_table else f"工作表“{self.sheet}”"
        line = f"第{self.line}行" if self.line else ""
        return " ".join(part for part in (self.file, line, sheet, self.cell, self.paragraph) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of the input (问题): where, what was read, what should be there, what to do.

    What was read is told without personal numbers, and harmless to print.
    """

    place: Place
    read: str
    expected: str
    remedy: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", _STEERING.sub("\ufffd", mask(self.read)))

    def __str__(self) -> str:
        inside = self.place.cell or self.place.paragraph or self.place.line
        read = f"读到“{self.read}”" if inside else self.read  # of a whole file, say what is the matter
        return f"{self.place}：{read}，应为{self.expected}。{self.remedy}"


class YzperfError(Exception):
    """Base of all errors a user can mend. ``str()`` gives one Chinese line per problem."""

    def __init__(self, problems: Problem | str | Iterable[Problem | str]) -> None:
        several = [problems] if isinstance(problems, Problem | str) else list(problems)
        several = [mask(problem) if isinstance(problem, str) else problem for problem in several]
        self.problems: tuple[Problem | str, ...] = tuple(several)
        super().__init__("\n".join(str(problem) for problem in several))


class LoadError(YzperfError):
    """A file or database cannot be read as what it should be (文件读不了)."""


class RuleError(YzperfError):
    """A rule, profile or framework is unknown, or was not in force (规则找不到)."""


class ScoreError(YzperfError):
    """A value is outside what can be scored exactly (无法计分)."""


class MethodError(YzperfError):
    """The data do not carry the method (方法不适用)."""


class ReportError(YzperfError):
    """A document cannot be produced from this template or these results (报告无法生成)."""
