"""What a number is about (对象): the block of a score, the name of a rate, else the words in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.numbers import Number
from yzperf.domain.claims.plain import BLOT
from yzperf.domain.claims.roles import Reading, chains
from yzperf.domain.claims.sentences import clause_start

TOTAL = "总分"
BLOCKS = {
    "决策": "决策", "投入": "投入", "过程": "过程", "管理": "管理", "产出": "产出", "效益": "效益", "效果": "效果",
}  # fmt: skip
_BLOCK = re.compile(
    # 社会效益, 财务管理 are indicators and matters within a block
    r"(?<!社会)(?<!经济)(?<!生态)(?<!环境)(?<!财务)(?<!资金)(?<!业务)(?<!档案)(?<!质量)(?<!目标)[“\"]?(?:项目)?(决策|投入|过程|产出|效益|效果|管理)[”\"]?(?:类|部分|指标|情况|方面|维度|一级|得|权重|得分|[、，,:(]|\d)"
)
_ANY_BLOCK = re.compile("|".join(BLOCKS))
_ONE_BLOCK = rf"[“\"]?(?:{_ANY_BLOCK.pattern})[”\"]?(?:类|部分)?(?:指标)?"
_BLOCK_LIST = re.compile(rf"{_ONE_BLOCK}(?:[、和与及]{_ONE_BLOCK})+")
_IN_ORDER = re.compile("分别|依次")
_NAMED = re.compile(r"[“\"]([^“”\"]{2,24})[”\"]")
_RATE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9、（）()]{1,16}?(?:率|满意度|程度|比例|比重|覆盖面|[^制程进年季态力额角]度)"
)
_TAIL = re.compile(
    r"(?:为|是|达|达到|到|至|了|约|近|大约|接近|超过|逾|共|计|共计|合计|仅|有|均|也|已|分别|高达|人民币|的|得分?|扣减?|失分?|占比?|目标值?|指标值"
    r"|实际(?:完成值?|为)?|满分|分值|权重|不低于|不少于|不超过|不高于|提高|提升|增长|增加|下降|降低|减少|[:：=≥≤<>±+¥￥“”\"()（）\s])+$"
)
_HEAD = re.compile(
    r"^(?:(?:总体|年度|阶段性|绩效|预期|项目)*目标[:：]用?|其中|经[^，,]{2,8}[，,]|同时|目前|另外|此外|从而|并|和|及|与|且|、|[:：(（“”\"\s])+"
)
_COMPARING = re.compile(r"(?:比|较|同比|环比|由|从(?!业)|自|低于|高于|超过|占|其中)")
_CHANGES = ("高", "低", "多", "少", "大", "小", "快", "慢")  # 比目标95%低3.16个百分点
_NOUN = re.compile(r"[\u4e00-\u9fff]{1,4}?(?=全部|均|都|已|的|，|。|$|完成|通|正常)")
_LISTED = re.compile("[、和与及]|以及")
_NUMBERED = re.compile(r"[一二两三四五六七八九十\d]+(?:部分|类|项|个|组|者)[\u4e00-\u9fff]*$")
_LONGEST = 24
# 该部分得13.50分, 实得13.50分 point at what the heading or the sentence before names.
_POINTING = re.compile(r"(?:该|本|此|上述)(?:部分|类|项|大类|方面)?(?:一级|二级|三级)?(?:指标|评分)?实?|实")
_SCORES = {Role.SCORE, Role.WEIGHT, Role.DEDUCTION, Role.SCORE_RATE}
_MARKS = re.compile(r"\s*(?:满分|总分值?)(?:合计|共计|共)?[为:：]?\s*")
_FULL_MARKS = 100
_NAMED_BY_RATE = {Role.RATE, Role.SATISFACTION, Role.EXECUTION_RATE, Role.RECEIPT_RATE, Role.CHANGE, Role.BASE}


def subjects_of(text: str, found: Sequence[tuple[Number, Reading]], default: str) -> list[str]:
    """Name what each number of a sentence is about.

    Parameters
    ----------
    default
        What the paragraph or table speaks of, where the sentence itself does not say.
    """
    subjects: list[str] = []
    enumerations = chains(text, [number for number, _ in found])
    for at, (number, reading) in enumerate(found):
        first, length = enumerations[at]
        own = _shared_out(text, found[first][0], at - first, length) or _subject(text, found, at, reading.role)
        before = subjects[-1] if subjects else ""
        subjects.append(own or before or _behind(text, number) or default)
    return subjects


def _subject(text: str, found: Sequence[tuple[Number, Reading]], at: int, role: Role) -> str:
    number = found[at][0]
    front = text[: number.start]
    if role is Role.TOTAL:
        return TOTAL
    if (
        role is Role.WEIGHT
        and number.value == _FULL_MARKS
        and _MARKS.fullmatch(front[clause_start(text, number.start) :])
    ):
        return TOTAL
    if role in _SCORES and (name := _scored(front)):
        return name
    clause = front[clause_start(text, number.start) :]
    since = found[at - 1][0].end - clause_start(text, number.start) if at else 0
    own = clause[max(since, 0) :]
    if role in _NAMED_BY_RATE and (rates := list(_RATE.finditer(own.replace(BLOT, " ")))):
        return _whose(own[: rates[-1].start()]) + _trimmed(rates[-1][0])
    bare = _trimmed(own)
    return "" if _POINTING.fullmatch(bare) else bare


def _whose(front: str) -> str:
    """甲镇：执行率95% is that of 甲镇."""
    name, colon, rest = front.rpartition(":")
    return _trimmed(name) if colon and not rest.strip() else ""


def _shared_out(text: str, first: Number, position: int, length: int) -> str:
    """学生和家长的满意度分别为94%和97%: as many names as numbers, each its own; what follows 的 belongs to all."""
    front = text[clause_start(text, first.start) : first.start]
    if length > 1 and (blocks := _blocks_in_order(front, length)):
        return blocks[position]
    before, word, _ = front.rpartition("分别")
    if length < 2 or not word:
        return ""
    listed, _, common = before.rpartition("的")
    names = _LISTED.split(_HEAD.sub("", _NUMBERED.sub("", listed or before).strip()))
    return names[position].strip('“”"') + (common if listed else "") if len(names) == length else ""


def _blocks_in_order(front: str, length: int) -> list[str]:
    """决策、过程、产出、效益四部分得分依次为: the blocks that the numbers behind are of, if they are as many."""
    listed = list(_BLOCK_LIST.finditer(front))
    if not listed or not _IN_ORDER.search(front, listed[-1].end()):
        return []
    names = [BLOCKS[name] for name in _ANY_BLOCK.findall(listed[-1][0])]
    return names if len(names) == length else []


def _scored(front: str) -> str:
    """The last block or quoted indicator in front of a score."""
    blocks = [(match.start(), BLOCKS[match[1]]) for match in _BLOCK.finditer(front + "，")]
    names = [(match.start(), match[1]) for match in _NAMED.finditer(front)]
    return max(blocks + names, default=(0, ""))[1]


def _behind(text: str, number: Number) -> str:
    """48个村全部通水 is about 村: only where nothing stands in front."""
    match = _NOUN.match(text, number.end)
    return match[0] if match and not match[0].endswith("指标") else ""  # 共5个三级指标: how many, not which


def _trimmed(text: str) -> str:
    bare = text.rpartition(BLOT)[2] if BLOT in text else text
    bare = re.split("[，,；;]", bare)[-1]
    bare = _HEAD.sub("", _TAIL.sub("", bare.strip()))
    bare = bare.strip('、的“”"（）() ：:')[-_LONGEST:]
    return "" if _COMPARING.match(bare) or bare in _CHANGES else bare
