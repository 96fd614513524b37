"""D10 内部审核: reviews of several grades (一级、二级、三级复核) are of different people, one after another, between draft and report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

import pandas as pd

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.procedure_words import procedure_words
from yzperf.quality.work_log import LogLine, log_lines

_REVIEW = "(?:内部|质量|报告|专业)*(?:复核|审核|审查|质控|审定|复审)"
_NUMBERED = re.compile(
    rf"(?:第)?(?P<grade>[一二三四1234])级(?:[\u4e00-\u9fff]{{0,4}}?){_REVIEW}|(?<![一二三四、])(?P<short>[一二三四])[审校](?![计定价批查议])"
)
_BY_BODY = (
    re.compile(rf"(?:项目组|课题组|评价组|项目负责人|项目经理|主评人){_REVIEW}"),
    re.compile(rf"(?:部门|业务部)(?:负责人|经理|主任)?{_REVIEW}"),
    re.compile(
        rf"(?:质控|质量控制|质量管理|总审|总工|合伙人|机构负责人|技术负责人)(?:部门?|中心|负责人|合伙人|委员会)?{_REVIEW}"
    ),
)
_GRADES = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# reviews of other things than the report, and what is done with a review once it is over
_OTHER = re.compile("方案|底稿|数据|问卷|资料|录入|现场|档案|归档|凭证|指标体系|整理")
_ANSWERED = re.compile("意见|修改|落实|整改|回复|反馈|修订|完善|补充|重新|再次|回访|后续")
_DRAFTED = re.compile("^(?!.*(?:方案|指标体系)).*初稿")
# a draft that is sent or made after reviews, or is not the first of its kind
_NOT_WRITTEN = re.compile("提交|报送|征求|征询|发送|送|出具|复核|审核|审定|审查|修改|修订|定稿|完善|讨论稿|工作稿")
_EARLIER_DRAFT = re.compile("讨论稿|工作稿|草稿|草案|送审稿|征求意见稿|报告撰写|撰写报告|编写报告|起草报告")
_HANDED_IN = re.compile("(?:出具|提交|报送|签发|印发|盖章|定稿|终稿|正式报告|归档)")
_NAME_ONLY = re.compile(r"[（(][^）)]*[）)]|\s")


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a grade on a day; ``is_numbered`` where its grade is a number and not the name of a body."""

    line: LogLine
    day: date
    grade: int
    is_numbered: bool

    @property
    def name(self) -> str:
        """How it is shown."""
        return f"{self.line.step}（{self.day}）"


@check("D10", title="内部审核", clause="tp4.18.3", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def grades_of_review_follow_each_other(log: pd.DataFrame) -> Iterator[Hit]:
    """No grade before the one below it, none by the person alone who did another, none before the draft or after the report."""
    lines = log_lines(log)
    reviews = [one for line in lines if (one := _review(line))]
    if len({one.grade for one in reviews}) < 2:
        raise Inapplicable("工作日志没有分级的内部复核")
    hits = [*_by_one_person(reviews), *_out_of_order(reviews), *_before_the_draft(reviews, lines)]
    told = {hit.where for _, hit in hits}
    hits += [(one, hit) for one, hit in _after_the_report(reviews, lines) if hit.where not in told]
    for one, hit in hits:
        yield hit if one.is_numbered else hit.as_lead


def _review(line: LogLine) -> Review | None:
    told = f"{line.step}，{line.text}"
    is_other = _OTHER.search(told) and "报告" not in told
    if line.day is None or is_other or _ANSWERED.search(told):
        return None
    for text in (line.step, line.text):
        numbers = {_GRADES[match["grade"] or match["short"]] for match in _NUMBERED.finditer(text)}
        if numbers:
            return Review(line, line.day, numbers.pop(), True) if len(numbers) == 1 else None
    bodies = [grade for grade, words in enumerate(_BY_BODY, 1) if words.search(told)]
    return Review(line, line.day, bodies[0], False) if len(bodies) == 1 and "、" not in told else None


def _by_one_person(reviews: Sequence[Review]) -> Iterator[tuple[Review, Hit]]:
    """Of each grade the only person, in every line of it, is the same."""
    alone = {grade: _only_person([one for one in reviews if one.grade == grade]) for grade in _grades(reviews)}
    for low, high in combinations(_grades(reviews), 2):
        if alone[low] and alone[low] == alone[high]:
            one = next(one for one in reviews if one.grade == high)
            other = next(one for one in reviews if one.grade == low)
            message = f"“{one.name}”和“{other.name}”都只有“{alone[low]}”一人参加，不是两级复核"
            yield one, Hit(one.line.where, message, alone[low], f"“{alone[low]}”以外的人")


def _grades(reviews: Sequence[Review]) -> list[int]:
    return sorted({one.grade for one in reviews})


def _only_person(reviews: Sequence[Review]) -> str:
    """Blank where a line names several, or a body beside the person."""
    names = {_NAME_ONLY.sub("", one.line.parties) for one in reviews}
    people = {person for one in reviews for person in one.line.people}
    return people.pop() if len(people) == 1 and names == people else ""


def _out_of_order(reviews: Sequence[Review]) -> Iterator[tuple[Review, Hit]]:
    """The first time of a grade counts: a report that was changed may be reviewed by all grades again."""
    first = [min((one for one in reviews if one.grade == grade), key=lambda one: one.day) for grade in _grades(reviews)]
    for low, high in pairwise(first):
        if high.day < low.day and low.is_numbered == high.is_numbered:
            message = f"“{high.name}”早于“{low.name}”，上一级复核应在下一级以后"
            yield low, Hit(low.line.where, message, str(low.day), f"不晚于 {high.day}")


def _before_the_draft(reviews: Sequence[Review], lines: Sequence[LogLine]) -> Iterator[tuple[Review, Hit]]:
    """Only a lead, and of a draft that is told as written: many are reviewed before they are finished and sent."""
    drafts = [line.day for line in lines if line.day and _is_draft(line)]
    if not drafts or any(_EARLIER_DRAFT.search(f"{line.step}，{line.text}") for line in lines):
        return
    for one in reviews:
        if one.day < min(drafts):
            message = f"“{one.name}”早于报告初稿（{min(drafts)}），那时有没有可以复核的报告请核对"
            yield one, Hit(one.line.where, message, str(one.day), f"不早于 {min(drafts)}").as_lead


def _is_draft(line: LogLine) -> bool:
    told = f"{line.step}，{line.text}"
    return bool(_DRAFTED.search(told)) and not _NOT_WRITTEN.search(told)


def _after_the_report(reviews: Sequence[Review], lines: Sequence[LogLine]) -> Iterator[tuple[Review, Hit]]:
    """Behind all lines on which something was handed in, where one of them is the final report."""
    final = [line for line in lines if line.day and procedure_words().step_of(line.step) == "终稿"]
    other = [line for line in lines if line.day and _HANDED_IN.search(f"{line.step}，{line.text}")]
    last = max((day for line in (*final, *other) if (day := line.until)), default=None)
    for one in reviews:
        if final and last and one.day > last:
            message = f"“{one.name}”在正式报告出具（{last}）以后，报告应复核以后再出具"
            yield one, Hit(one.line.where, message, str(one.day), f"不晚于 {last}")
