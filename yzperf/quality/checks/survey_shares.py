"""E11 报告值与原始数据复算: the share and the number of people who gave an answer (“非常满意”的占45.3%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.document import Document, Table, walk
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.survey import QuestionKind, Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.survey_counts import rows_are_told
from yzperf.quality.survey_figures import Figure, Floats, weightings
from yzperf.quality.survey_questions import Question, Rows, plain_label, questions_of
from yzperf.quality.survey_words import survey_words, tells_several
from yzperf.quality.wording import before

_PEOPLE = ("人", "户", "份", "名", "位", "个", "家", "票", "人次")
_ODD = 2  # strange signs between an answer and its number: more tell of something else
_NOT_BEFORE = "不未非没较太很分常本意"  # 不满意 is not 满意, nor is 基本满意
_BEFORE_ONE, _BEHIND_ONE = ("", *'“"：:，,；;中、'), ("", *'性”"的占：:')  # an answer of one sign: 男, 是
_JOINED = re.compile(r"[”\"」』]?(?:[和与及或、+＋/／]|以及|加)[“\"「『]?")
_UPWARD, _DOWNWARD = re.compile(r"[”\"」』]?(?:及|和|或|与)?以上"), re.compile(r"[”\"」』]?(?:及|和|或|与)?以下")
_OF_SCALE = re.compile(r"(?:[选打评给为]|[“\"])$"), re.compile(r"分|[”\"]")  # 打10分的, 选“5”的
_HEADCOUNT = re.compile(
    r"^[”\"]?(?:的|以上)?(?:人数|户数|家数|份数|人次|率)"
)  # 满意人数 has those more than satisfied in it
# 252人（33.96%）希望改善饭菜保温: what people wish follows their number
_WISH = re.compile(
    "^[)）]?(?:的)?(?:受访者?|家长|群众|农户|学员|居民|村民)?(?:希望|认为|选择|反映|建议|提出|表示|要求|盼望|最希望|勾选)(?:进一步|改善|改进|增加|提高|加强|优化|解决|完善|加大|加快|扩大|了){0,2}"
)
_OF_NUMBER_BEFORE = re.compile(
    r"\d[^，,。；;]{0,14}(?:希望|认为|选择|反映|建议|提出|表示|要求|盼望|勾选)[^，,。；;\d]{0,6}$"
)
_TOGETHER = re.compile(
    r"\d[^，,；;]*[，,、](?:[两二三四]项|[两二三]者|以上)?(?:合计|共计|总计|共|计)(?:为|有)?"
    r"(?:\d[\d,]*[人户份名家]?[，,]?占[^，,；;\d]*)?$"
)
_OF_ALL = re.compile("满意[率度][^，,；;]*$")
_GLOSS = re.compile(r"[(（][^()（）\d]*[)）]$")  # 男生（或男生家长）173份
_RATE_OF = re.compile("率|的?比例|的?比重")
_OF_WHOLE = re.compile("总体|总的|整体|综合评价")
_OF_BASE = re.compile(
    r"(?P<many>\d[\d,]*)[人名户位](?:受访者|居民|群众)?中[^，,；;。\d]{0,8}(?:\d[\d,]*[人名户位][（(，,]?占?)?$"
)
_WITH_WHOLE = 2  # the question that is told, and that of the whole
_TELLING = 4  # signs of a question that a caption repeats
_NEXT = re.compile(r"[，,；;。、]|\d")
_SLACK = 1e-9
_Answers = tuple[tuple[str, ...], list[str], str]  # those counted, those named before, words behind the number


@dataclass(frozen=True, slots=True)
class Told:
    """One number of the report about people who gave these answers: to which questions, among which people."""

    claim: Claim
    labels: tuple[str, ...]
    questions: tuple[Question, ...]
    rows: Rows
    is_certain: bool
    is_of_part: bool = False


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def shares_follow_from_answers(
    claims: Claims, report: Document, survey: Survey, tables: dict[str, pd.DataFrame], info: CaseInfo
) -> Iterator[Hit]:
    """Every share or number of people who gave an answer is that of the file, by some denominator and weighting."""
    reader = _Reader(report, questions_of(survey))
    told = [one for claim in claims if _is_result(claim, info) for one in reader.read(claim)]
    if not told:
        raise Inapplicable("报告没有写各选项的占比、人数")
    weights = dict(weightings(survey, tables))
    is_whole = rows_are_told(claims, len(survey.answers)) is not False
    for one in told if is_whole else [replace(one, is_certain=False) for one in told]:
        yield from _share(one, weights, survey) if one.claim.unit == "%" else _number(one, survey)


def _is_result(claim: Claim, info: CaseInfo) -> bool:
    """A stated result of this year."""
    stated = claim.is_exact and not claim.bound and claim.standing is Standing.STATED
    if not stated or not (claim.unit == "%" or (claim.unit in _PEOPLE and claim.is_whole)):
        return False
    years = [int(year) for year in re.findall(r"\d{4}", claim.period)]
    return not survey_words().elsewhere.search(claim.sentence + claim.period) and all(
        year >= info.year for year in years
    )


# ── what the number is about ────────────────────────────────────────────────────────────────────────


class _Reader:
    """Finds the answers that the words before a number name, and the question that they belong to."""

    def __init__(self, report: Document, questions: Sequence[Question]) -> None:
        self._questions = questions
        self._texts = {one.id: one for one in report.every_paragraph() if one.id}
        self._tables = {one.id: one for one in walk(report.blocks) if isinstance(one, Table)}
        labels = sorted({label for one in questions for label in one.labels}, key=len, reverse=True)
        self._labels = re.compile("|".join(map(re.escape, labels)) or r"(?!)")
        whole = "\n".join(one.text for one in report.every_paragraph())
        self._is_single = not tells_several(whole)
        self._singling_out = {
            label: one
            for one in questions
            if one.item.kind in (QuestionKind.ATTRIBUTE, QuestionKind.SINGLE)
            for label in one.labels
            if not any(label in piece for other in questions for piece in other.pieces)
        }

    def read(self, claim: Claim) -> Iterator[Told]:
        """What a claim tells, if it tells of answers; one at most."""
        front, beside = self._words(claim)
        found = self._answers(claim, front) or self._behind(claim)
        if not found or survey_words().subset.search(front):
            return
        base = _OF_BASE.search(front)
        single = self._of_so_many(int(base["many"].replace(",", "")), front) if base else []
        if base and not single:
            return  # of people whom the answers do not single out
        labels, others, front = found[0], [*found[1], *self._of_row(claim, beside), *single], front + found[2]
        questions = [one for one in self._questions if set(labels) <= set(one.labels)]
        if not questions:
            return  # answers to several questions told as one
        if "#" in claim.group and self._is_of_several(labels[0]) and self._is_asked_by_itself(labels[0]):
            return
        named = _named(questions, (front,)) if len(questions) > 1 else []
        if not named:  # a sentence of its own may have come back to the whole
            nearest = _named(questions, beside)
            named = [*nearest, *(one for one in questions if nearest and _is_of_all(one) and one not in nearest)]
        if not self._is_about_survey(questions, front, beside) or _is_of_the_project(claim, questions):
            return
        is_certain = (
            bool(named) and len(named) <= _WITH_WHOLE and self._is_single and _is_of_people_asked(claim, named[0])
        )
        yield Told(claim, labels, tuple(named or questions), self._among(others, questions), is_certain, bool(base))

    def _of_so_many(self, many: int, front: str) -> list[str]:
        """了解的212人中满意的……: the one answer that 212 people gave, to a question of which the words in front speak."""
        rows = [
            label
            for label, one in self._singling_out.items()
            if int(one.chosen[label].sum()) == many and (label in front or one.named_at(front)[1] > 1)
        ]
        return rows if len(rows) == 1 else []

    def _of_row(self, claim: Claim, beside: Sequence[str]) -> list[str]:
        """The group that the row of a cell is of, by all of its first cell: 男, 小学."""
        return [beside[0]] if "#" in claim.group and beside and beside[0] in self._singling_out else []

    def _words(self, claim: Claim) -> tuple[str, tuple[str, ...]]:
        """The words of the sentence before the number, and what stands before them, nearest first."""
        paragraph = self._texts.get(claim.block)
        if paragraph is not None and "#" not in claim.group:
            begin = int(claim.group.partition("@")[2] or 0)
            title = paragraph.path[-1] if paragraph.path else ""
            return plain_label(paragraph.text[begin : claim.start]), tuple(
                map(plain_label, (paragraph.text[:begin], title))
            )
        table = self._tables.get(claim.group.partition("#")[0])
        caption = table.caption if table is not None else ""
        above = _first_column(table, claim) if table is not None else ""
        return plain_label(before(claim.sentence, claim.text)), (plain_label(above), plain_label(caption))

    def _answers(self, claim: Claim, front: str) -> _Answers | None:
        """The answers that the number counts, and those named before them."""
        if "分别" in front and re.search(r"\d", front.rpartition("分别")[0]):
            return None  # 学生211份、家长141份，分别占……: F05 holds each against its own number
        text = plain_label(claim.subject) if "分别" in front else front
        text = _GLOSS.sub("", text)
        found = [match for match in self._labels.finditer(text) if self._is_label(match, text)]
        if not found:
            return None
        last = found[-1]
        if _OF_NUMBER_BEFORE.search(text[: last.start()]) and self._is_of_several(last[0]):
            return None
        gap = survey_words().between.sub("", text[last.end() :])
        people = (QuestionKind.ATTRIBUTE, QuestionKind.SINGLE)
        is_group = all(one.item.kind in people for one in self._questions if last[0] in one.labels)
        if _TOGETHER.search(text[last.end() :]) or _OF_ALL.search(text[last.end() :]):
            return None  # 非常满意245人、满意185人，合计430人，满意率92.43%
        if len(_UPWARD.sub("", _DOWNWARD.sub("", gap))) > (0 if is_group else _ODD):
            return None  # 家长代表12人 are not 家长12人
        group = [last]
        for match in reversed(found[:-1]):
            if not _JOINED.fullmatch(text[match.end() : group[0].start()]):
                break
            group.insert(0, match)
        labels = _reached(self._questions, [match[0] for match in group], text[last.end() :])
        return tuple(dict.fromkeys(labels)), [match[0] for match in found[: len(found) - len(group)]], ""

    def _behind(self, claim: Claim) -> _Answers | None:
        """35.2%的受访者对实施质量“非常满意”: the answer follows the number in the same clause."""
        front = before(claim.sentence, claim.text)
        back = _NEXT.split(plain_label(claim.sentence[len(front) + len(claim.text) :]))[0]
        found = [match for match in self._labels.finditer(back) if self._is_label(match, back)]
        is_wish = found and _WISH.match(back) and self._is_of_several(found[0][0])
        if not found or not (back.startswith("的") or is_wish):
            return None
        words = _WISH.sub("", back[: found[0].start()]) if is_wish else back[: found[0].start()]
        for piece in {piece for one in self._questions for piece in one.pieces}:
            words = words.replace(piece, "")
        if len(survey_words().stock.sub("", survey_words().between.sub("", words))) > _ODD:
            return None
        return (found[0][0],), [], back

    def _is_of_several(self, label: str) -> bool:
        """Whether it is an option of multiple-choice questions only."""
        return all(one.item.kind == QuestionKind.MULTIPLE for one in self._questions if label in one.labels)

    def _is_asked_by_itself(self, label: str) -> bool:
        """Whether a scale asks about what is an option elsewhere: a row of that name may be either."""
        return any(one.is_scale and label in plain_label(one.item.title) for one in self._questions)

    def _is_label(self, match: re.Match[str], text: str) -> bool:
        """A whole answer, not part of another word: 不满意, 满意度, 女 of 妇女."""
        front, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if match[0].isdecimal():
            return bool(_OF_SCALE[0].search(text[: match.start()]) and _OF_SCALE[1].match(text[match.end() :]))
        if len(match[0]) == 1:
            return front in _BEFORE_ONE and behind in _BEHIND_ONE
        if match[0] in survey_words().ladder:
            is_rate = match[0] == "满意" and _RATE_OF.match(
                text, match.end()
            )  # 满意率, 满意比例 count 非常满意 as well
            return front not in tuple(_NOT_BEFORE) and behind != "度" and not is_rate
        return True

    def _is_about_survey(self, questions: Sequence[Question], front: str, beside: Sequence[str]) -> bool:
        """Answers of a scale speak for themselves; 男 and 是 may be of the project's own people."""
        if all(one.is_scale for one in questions):
            return True
        is_named = any(one.named_at(text)[1] >= _TELLING for one in questions for text in beside)
        return is_named or bool(survey_words().asked_about.search("".join((front, *beside))))

    def _among(self, others: Sequence[str], questions: Sequence[Question]) -> Rows:
        """The people that answers to other questions, named before, single out (示例甲镇受访者中)."""
        rows = np.ones(len(questions[0].given), bool)
        own = {label for one in questions for label in one.labels}
        for label in others:
            if label in self._singling_out and label not in own:
                rows = rows & self._singling_out[label].chosen[label]
        return rows


