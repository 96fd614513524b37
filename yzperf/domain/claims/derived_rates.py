"""Rates in running text (完成率、执行率): 计划60台，完工57台，完成率95%; 应签86,400人，已签71,280人，签约率82.5%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.line import Line, is_compared, is_level
from yzperf.domain.claims.slips import slip
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.units import conversion

_RESULTS = (Role.RATE, Role.SHARE, Role.ACTUAL, Role.TARGET, Role.SATISFACTION)
_OF_THEM = re.compile(
    "(?:的?(?:问卷|受访者|群众|居民|企业))?(?:中|里)[，,]?(?:表示|认为|有|选择)*(?:总体|比较)?满意的?(?:有|占)?"
)
# 180份有效问卷中151人表示满意或非常满意，满意度……
_AMONG = re.compile("[^，,；;。]{0,8}(?:问卷|受访者?|群众|居民|企业|样本|答卷)(?:中|里)[，,]?(?:有|共)?")
_SAY_SO = re.compile('(?:表示|选择|回答|评价为|认为)[“"]?(?:很|非常|比较|基本)?满意')
_MOST = 2  # budgets that a rate of execution may be of: the first and the adjusted one
_BARE = re.compile(
    r"(?:项目|资金|预算|总体|全年|年度|专项|实际|当年)*(?:执行率|支出进度|支付进度|到位率|支付率|支出率|执行进度)?"
)


def rates_of(line: Line, before: Sequence[Line]) -> Iterator[Tie]:
    """Every reading of the rates of a sentence."""
    for at, rate in enumerate(line.claims):
        if rate.unit != "%" or not rate.is_exact or rate.bound or rate.standing is not Standing.STATED:
            continue
        yield from _of_roles(line, at, before)
        if rate.role in _RESULTS:
            yield from _of_plan(line, at)
            yield from _of_satisfied(line, at)
            yield from _of_faulty(line, at)


def _of_plan(line: Line, at: int) -> Iterator[Tie]:
    """The two counts in front, one told as planned and one as done; other pairs of the sentence may be meant."""
    words, rate = derived_words("rate"), line.claims[at]
    told = words["front"].search(line.front(at))
    levels = [one for one in range(at) if is_level(line.claims[one])]
    if not told or len(levels) < 2 or not _goes_with(*(line.claims[one] for one in levels[-2:])):
        return
    plan, done = sorted(levels[-2:], key=lambda one: not _is_plan(line, one))
    if (
        _is_plan(line, plan)
        and not _is_plan(line, done)
        and _is_done(line, done)
        and _is_rate_of(told, line, plan, done)
    ):
        yield Tie(TieKind.RATIO, rate, (line.claims[done], line.claims[plan]))
        for part, whole in permutations(levels, 2):
            if _goes_with(line.claims[part], line.claims[whole]):
                yield Tie(TieKind.RATIO, rate, (line.claims[part], line.claims[whole]), is_sure=False)


def _is_plan(line: Line, at: int) -> bool:
    """Told as planned, or read as a target and not told as done (计划新建85座，完工82座)."""
    is_target = line.claims[at].role is Role.TARGET and not _is_done(line, at)
    return bool(derived_words("rate")["planned"].search(line.front(at))) or is_target


def _is_done(line: Line, at: int) -> bool:
    words, front = derived_words("rate"), line.front(at)
    return bool(words["done"].search(front)) and not words["not_done"].search(front)


def _is_rate_of(told: re.Match[str], line: Line, plan: int, done: int) -> bool:
    """完成率 is that of a plan by its name; 签约率 where what should and what did happen have its verb (应签, 已签)."""
    name = told["name"] or ""
    if told["done"] or derived_words("rate")["of_plan"].search(name):
        return True
    verb = set(name.removesuffix("率")[-2:])
    return bool(verb & set(line.front(plan)[-2:])) and bool(verb & set(line.front(done)[-2:]))


_GOOD = re.compile(r"(?:合格|达标|完好|优良|规范|正确|准确|完整|及格)率(?:仅|只)?(?:为|是|达到?)?$")
_FAULTY = re.compile(
    "(?:[^，,；;。]{0,4})(?:不合格|不达标|不足|未达|不完整|不规范|缺失|有误|错误|损坏|破损|超标)[^，,；;。]{0,6}[，,][^，,；;。]{0,10}"
)
_OF_WHOLE = re.compile("[^，,；;。]{0,8}(?:中|里)?[，,]?(?:有|其中)?")


def _of_faulty(line: Line, at: int) -> Iterator[Tie]:
    """抽检385个点中18个点耕深不足，合格率95.32%: all but those that were found faulty, where nothing else is counted."""
    if at != 2 or not _GOOD.search(line.front(at)) or not _FAULTY.fullmatch(line.between(1, 2)):
        return
    whole, faulty, rate = line.claims[:3]
    if whole.unit != faulty.unit or whole.value < faulty.value or not _OF_WHOLE.fullmatch(line.between(0, 1)):
        return
    text = f"（{whole.text}－{faulty.text}）"
    yield Tie(TieKind.RATIO, rate, (replace(faulty, value=whole.value - faulty.value, text=text), whole))


def _of_satisfied(line: Line, at: int) -> Iterator[Tie]:
    """386份中……两项合计345份，满意度89.4%; 收回1,208份，满意的962份，满意率79.6%: what was counted, of what is told before."""
    words, share = derived_words("rate"), derived_words("share")
    told = words["satisfaction"].search(line.front(at))
    if at < 2 or told is None:
        return
    among = line.between(at - 2, at - 1)
    is_of_them = _OF_THEM.fullmatch(among) or (_AMONG.fullmatch(among) and _SAY_SO.match(line.front(at)))
    if is_of_them and _are_answers(line.claims[at - 2], line.claims[at - 1]):
        yield from _of_them(line, at)
    if not _is_counted(line.front(at - 1), told[0]):
        return
    part = line.claims[at - 1]
    for whole in range(at - 2, -1, -1):
        is_next = whole == at - 2 and told[0].startswith("满意率")
        if _goes_with(line.claims[whole], part) and (is_next or share["whole_behind"].search(line.behind(whole))):
            yield Tie(TieKind.RATIO, line.claims[at], (part, line.claims[whole]))
            return


def _of_them(line: Line, at: int) -> Iterator[Tie]:
    """73份中满意56份，满意度76.71%: it may be weighted, but not where one slip makes it the share."""
    whole, part, rate = line.claims[at - 2 : at + 1]
    printed = [(part.value, (rate.value * whole.value / 100).quantize(Decimal(1)))]
    printed += (
        [(rate.value, (part.value * 100 / whole.value).quantize(Decimal(1).scaleb(-rate.decimals)))]
        if whole.value
        else []
    )
    if any(slip(one, other) for one, other in printed):
        yield Tie(TieKind.RATIO, rate, (replace(part, unit=""), replace(whole, unit="")))


def _are_answers(whole: Claim, part: Claim) -> bool:
    """Sheets are filled in by people: 180份……151人."""
    is_of_people = whole.unit == "份" and part.unit in ("人", "名", "位")
    return _goes_with(whole, part) or (is_of_people and is_level(whole) and is_level(part))


def _is_counted(front: str, rate: str) -> bool:
    """A degree of satisfaction may be weighted, unless those who are satisfied have just been added up; a rate is not."""
    return bool(derived_words("rate")["summed"].search(front)) or (rate.startswith("满意率") and "满意" in front)


# ── rates with a name, of numbers of the sentences before ───────────────────────────────────────────


def _of_roles(line: Line, at: int, before: Sequence[Line]) -> Iterator[Tie]:
    """支出……万元，预算执行率94.2%, where the budget is told before in the paragraph."""
    rate = line.claims[at]
    form = next((form for form in vocabulary().ratios if form.result is rate.role), None)
    upper = next((one for one in reversed(line.claims[:at]) if form and one.role in form.numerators), None)
    if form is None or upper is None or not _BARE.fullmatch(rate.subject) or "其中" in line.text:
        return
    above = [(other, one) for other in before for one in range(len(other.claims))] + [(line, one) for one in range(at)]
    wholes = [other.claims[one] for other, one in above if _can_be_whole(other, one, upper, form.denominators)]
    is_sure = 0 < len({one.value for one in wholes}) <= _MOST
    yield from (Tie(TieKind.RATIO, rate, (upper, whole), is_sure) for whole in wholes)


def _can_be_whole(line: Line, at: int, upper: Claim, roles: tuple[Role, ...]) -> bool:
    whole = line.claims[at]
    return whole.role in roles and whole is not upper and not is_compared(line, at) and _goes_with(whole, upper)


def _goes_with(one: Claim, other: Claim) -> bool:
    return is_level(one) and is_level(other) and conversion(one.unit, other.unit) is not None
