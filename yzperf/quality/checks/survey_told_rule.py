"""E11 报告值与原始数据复算: a satisfaction that is told to be weighted, or a mean, is not the plain one, or a share of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.survey_recomputed import Stated, satisfactions
from yzperf.quality.subject import Subject
from yzperf.quality.survey_figures import Figure, read_answers
from yzperf.quality.survey_words import survey_words
from yzperf.quality.wording import before

_CLAUSE = re.compile("[，,；;。]")
_WEIGHTED = re.compile("加权|等权")  # in the name of a rule
_SHARE = re.compile("占比")


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def figures_are_of_the_rule_told(
    claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame], subject: Subject
) -> Iterator[Hit]:
    """按学生数加权的满意度 is given by some weighted rule, 不加权 by a plain one, 加权平均 by some mean."""
    answers = read_answers(survey, tables)
    if answers is None:
        raise Inapplicable("问卷没有带分值的满意度题目")
    told = satisfactions(claims, survey, answers, subject, _words)
    if not told:
        raise Inapplicable("报告没有写明满意度是否加权、怎样平均")
    for claim, one in told:
        found = one.found
        if found and (right := _of_told_rule(claim, found, one)):
            hit = _hit(one, found[0], right, survey)
            is_weighted = bool(_WEIGHTED.search(right.rule))
            is_other_weight = all(bool(_WEIGHTED.search(figure.rule)) is not is_weighted for figure in found)
            yield hit if is_other_weight else hit.as_lead  # which answers count as satisfied is often told elsewhere


def _words(claim: Claim) -> str:
    """The clause in front of a number; the label of its row in a table."""
    if "#" in claim.group:
        return claim.sentence if survey_words().weighted_row.search(claim.sentence) else ""
    clause = _CLAUSE.split(before(claim.sentence, claim.text))[-1]
    words = survey_words()
    return clause if words.sampling_weight.search(clause) or words.plain.search(clause) else ""


def _of_told_rule(claim: Claim, found: list[Figure], one: Stated) -> Figure | None:
    """A figure of the rule that is told, where those that give the number are all of another one."""
    words, clause = survey_words(), _words(claim)
    is_plain = bool(words.plain.search(clause))
    weighted = [figure for figure in one.figures if _WEIGHTED.search(figure.rule)]
    if not weighted:
        return None
    given = {bool(_WEIGHTED.search(figure.rule)) for figure in found}
    wanted = [figure for figure in one.figures if bool(_WEIGHTED.search(figure.rule)) is not is_plain]
    wanted.sort(key=lambda figure: "，按" not in figure.rule)  # by the sizes of the strata before equal weights
    if given == {is_plain} and wanted:
        return wanted[0]
    if (
        not is_plain
        and all(_SHARE.search(figure.rule) for figure in found)
        and not words.share_told.search(claim.sentence)
    ):
        return next((figure for figure in wanted if not _SHARE.search(figure.rule)), None)
    return None


def _hit(one: Stated, found: Figure, right: Figure, survey: Survey) -> Hit:
    shown = f"{half_up(Fraction(right.value), max(1, one.decimals))}%"
    message = (
        f"满意度写 {one.text}，由 {survey.where.file} 复算只合“{found.rule}”，与所写的算法不符；"
        f"按所写的算法为 {shown}（{right.rule}）"
    )
    return Hit(one.where, message, one.text, shown)