def _is_of_the_project(claim: Claim, questions: Sequence[Question]) -> bool:
    """示例甲镇发放150份, 示例甲镇813户: towns and sexes are counted of other things than answers, too."""
    words = survey_words()
    if all(one.item.kind not in (QuestionKind.ATTRIBUTE, QuestionKind.SINGLE) for one in questions):
        return claim.role in (Role.ISSUED, Role.RETURNED)
    is_number = claim.unit not in ("%", "份")
    return bool(words.handed_out.search(claim.sentence)) or (
        is_number and not words.people_asked.search(claim.sentence)
    )


def _is_of_people_asked(claim: Claim, question: Question) -> bool:
    is_attribute = question.item.kind in (QuestionKind.ATTRIBUTE, QuestionKind.SINGLE)
    return not is_attribute or bool(survey_words().people_asked.search(claim.sentence))


def _is_of_all(question: Question) -> bool:
    return bool(_OF_WHOLE.search(question.item.title))


def _reached(questions: Sequence[Question], labels: list[str], behind: str) -> list[str]:
    """满意及以上: with all that are better; 一般以下: with all that are worse."""
    upward, downward = _UPWARD.match(behind), _DOWNWARD.match(behind)
    scale = next((one for one in questions if one.is_scale and labels[-1] in one.labels), None)
    if scale is None or not (upward or downward):
        return labels
    at = scale.labels.index(labels[-1])
    return list(scale.labels[: at + 1] if upward else scale.labels[at:])


