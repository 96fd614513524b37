"""What can go wrong, told so that the reader can mend it: place, what was read, what was expected, remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yzperf.privacy import mask


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, sheet, cell (``B12``) or paragraph (``第3段``). Empty parts are left out."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    paragraph: str = ""

    def __str__(self) -> str:
        parts = [self.file, f"工作表“{self.sheet}”" if self.sheet else "", self.cell, self.paragraph]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of the input (问题): where, what was read, what should be there, what to do.

    What was read is told without personal numbers.
    """

    place: Place
    read: str
    expected: str
    remedy: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", mask(self.read))

    def __str__(self) -> str:
        inside = self.place.cell or self.place.paragraph
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
