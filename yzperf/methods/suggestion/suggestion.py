"""What `suggest` found (方法建议), as a table and in words."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from yzperf.domain.htmltable import html_table
from yzperf.methods.suggestion.requirements import Requirement
from yzperf.methods.wording import listing

_ALLOWED, _NOT_ALLOWED = "数据允许", "数据不够"


@dataclass(frozen=True, slots=True)
class Advice:
    """One method on one table: the columns it could use, or what is lacking."""

    requirement: Requirement
    table: str
    columns: tuple[str, ...]
    lacking: tuple[str, ...]
    others: tuple[str, ...] = ()  # further tables that allow it

    @property
    def allowed(self) -> bool:
        """Whether the table has all that the method needs."""
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Suggestion:
    """All methods, judged by the tables of one case."""

    title: str
    advice: tuple[Advice, ...]

    @property
    def allowed(self) -> tuple[str, ...]:
        """Names of the methods that some table allows."""
        return tuple(line.requirement.method for line in self.advice if line.allowed)

    def table(self) -> pd.DataFrame:
        """One line a method: whether it can be used, the columns, what is lacking, what must be known."""
        lines = [
            (
                line.requirement.family,
                line.requirement.title,
                line.requirement.method,
                _ALLOWED if line.allowed else _NOT_ALLOWED,
                line.table,
                listing(line.columns) if line.allowed else "",
                "、".join(line.others),
                "；".join(line.lacking),
                line.requirement.asked,
            )
            for line in self.advice
        ]
        headings = [
            "类别",
            "方法",
            "函数",
            "判断",
            "数据表",
            "可用的列",
            "也可用的表",
            "还需要的数据",
            "要由评价人指明",
        ]
        return pd.DataFrame(lines, columns=headings)

    def sentences(self) -> tuple[str, ...]:
        """How many methods the data allow, by family; what that does not mean."""
        return (
            f"{len(self.advice)}种方法中，数据允许{len(self.allowed)}种：{self._by_family()}。",
            "这里只看数据的形状。比较是否公平、对象是否由项目影响，数据看不出来，由评价人判断并写明理由。",
        )

    def _by_family(self) -> str:
        lines: dict[str, list[str]] = {}
        for line in self.advice:
            titles = lines.setdefault(line.requirement.family, [])
            if line.allowed:
                titles.append(line.requirement.title)
        return "；".join(f"{family}：{_names(titles)}" for family, titles in lines.items())

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        words = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences())
        heading = f"<h4>方法选择（{html.escape(self.title)}）</h4>"
        return {"text/plain": "\n".join(self.sentences()), "text/html": heading + words + html_table(self.table())}


def _names(titles: Sequence[str]) -> str:
    return listing(titles) if titles else "没有"
