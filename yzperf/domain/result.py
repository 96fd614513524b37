"""What every evaluation method hands back (方法结果): one protocol, so that reports know no single method."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from yzperf.domain.htmltable import html_table


class Verdict(StrEnum):
    """How a diagnostic came out."""

    HOLDS = "成立"
    DOUBTFUL = "存疑"
    FAILS = "不成立"
    UNTESTABLE = "无法检验"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One assumption of a method and what the data say about it (假设检验)."""

    assumption: str
    statistic: str
    verdict: Verdict
    advice: str = ""


class Result(ABC):
    """Base of all method results. Subclasses are frozen dataclasses of plain numbers.

    ``value``, ``unit`` and ``interval`` are what a score sheet or a report quotes; ``sentences()`` starts
    with the answer and ends with its limits.
    """

    title: str
    method: str

    @property
    @abstractmethod
    def value(self) -> float:
        """The figure that answers the question, in ``unit``."""

    @property
    @abstractmethod
    def unit(self) -> str:
        """Unit of ``value``."""

    @property
    @abstractmethod
    def interval(self) -> tuple[float, float] | None:
        """95 % confidence interval in ``unit``, or None where the method is a census or plain arithmetic."""

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """Figures with Chinese column names, ready to print."""

    @abstractmethod
    def sentences(self) -> tuple[str, ...]:
        """Chinese sentences: the answer, its uncertainty, its limits."""

    @abstractmethod
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Assumptions with statistic and verdict."""

    @abstractmethod
    def figure(self) -> Any:
        """A matplotlib figure with Chinese labels. matplotlib is imported only here."""

    def checks_table(self) -> pd.DataFrame:
        """The diagnostics as a table."""
        rows = [(check.assumption, check.statistic, str(check.verdict), check.advice) for check in self.diagnostics()]
        return pd.DataFrame(rows, columns=["前提", "检验", "结论", "建议"])

    def summary(self) -> str:
        """The whole result as text: title, sentences, diagnostics."""
        checks = [
            f"  · {check.assumption}：{check.statistic}，{check.verdict}{'。' + check.advice if check.advice else ''}"
            for check in self.diagnostics()
        ]
        return "\n".join([f"{self.title}（{self.method}）", *self.sentences(), *checks])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # The fields of a result run to many pages: people see its words and tables instead.
        return {"text/plain": self.summary(), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in self.sentences())
        return (
            f"<h4>{html.escape(self.title)}（{html.escape(self.method)}）</h4>{lines}"
            f"{html_table(self.table())}{html_table(self.checks_table())}"
        )
