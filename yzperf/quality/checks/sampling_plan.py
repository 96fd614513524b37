"""D09 抽样覆盖达标: the share that the plan asks to be looked at, against what the report says was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Standing
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import half_up
from yzperf.domain.units import conversion, is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check

_LOOKED = "抽查|抽样|抽取|抽选|抽检|核查|核实|走访|踏勘|查勘|实地|现场|样本|入户|覆盖面|覆盖率"
_REQUIRED = re.compile(
    rf"(?P<what>[^，,。；;]{{0,24}}(?:{_LOOKED})[^，,。；;]{{0,18}}?)"
    r"(?:不少于|不低于|不得低于|不得少于|(?:应|须|需|要)当?(?:达到?|为|占)|至少(?:为|达到?|占)?|≥|>=|大于等于)"
    r"(?P<of>[^，,。；;\d]{0,16}?)(?P<rate>\d+(?:\.\d+)?)%"
)
# What is asked of the things looked at, not of how many are looked at; and what is told as done.
_OF_RESULT = re.compile("合格|达标|完好|准确|满意|完成|执行|到位|正常|回收|有效|知晓|及时|规范|实际|已")
_SENTENCE = re.compile("[。\n]")
_AIMS = re.compile("目标[^，,；;]{0,6}[:：]")  # 年度绩效目标：……，巡查覆盖率不低于95%
_PLANNED = re.compile("方案|计划|要求|规定|应|须|需|约定|办法|至少|不少于|不低于")
_SEEN = re.compile(_LOOKED)
_WHOLE = re.compile("全部|总|合计|涉及|共|从|其中|分布|项目点|应查")
_MONEY = re.compile("资金|金额|投资")
_BREAK = re.compile("[，,。；;]")
_NOUN = re.compile(r"[\u4e00-\u9fff]{0,6}")
_TAIL = re.compile("(?:中|里|内|的|进行|开展|作为|作|随机|现场|实地|抽|核|走|踏).*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A least share that the report says the plan sets, in per cent, and the words that it is asked of."""

    words: str
    rate: Fraction
    is_money: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The share that was looked at, between two values in per cent, where and how it is told."""

    claim: Claim
    high: Fraction
    text: str
    noun: str


@check("D09", title="抽样覆盖达标", clause="tp4.6", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def sample_is_as_large_as_planned(report: Document, claims: Claims) -> Iterator[Hit]:
    """x of y sites, or the share that is stated, is no less than the share that the plan asks for."""
    blocks: dict[str, list[Claim]] = {}
    for claim in claims:
        blocks.setdefault(claim.block, []).append(claim)
    judged = [
        (asked, done)
        for paragraph in report.every_paragraph()
        for asked in _asked(paragraph.text)
        for done in _done_for(asked, blocks.get(paragraph.id, []), list(claims))
    ]
    if not judged:
        raise Inapplicable("报告没有写方案规定的抽样比例，或没有写实际抽了多少")
    for asked, done in judged:
        if done.high < asked.rate:
            message = f"方案要求“{asked.words}”，实际{done.text}，没有达到"
            shown = f"{half_up(done.high, 1)}%"
            yield Hit(done.claim.where, message, shown, f"不低于{half_up(asked.rate, 2).normalize():f}%")


def _asked(text: str) -> Iterator[Asked]:
    plain = normalise(text)
    for match in _REQUIRED.finditer(plain):
        about = match["what"] + match["of"]
        before = _SENTENCE.split(plain[: match.start()])[-1]
        if not _OF_RESULT.search(about) and not _AIMS.search(before):
            yield Asked(match[0].strip(), Fraction(match["rate"]), bool(_MONEY.search(about)))


def _done_for(asked: Asked, beside: Sequence[Claim], everywhere: Sequence[Claim]) -> list[Done]:
    """What was done in the paragraph of the plan, else anywhere; nothing where several answers are possible."""
    for claims in (beside, everywhere):
        found = [one for one in _done(claims) if one.claim.unit == "%" or is_money(one.claim.unit) is asked.is_money]
        found = [one for one in found if bool(_MONEY.search(one.claim.subject + one.noun)) is asked.is_money]
        named = [one for one in found if one.noun and one.noun in asked.words]
        if found:
            chosen = named or found
            return chosen[:1] if len({one.high for one in chosen}) == 1 else []
    return []


def _done(claims: Sequence[Claim]) -> Iterator[Done]:
    stated = [claim for claim in claims if claim.is_exact and not claim.bound and claim.standing is Standing.STATED]
    parts = [(claim, _words(claim, stated)) for claim in stated]
    wholes = [claim for claim, words in parts if claim.unit != "%" and _WHOLE.search(words) and not _SEEN.search(words)]
    for claim, words in parts:
        if _PLANNED.search(words):
            continue
        if claim.unit == "%" and _is_share(claim, words):
            ends = claim.interval() or (Fraction(0), Fraction(claim.value))
            yield Done(claim, ends[1], f"为{claim.text}", "")
        elif claim.unit != "%" and _SEEN.search(words):
            yield from _of_whole(claim, wholes)


def _words(claim: Claim, claims: Sequence[Claim]) -> str:
    """The words of the clause in front of a number, since the number before it."""
    front = claim.sentence.partition(claim.text)[0] if claim.text else ""
    for other in claims:
        if other.group == claim.group and other.end <= claim.start and other.text in front:
            front = front.rpartition(other.text)[2]
    return _BREAK.split(front)[-1]


def _is_share(claim: Claim, words: str) -> bool:
    """抽样比例33.3%, 核查面为18%."""
    named = f"{claim.subject}{words}"
    return bool(
        re.search(rf"(?:{_LOOKED})[^，,。；;]{{0,10}}(?:比例|率|面|占|比重)|(?:覆盖率|覆盖面)", named)
    ) and not (_OF_RESULT.search(named.replace("实际", "")))


def _of_whole(claim: Claim, wholes: Sequence[Claim]) -> Iterator[Done]:
    """The number looked at over the whole of the same unit and thing, told in the same paragraph."""
    noun = _noun(claim)
    fitting = [one for one in wholes if one.block == claim.block and _same(one, claim, noun) and one.value]
    if len({one.value for one in fitting}) == 1:
        whole = fitting[0]
        factor = conversion(claim.unit, whole.unit) or Fraction(1)
        share = 100 * Fraction(claim.value) * factor / Fraction(whole.value)
        text = f"在{whole.text}{_noun(whole)}中看了{claim.text}{noun}，占{half_up(share, 1)}%"
        if share <= 100:
            yield Done(claim, share, text, noun)


def _same(whole: Claim, claim: Claim, noun: str) -> bool:
    if whole.unit != claim.unit and conversion(claim.unit, whole.unit) is None:
        return False
    other = _noun(whole)
    return not noun or not other or noun.endswith(other) or other.endswith(noun)


def _noun(claim: Claim) -> str:
    """What is counted: the word behind the unit (16个村, 42座设施); blank for 户 and money."""
    behind = claim.sentence.partition(claim.text)[2] if claim.text else ""
    match = _NOUN.match(normalise(behind))
    return _TAIL.sub("", match[0]) if match else ""