def _named(questions: Sequence[Question], texts: Sequence[str]) -> list[Question]:
    """The one question that the nearest text names last; all where only one is possible; none where it is not told."""
    if len(questions) < 2:
        return list(questions)
    for text in texts:
        places = [one.named_at(text) for one in questions]
        best = max(places)
        if best[0] >= 0:
            return [one for one, place in zip(questions, places, strict=True) if place == best]
    return []


def _first_column(table: Table, claim: Claim) -> str:
    """The text of the first column in the row of a number, or the nearest above it: a cell merged downwards."""
    row = int(claim.group.rpartition("#")[2] or 0)
    cells = [cell for cell in table.cells if cell.column == 1 and cell.row <= row and cell.text.strip()]
    return max(cells, key=lambda cell: cell.row).text if cells else ""


# ── whether the file gives it ───────────────────────────────────────────────────────────────────────


def _share(told: Told, weights: dict[str, Floats], survey: Survey) -> Iterator[Hit]:
    used = weights if told.rows.all() else {"": weights[""]}
    figures = [figure for one in told.questions for figure in one.shares(told.labels, told.rows, used)]
    wider = [(one, one.labels[: at + 1]) for one in told.questions if (at := _headcount(told, one))]
    figures += [figure for one, labels in wider for figure in one.shares(labels, told.rows, used)]
    figures += _pooled(told)
    low, high = (float(end) for end in told.claim.interval() or (Fraction(0), Fraction(0)))
    if not figures or any(low - _SLACK <= figure.value <= high + _SLACK for figure in figures):
        return
    nearest = _nearest(figures, float(told.claim.value), told)
    right = f"{half_up(Fraction(nearest.value), max(1, told.claim.decimals))}%"
    yield _hit(told, survey, right, f"（{nearest.rule}）")


