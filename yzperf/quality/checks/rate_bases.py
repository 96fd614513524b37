"""A04 前后数字一致 (base of a rate): 预算执行率 that the report computes over the money received is nowhere, unsaid, one over the budget."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.units import conversion, is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of
from yzperf.quality.whole import WholeProject

_RATES = {Role.EXECUTION_RATE: Role.SPENT, Role.RECEIPT_RATE: Role.RECEIVED}
_BASES = (Role.RECEIVED, Role.ADJUSTED_BUDGET, Role.BUDGET)
_SHOWN = {
    Role.RECEIVED: "到位资金",
    Role.SPENT: "支出",
    Role.ADJUSTED_BUDGET: "全年预算",
    Role.BUDGET: "年初预算",
}
_NAME = re.compile("(?:项目|资金|预算|总体|全年|年度|总|整体)+(?:执行率|到位率|支出率|支付率|支出进度|执行进度)$")
_TOTAL = re.compile("合计|总计|共计")
_CLAUSE = re.compile("[，,；;]")
_BASE_TOLD = re.compile("按|以|分母|占|其中|上年|去年|同期|目标|自评|填报|若|如")
_FEWEST = 2  # times that the report tells the usual rate


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def rates_keep_their_base(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """A rate that is told otherwise than elsewhere, and comes out over another base that is not named, is a lead."""
    rates = [claim for claim in claims.of(*_RATES) if _is_of_whole(claim)]
    amounts = _amounts(claims, WholeProject(claims, subject))
    if len(rates) <= _FEWEST or len(amounts) <= _FEWEST:
        raise Inapplicable("报告没有几次写明整个项目的执行率或到位率")
    for role, upper in _RATES.items():
        told = [claim for claim in rates if claim.role is role]
        values = Counter(claim.value for claim in told)
        usual, times = values.most_common(1)[0] if values else (None, 0)
        for claim in told if times >= _FEWEST else ():
            base = "" if _meets(claim, Fraction(usual or 0)) or table_of(claim) else _base_of(claim, upper, amounts)
            near = _CLAUSE.split(claim.sentence.partition(claim.text)[0])[-_FEWEST:]
            if base and not _BASE_TOLD.search("".join(near)):
                message = f"{role}此处写 {claim.text}，是按{base}算的；别处 {times} 处写 {usual}%，口径不一，也没有说明"
                yield Hit(claim.where, message, claim.text, f"{usual}%").as_lead


_NAMED = re.compile(r"占(?:已|实际)?(?P<base>到位|全年预算|调整后预算)(?:资金|金额|总额|数)?的\s*$")
_BASE_NAMED = {"到位": Role.RECEIVED, "全年预算": Role.ADJUSTED_BUDGET, "调整后预算": Role.ADJUSTED_BUDGET}


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def shares_are_of_the_base_they_name(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """支出6,325.50万元，占到位资金的91.67%: what comes out over the budget alone is not said to be of the money received."""
    amounts = _amounts(claims, WholeProject(claims, subject))
    shares = [
        (one, match, spent)
        for one in claims.of(Role.SHARE, *_RATES)
        if (match := _names_base(one)) and (spent := _spent(one, claims))
    ]
    judged = [(one, _BASE_NAMED[match["base"]], spent) for one, match, spent in shares if one.is_exact]
    if not any(base in amounts for _, base, _ in judged):
        raise Inapplicable("报告没有写支出占到位资金或全年预算多少")
    for claim, base, spent in judged:
        other = _base_of(claim, Role.SPENT, {**amounts, Role.SPENT: spent})
        right = 100 * spent / amounts[base] if base in amounts else None
        if other and right is not None and not _meets(claim, right):
            message = f"此处写占{_SHOWN[base]}的 {claim.text}，占{_SHOWN[base]}应为 {half_up(right)}%；{claim.text} 是占{other}的比例"
            yield Hit(claim.where, message, claim.text, f"{half_up(right)}%", is_beyond_doubt=True)


def _names_base(claim: Claim) -> re.Match[str] | None:
    return None if table_of(claim) else _NAMED.search(claim.sentence.partition(claim.text)[0])


def _spent(claim: Claim, claims: Claims) -> Fraction | None:
    """The amount in front of a share in its sentence, in 元, if it is one that was spent."""
    before = [
        one for one in claims.own if one.group == claim.group and one.block == claim.block and one.end <= claim.start
    ]
    last = next((one for one in reversed(before) if is_money(one.unit)), None)
    factor = conversion(last.unit, "元") if last and last.role is Role.SPENT else None
    return Fraction(last.value) * factor if last and factor else None


def _is_of_whole(claim: Claim) -> bool:
    is_stated = claim.is_exact and claim.standing is Standing.STATED and not claim.bound
    return is_stated and bool(_TOTAL.search(claim.subject) if table_of(claim) else _NAME.search(claim.subject))


def _amounts(claims: Claims, whole: WholeProject) -> dict[Role, Fraction]:
    """The amount of each role that is told most often of the whole project, in 元."""
    found: dict[Role, Counter[Fraction]] = {}
    for claim in claims.of(Role.SPENT, *_BASES):
        factor = conversion(claim.unit, "元")
        is_whole = bool(_TOTAL.search(claim.subject)) if table_of(claim) else whole.holds(claim)
        if factor and claim.is_exact and claim.standing is Standing.STATED and is_whole:
            found.setdefault(claim.role, Counter())[Fraction(claim.value) * factor] += 1
    return {role: values.most_common(1)[0][0] for role, values in found.items()}


def _base_of(claim: Claim, upper: Role, amounts: dict[Role, Fraction]) -> str:
    """The base over which the amount gives just this rate; blank where none does."""
    bases: Sequence[Role] = [role for role in _BASES if role is not upper and amounts.get(role)]
    if upper not in amounts:
        return ""
    return next((_SHOWN[role] for role in bases if _meets(claim, 100 * amounts[upper] / amounts[role])), "")


def _meets(claim: Claim, value: Fraction) -> bool:
    ends = claim.interval()
    return ends is not None and ends[0] <= value <= ends[1]
