"""E03 完全重复, E04 近似重复, E05 直线作答: what the answer sheets themselves look like.

All are leads: honest people answer alike and tick straight lines.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import QuestionKind, Role, Survey
from yzperf.forensics.answer_patterns import nearest_copies
from yzperf.forensics.exact_copies import (
    Repeated,
    densest,
    equal_rows,
    excess_of_copies,
    most_repeated,
    threshold_of_likeness,
    varied,
)
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.survey_figures import groups_of, read_answers
from yzperf.quality.survey_sheets import lines

Codes = NDArray[np.int64]
_LEVEL = 0.01
_FEWEST_ITEMS, _FEWEST_SHEETS = 5, 30
_LONG_SCALE, _MOST_SHEETS = 7, 1500
_TICKED = {"选", "未选", "选中", "未选中", "1", "0", "是", "否"}
_LONG = 15  # items from which a pair alike above all draws says something
_CHANGED = 0.1  # share of the items that a copyist changes
# Items → share of straight lines that honest surveys of content people reach, a quarter of whom tick the best answer
# throughout (``benchmarks.quality.honest_surveys``).
_STRAIGHT_BASELINE = {4: 0.66, 5: 0.62, 6: 0.58, 8: 0.54, 10: 0.5, 16: 0.46}
_STRAIGHT_LEVEL = 0.001
_GROUP_STRAIGHT, _GROUP_FARTHER, _GROUP_SHEETS = 0.7, 0.4, 12


def _codes(survey: Survey, items: int, what: str) -> Codes:
    answers = read_answers(survey, {})
    if answers is None:
        raise Inapplicable("问卷没有带分值的满意度题目")
    ranks = answers.ranks
    if ranks.shape[1] < items or len(ranks) < _FEWEST_SHEETS:
        raise NoPower(f"不到 {items} 题或 {_FEWEST_SHEETS} 份答卷，{what}多半是巧合")
    codes: Codes = np.where(np.isnan(ranks), -1, ranks).astype(np.int64)
    return codes


@check("E03", title="完全重复的答卷", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def sheets_are_not_copies(survey: Survey) -> Iterator[Hit]:
    """More equal sheets of three and more different answers than people of the same level give by chance: one pattern
    again and again, or many patterns twice."""
    codes = _codes(survey, _FEWEST_ITEMS, "相同的答卷")
    repeated = most_repeated(codes)
    if repeated is not None and repeated.p <= _LEVEL and len(repeated.people) >= _group_of_copies(repeated, len(codes)):
        count = len(repeated.people)
        message = (
            f"{count} 份答卷的答案（不少于三种）完全相同，得分相近的人各题独立作答时约有 {repeated.expected:.1f} 份"
            f"（置换检验 P≤{_LEVEL}）：{lines(survey, list(repeated.people))}"
        )
        yield Hit(survey.where, message, f"{count}份", f"{repeated.expected:.1f}份")
        return
    yield from _copied_by_twos(survey, codes)


def _group_of_copies(repeated: Repeated, people: int) -> float:
    """So large a group no model of honest people made (``benchmarks.quality.honest_surveys``)."""
    return max(6.0, 0.02 * people + 2, 3 * repeated.expected + 3)


def _copied_by_twos(survey: Survey, codes: Codes) -> Iterator[Hit]:
    """Answers that go in pairs make equal sheets, too: several times as many are needed."""
    least = _least_varied(codes)
    ticks = _ticks(survey)
    observed, expected, p = excess_of_copies(codes, ticks, least=least)
    if p > _LEVEL or observed < 5 * expected + 10:
        return
    rows = np.flatnonzero(varied(codes, least))
    whole = codes if ticks is None else np.column_stack([codes, ticks])
    groups = sorted(equal_rows(whole[rows]), key=len, reverse=True)
    shown = "；".join(lines(survey, [int(rows[at]) for at in group]) for group in groups[:3])
    message = f"{observed} 份答卷（答案不少于{least}种）与别的答卷完全相同，按得分分组打乱后平均只有 {expected:.1f} 份（P≤{_LEVEL}）：{shown}"
    yield Hit(survey.where, message, f"{observed}份", f"{expected:.1f}份")


def _least_varied(codes: Codes) -> int:
    """On a long scale three different answers are no pattern yet."""
    return 4 if int(codes.max(initial=0)) + 1 >= _LONG_SCALE else 3


def _ticks(survey: Survey) -> Codes | None:
    """What people ticked beside the scale, which a copyist takes over too; attributes (age, sex) are left out."""
    columns = [
        np.unique(survey.answers[item.column].fillna("").astype(str), return_inverse=True)[1]
        for item in survey.codebook
        if item.column in survey.answers
        and (item.kind == QuestionKind.MULTIPLE or (item.kind == QuestionKind.SINGLE and set(item.options) <= _TICKED))
    ]
    return np.column_stack(columns).astype(np.int64) if columns else None


@check("E04", title="近似重复的答卷", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def sheets_are_not_near_copies(survey: Survey) -> Iterator[Hit]:
    """Pairs more alike than any pair of any draw; straight lines and exact copies (E03) left out."""
    codes = _codes(survey, _LONG, "近似的一对答卷")
    copies = {at for group in equal_rows(codes) for at in group[1:]}
    rows = np.array([at for at in np.flatnonzero(varied(codes)) if at not in copies], np.int64)
    if len(rows) < _FEWEST_SHEETS:
        raise NoPower(f"答案不少于三种的答卷不到 {_FEWEST_SHEETS} 份，近似的答卷多半是巧合")
    limit = threshold_of_likeness(codes[rows])
    if limit >= 1:
        raise NoPower("打乱后也有完全相同的答卷，近似说明不了什么")
    likeness, partner = nearest_copies(codes[rows])
    for at in np.flatnonzero(likeness > limit):
        if at < partner[at] or likeness[partner[at]] <= limit:
            pair = lines(survey, [int(rows[at]), int(rows[partner[at]])])
            message = f"{pair}有 {likeness[at]:.0%} 的题相同，按得分分组打乱多次，没有一对超过 {limit:.0%}"
            yield Hit(survey.where, message, f"{likeness[at]:.0%}", f"≤{limit:.0%}")


@check("E04", title="近似重复的答卷", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def sheets_do_not_crowd(survey: Survey) -> Iterator[Hit]:
    """Many sheets that differ from one varied sheet in an answer or two: it was copied with small changes."""
    codes = _codes(survey, _FEWEST_ITEMS, "近似的一批答卷")
    within = max(1, round(_CHANGED * codes.shape[1]))
    crowd = densest(codes, within)
    if crowd is None:
        raise NoPower("答卷都接近直线作答，近似说明不了什么")
    if crowd.p <= 2 * _LEVEL and crowd.found >= 2.5 * crowd.expected + 5:
        message = (
            f"与答卷 {lines(survey, [crowd.centre])} 至多差 {within} 题的有 {crowd.found} 份；除去这些，按得分分组打乱后，"
            f"最多的一份平均只有 {crowd.expected:.1f} 份"
        )
        yield Hit(survey.where, message, f"{crowd.found}份", f"{crowd.expected:.1f}份")


@check("E04", title="近似重复的答卷", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def few_sheets_have_near_copies(survey: Survey) -> Iterator[Hit]:
    """On a long scale: sheets that differ from another one in a single answer, several times as many as chance makes."""
    codes = _codes(survey, _FEWEST_ITEMS, "近似的答卷")
    ticks = _ticks(survey)
    if _least_varied(codes) < 4 or ticks is None:
        raise NoPower("不到七档的量表，或没有多选题，相差一题的答卷多半是巧合")
    if len(codes) > _MOST_SHEETS:
        raise NoPower(f"超过 {_MOST_SHEETS} 份答卷，相差一题的多半是巧合")
    is_varied = varied(codes, 4)  # exact copies of such sheets are told by E03
    copies = {at for group in equal_rows(np.column_stack([codes, ticks])) for at in group[1:] if is_varied[at]}
    kept = np.array([at for at in range(len(codes)) if at not in copies], np.int64)
    observed, expected, p = excess_of_copies(codes[kept], ticks[kept], least=4, within=1, draws=49)
    if p <= 2 * _LEVEL and observed >= 2 * expected + 12:
        message = f"{observed} 份答卷（答案不少于四种）与另一份至多差一题，按得分分组打乱后平均只有 {expected:.1f} 份（P≤{2 * _LEVEL}）"
        yield Hit(survey.where, message, f"{observed}份", f"{expected:.1f}份")


@check("E05", title="直线作答份额", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def few_straightlines(survey: Survey) -> Iterator[Hit]:
    """The share of people who gave one answer throughout, against the most that honest surveys of so many items reach."""
    from scipy.special import bdtrc

    codes = _codes(survey, min(_STRAIGHT_BASELINE), "直线作答")
    full = codes[(codes >= 0).all(axis=1)]
    straight = int((full == full[:, :1]).all(axis=1).sum())
    if not len(full):
        raise NoPower("没有一份答卷答完了全部题目")
    baseline = _STRAIGHT_BASELINE[max(items for items in _STRAIGHT_BASELINE if items <= codes.shape[1])]
    if bdtrc(straight - 1, len(full), baseline) < _STRAIGHT_LEVEL:
        share = f"{straight / len(full):.1%}"
        message = (
            f"{len(full)} 份完整答卷中 {straight} 份（{share}）全部题目选同一档，{codes.shape[1]} 题的问卷如实调查至多约"
            f" {baseline:.0%}，请核对访问方式"
        )
        yield Hit(survey.where, message, share, f"{baseline:.0%}")


@check("E05", title="直线作答份额", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def no_group_ticks_straight(survey: Survey) -> Iterator[Hit]:
    """The sheets of one place, group or interviewer that nearly all give one answer throughout, far more than the others."""
    from scipy.special import bdtrc

    codes = _codes(survey, min(_STRAIGHT_BASELINE), "直线作答")
    straight = ((codes == codes[:, :1]) & (codes >= 0)).all(axis=1)
    told = np.zeros(len(codes), bool)
    for name, rows in sorted(_groups(survey), key=lambda group: -int(group[1].sum())):
        if not (rows & ~told).any():
            continue  # 南坡小学 of 南坡片区
        sheets, others = int(rows.sum()), int((~rows).sum())
        if sheets < _GROUP_SHEETS or others < _FEWEST_SHEETS:
            continue
        share, rest = float(straight[rows].mean()), float(straight[~rows].mean())
        is_far = share >= _GROUP_STRAIGHT and share - rest >= _GROUP_FARTHER
        if is_far and bdtrc(int(straight[rows].sum()) - 1, sheets, min(0.9, rest + 0.2)) < _STRAIGHT_LEVEL:
            message = (
                f"“{name}”的 {sheets} 份答卷中 {int(straight[rows].sum())} 份（{share:.1%}）全部题目选同一档，"
                f"其他 {others} 份为 {rest:.1%}，请核对访问方式"
            )
            told = told | rows
            yield Hit(survey.where, message, f"{share:.1%}", f"{rest:.1%}")


def _groups(survey: Survey) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Values of the attributes, then the interviewers."""
    yield from groups_of(survey).items()
    column = survey.column_of(Role.INTERVIEWER)
    if column is not None:
        names = survey.answers[column].astype(str)
        for name in sorted(names[survey.answers[column].notna()].unique()):
            yield name, (names == name).to_numpy()
