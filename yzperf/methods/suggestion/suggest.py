"""Which methods the data of a case allow (方法选择)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yzperf.domain.case import Case
from yzperf.domain.survey import QuestionKind
from yzperf.methods.suggestion.requirements import REQUIREMENTS, Requirement
from yzperf.methods.suggestion.suggestion import Advice, Suggestion
from yzperf.methods.suggestion.table_shape import TableShape, shape_of

SURVEY = "survey"


def suggest(case: Case) -> Suggestion:
    """Say of every method whether the tables of a case allow it, by which columns, and what else would be needed.

    The tables show what can be computed, not what it would mean: which comparison is fair, and which object did the
    spending reach, only the evaluator knows. ``asked`` of each line names what no table shows.

    Parameters
    ----------
    case : Case
        An opened case folder; its registered tables and its survey are looked at.

    Returns
    -------
    Suggestion
        One line a method: the table that offers it the most columns, or what is lacking in the one that lacks least.
    """
    tables = [shape_of(name, frame) for name, frame in case.tables.items()]
    if case.survey is not None:
        asked = [item.column for item in case.survey.codebook if item.kind == QuestionKind.SATISFACTION]
        tables.append(shape_of(SURVEY, case.survey.answers, asked))
    return Suggestion(case.info.name, tuple(_advice(one, tables) for one in REQUIREMENTS))


def _advice(requirement: Requirement, tables: Sequence[TableShape]) -> Advice:
    judged = [_judged(requirement, table) for table in tables]
    allowed = [line for line in judged if not line.lacking]
    if allowed:
        best = max(allowed, key=lambda line: len(line.columns))
        return replace(best, others=tuple(line.table for line in allowed if line is not best))
    return min(judged, key=lambda line: len(line.lacking), default=_without_tables(requirement))


def _judged(requirement: Requirement, table: TableShape) -> Advice:
    found = [need.columns(table) for need in requirement.needs]
    lacking = [need.words for need, columns in zip(requirement.needs, found, strict=True) if not columns]
    columns = dict.fromkeys(column for columns in found for column in columns)
    return Advice(requirement, table.name, tuple(columns), tuple(lacking))


def _without_tables(requirement: Requirement) -> Advice:
    return Advice(requirement, "", (), tuple(need.words for need in requirement.needs))