def _pooled(told: Told) -> list[Figure]:
    """Of all answers to all these questions, where the report does not say to which."""
    given = sum(int((one.given & told.rows).sum()) for one in told.questions)
    counted = sum(one.count(told.labels, told.rows) for one in told.questions)
    return [Figure("各题合并", 100 * counted / given)] if given and len(told.questions) > 1 else []


def _nearest(figures: Sequence[Figure], value: float, told: Told) -> Figure:
    """The plain share where the question is told, else what comes nearest."""
    return figures[0] if len(told.questions) == 1 else min(figures, key=lambda figure: abs(figure.value - value))


def _number(told: Told, survey: Survey) -> Iterator[Hit]:
    counts = [one.count(told.labels, told.rows) for one in told.questions]
    wider = [one.count(one.labels[: at + 1], told.rows) for one in told.questions if (at := _headcount(told, one))]
    if told.claim.value not in (*counts, sum(counts), *wider):
        yield _hit(told, survey, f"{counts[0]}{told.claim.unit}", "")


def _headcount(told: Told, question: Question) -> int:
    """Where 满意 stands on the scale if 满意人数 may count those above it as well; 0 where it cannot."""
    label = told.labels[0]
    is_one = len(told.labels) == 1 and question.is_scale and label in question.labels
    behind = told.claim.sentence.rpartition(label)[2] if is_one else ""
    better = question.labels[: question.labels.index(label)] if is_one else ()
    said = any(one in told.claim.sentence.replace(label, "", 1) for one in better if label not in one)
    return len(better) if is_one and not said and (told.is_of_part or _HEADCOUNT.match(behind)) else 0


def _hit(told: Told, survey: Survey, right: str, rule: str) -> Hit:
    names = "、".join(told.labels)
    asked = f"“{told.questions[0].item.title}”" if len(told.questions) == 1 else f"{len(told.questions)} 道题里"
    message = (
        f"回答“{names}”的写 {told.claim.text}，按 {survey.where.file} 的 {len(survey.answers)} 份答卷复算，"
        f"{asked}是 {right}{rule}，其他分母、加权办法也得不到"
    )
    hit = Hit(told.claim.where, message, told.claim.text, right)
    if told.is_certain:
        return hit
    remark = "；分不清说的是哪道题、哪些人，请核对"
    return replace(hit, message=message + remark, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
