"""Answer sheets as a person finds them again (答卷编号), and many of them that share something odd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yzperf.domain.survey import QuestionKind, Survey
from yzperf.quality.catalogue import Hit

_SHOWN = 8


def lines(survey: Survey, rows: Sequence[int]) -> str:
    """The sheets by their number in the survey, the first few of them."""
    column = next((item.column for item in survey.codebook if item.kind == QuestionKind.ID), None)
    names = [f"第{row + 2}行" if column is None else str(survey.answers[column].iloc[row]) for row in rows]
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}份" if len(names) > _SHOWN else "")


def many(survey: Survey, rows: Sequence[int], words: str, share: float = 0.0) -> Iterator[Hit]:
    """What so many sheets share; two of them, or less than the share, are slips."""
    if len(rows) > max(2, share * len(survey.answers)):
        message = f"{len(rows)} 份答卷{words}：{lines(survey, sorted(rows))}"
        yield Hit(survey.where, message, f"{len(rows)}份", "")
