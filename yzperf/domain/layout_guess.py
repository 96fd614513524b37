"""The best reading of a table whose headings are not known (版式推测), for a person to confirm."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yzperf.domain.htmltable import html_table
from yzperf.domain.labels import label

UNREAD = "不读"


@dataclass(frozen=True, slots=True)
class HeadingGuess:
    """One column: what it is taken for (empty: nothing), how sure, and why."""

    column: str
    heading: str
    field: str
    confidence: float
    why: str
    samples: tuple[str, ...]

    @property
    def reading(self) -> str:
        """The official heading that the column is taken for (读作)."""
        return label(self.field) if self.field else UNREAD


@dataclass(frozen=True, slots=True)
class LayoutGuess:
    """The columns of one heading row. ``lacking``: official headings that nothing was found for."""

    file: str
    sheet: str
    row: int
    headings: tuple[HeadingGuess, ...]
    lacking: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """Mean confidence over the columns that are read, between 0 and 1; 0 if a needed one is lacking."""
        read = [guess.confidence for guess in self.headings if guess.field]
        return 0.0 if self.lacking or not read else sum(read) / len(read)

    def table(self) -> pd.DataFrame:
        """列, 表头, 读作, 把握, 理由, 样例."""
        rows = [
            (guess.column, guess.heading, guess.reading, f"{guess.confidence:.0%}", guess.why, "、".join(guess.samples))
            for guess in self.headings
        ]
        return pd.DataFrame(rows, columns=["列", "表头", "读作", "把握", "理由", "样例"])

    def sentence(self) -> str:
        """The guess in one line, with what is lacking."""
        pairs = "、".join(f"“{guess.heading}”→{guess.reading}" for guess in self.headings if guess.field)
        lacking = f"；没有找到：{'、'.join(self.lacking)}" if self.lacking else ""
        return f"第{self.row}行像是表头：{pairs}{lacking}（把握 {self.confidence:.0%}）"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.sentence(), "text/html": f"<p>{self.sentence()}</p>{html_table(self.table())}"}


@dataclass(frozen=True, slots=True)
class ConfirmedLayout:
    """A reading that a person has confirmed: it holds for rows with exactly these headings (已确认的版式)."""

    headings: frozenset[str]
    fields: tuple[tuple[str, str], ...]  # plain heading → field
    source: str
