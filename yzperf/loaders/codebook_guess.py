"""A codebook proposed from the answers alone (推测编码本): what each column seems to be, for a person to correct.

Nothing is invented: answers get no points, since how many 满意 is worth is the evaluator's decision.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from yzperf.domain.survey import SEPARATOR, CodebookItem, QuestionKind, Role
from yzperf.loaders.text_table import TextTable

_NUMBERED = re.compile(r"^(?:Q|第)?\d+题?\s*[、.．:：]\s*")
_LADDER = (
    "非常满意",
    "十分满意",
    "很满意",
    "满意",
    "比较满意",
    "较满意",
    "基本满意",
    "一般",
    "不太满意",
    "较不满意",
    "比较不满意",
    "不满意",
    "很不满意",
    "十分不满意",
    "非常不满意",
)
_NO_OPINION = re.compile(r"不了解|不清楚|说不清|不适用|拒答|未接触|\(空\)|[(（]跳过[)）]|-[23]")
_DEGREE = re.compile("10|[0-9]")  # of a scale of numbers
_ASKS_SATISFACTION = re.compile("满意|评价|打分|评分")
_TICKED = re.compile("[┋;；|]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BY_NAME = (  # what a heading says of its column
    (re.compile("时长|用时|所用时间|耗时"), QuestionKind.TIME, Role.DURATION),
    (re.compile("开始.*时间|起始时间"), QuestionKind.TIME, Role.START),
    (re.compile("(?:提交|结束|完成|终止).*时间"), QuestionKind.TIME, Role.END),
    (re.compile("日期|时间"), QuestionKind.TIME, Role.NONE),
    (re.compile("访员|调查员|访问员|调查人"), QuestionKind.ATTRIBUTE, Role.INTERVIEWER),
    (re.compile("来源|IP|渠道|设备"), QuestionKind.ATTRIBUTE, Role.NONE),  # of how the sheet came in: many share it
    (re.compile("序号|编号|问卷号|手机|电话|身份证"), QuestionKind.ID, Role.NONE),
    (re.compile("权数|权重"), QuestionKind.NUMBER, Role.WEIGHT),
)
_LEAST_ANSWERS = 10  # fewer rows say nothing of what a column may hold
_MOST_OPTIONS, _LONGEST_OPTION = 12, 12


def guess_codebook(table: TextTable) -> tuple[CodebookItem, ...]:
    """Say of every column what it seems to hold.

    Returns
    -------
    tuple of CodebookItem
        Empty if no column asks how satisfied people are: then it is not known to be a survey.
    """
    if len(table.rows) < _LEAST_ANSWERS:
        return ()
    items = tuple(_item(name, table.column(name)) for name in table.heading)
    return items if any(item.kind is QuestionKind.SATISFACTION for item in items) else ()


def codebook_rows(items: Sequence[CodebookItem]) -> list[dict[str, str]]:
    """The lines of the codebook as a table that people correct."""
    return [
        {
            "列名": item.column,
            "题目": item.title,
            "类型": item.kind,
            "选项分值": ";".join(item.options),
            "用途": item.role,
        }
        for item in items
    ]


def _item(column: str, texts: Sequence[str]) -> CodebookItem:
    kind, role, options = _seems(column, [text for text in texts if text and not _NO_OPINION.fullmatch(text)])
    return CodebookItem(column, _NUMBERED.sub("", column), kind, {}, options, role=role)


def _seems(column: str, answers: Sequence[str]) -> tuple[QuestionKind, Role, tuple[str, ...]]:
    by_name = next(((kind, role) for pattern, kind, role in _BY_NAME if pattern.search(column)), None)
    if by_name and not _NUMBERED.match(column):
        return *by_name, ()
    counts = Counter(answers)
    if counts and _is_scale(column, counts):
        return QuestionKind.SATISFACTION, Role.NONE, _in_order(counts)
    if any(_TICKED.search(answer) for answer in counts):
        ticks = Counter(tick.strip() for answer in answers for tick in _TICKED.split(answer))
        return QuestionKind.MULTIPLE, Role.NONE, _plain(ticks)
    if counts and all(_NUMBER.fullmatch(answer) for answer in counts):
        return QuestionKind.NUMBER, Role.NONE, ()
    if _is_closed(counts, len(answers)) and _plain(counts):
        return QuestionKind.SINGLE, Role.NONE, _plain(counts)
    return QuestionKind.OPEN, Role.NONE, ()


def _is_closed(counts: Counter[str], answers: int) -> bool:
    """A few short answers that many gave."""
    return 0 < len(counts) <= min(_MOST_OPTIONS, answers // 2) and all(len(one) <= _LONGEST_OPTION for one in counts)


def _is_scale(column: str, counts: Counter[str]) -> bool:
    if set(counts) <= set(_LADDER):
        return any(answer != "一般" for answer in counts)
    return bool(_ASKS_SATISFACTION.search(column)) and all(_DEGREE.fullmatch(answer) for answer in counts)


def _in_order(counts: Counter[str]) -> tuple[str, ...]:
    """Words from the best to the worst, numbers by size: which end of them is the best is not known."""
    return tuple(sorted(counts, key=_LADDER.index if set(counts) <= set(_LADDER) else int))


def _plain(counts: Counter[str]) -> tuple[str, ...]:
    """Options, the most frequent first; none if a sign of the codebook itself stands in one."""
    options = tuple(answer for answer, _ in counts.most_common() if answer)
    return () if any(set(option) & set(";；:：=＝|" + SEPARATOR) for option in options) else options
