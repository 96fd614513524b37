"""B08 资金恒等式 (report): what a paragraph or a row of a table says of the money adds up: 年初＋追加－调减＝调整后, 到位－支出＝结余."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import Confidence, EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.units import is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of
from yzperf.quality.whole import WholeProject

_MONEY = (Role.BUDGET, Role.ADJUSTED_BUDGET, Role.ADJUSTMENT, Role.RECEIVED, Role.SPENT, Role.BALANCE)
_CARRIED = re.compile("上年|去年|往年|历年|上一年|累计|其他收入|利息|滚存")
_TAKEN_BACK = re.compile(
    "收回|盘活|统筹|上缴|退回"
)  # in front of an amount; what becomes of the rest afterwards changes nothing
_COMPARED = re.compile("(?:较|(?<![占对])比(?![例重率])|(?<![合共一相不协])同(?![时比]))[^，,；;。]{1,12}$")
_LACKING = re.compile("(?:少到位|未到位|缺口|欠拨|尚有|短缺)[^，,；;。\\d]{0,6}$")
_CUT = re.compile("调减|核减|追减|减少|收回|压减")
_ADJUSTED = re.compile("追加|调增|调减|核减|追减")
Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class _Balance:
    """One identity: the printed result, the terms with their signs, in words."""

    result: Claim
    terms: tuple[tuple[int, Claim], ...]

    @property
    def words(self) -> str:
        shown = "".join(f"{'＋' if sign > 0 else '－'}{claim.text}" for sign, claim in self.terms)
        return shown.lstrip("＋")

    @property
    def computed(self) -> Interval | None:
        """What the result can be by the printed digits of the terms, in its unit."""
        low = high = Fraction(0)
        for sign, claim in self.terms:
            ends = claim.interval(self.result.unit)
            if ends is None:
                return None
            one, other = sorted(abs(end) for end in ends)
            low, high = (low + one, high + other) if sign > 0 else (low - other, high - one)
        return low, high

    @property
    def agrees(self) -> bool | None:
        """Whether the result is possible; None where nothing can be said."""
        ends, computed = self.result.interval(), self.computed
        return None if ends is None or computed is None else computed[0] <= ends[1] and ends[0] <= computed[1]


@check("B08", title="资金恒等式", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_money_adds_up(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """In a paragraph that tells the money of the whole project, budget, changes and balance follow from each other."""
    judged = [*_of_paragraphs(claims, WholeProject(claims, subject)), *_of_tables(claims)]
    if not judged:
        raise Inapplicable("报告里没有同时写明预算、增减和结余的段落或表格")
    for balances in judged:
        if all(one.agrees is False for one in balances):
            balance, ends = balances[0], balances[0].computed
            right = half_up((ends[0] + ends[1]) / 2, max(0, balance.result.decimals)) if ends else ""
            message = (
                f"{balance.words}＝{right}{balance.result.unit}，此处{balance.result.role}写 {balance.result.text}"
            )
            yield Hit(
                balance.result.where,
                message,
                balance.result.text,
                f"{right}{balance.result.unit}",
                rests_on=(balance.result, *(claim for _, claim in balance.terms)),
            )


# ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────


def _of_paragraphs(claims: Claims, whole: WholeProject) -> Iterator[list[_Balance]]:
    blocks: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims.own:
        if not table_of(claim):
            blocks[claim.where].append(claim)
    for block in blocks.values():
        money = [claim for claim in block if is_money(claim.unit) and "/" not in claim.unit and not _is_aside(claim)]
        if _is_plain(money):
            told = [claim for claim in money if claim.role is not Role.AMOUNT and not whole.part(claim.subject)]
            of_parts = [claim for claim in money if _is_adjustment(claim) and whole.part(claim.subject)]
            yield from _balances(told, of_parts)


def _is_plain(money: Sequence[Claim]) -> bool:
    """Whether a paragraph states one year's money and nothing that comes from elsewhere (上年结转, 利息, 收回)."""
    others = [claim for claim in money if claim.role not in (*_MONEY, Role.AMOUNT) and not _is_adjustment(claim)]
    is_own = all(claim.is_exact and claim.standing is Standing.STATED and not claim.bound for claim in money)
    years = {claim.period[:4] for claim in money if claim.period[:2] in ("19", "20")}
    return is_own and not others and len(years) < 2 and not any(map(_is_from_elsewhere, money))


def _is_from_elsewhere(claim: Claim) -> bool:
    before = claim.sentence.partition(claim.text)[0]
    return bool(_CARRIED.search(_COMPARISON.sub("", claim.sentence)) or _TAKEN_BACK.search(before))


_COMPARISON = re.compile("(?:较|比|同)(?:上年|去年|上一年)")


def _is_aside(claim: Claim) -> bool:
    """What did not come (县级少到位4.80万元) is no term either."""
    return _is_compared(claim) or bool(_LACKING.search(claim.sentence.partition(claim.text)[0]))


def _is_compared(claim: Claim) -> bool:
    """比2022年的3,920万元: what this year's money is compared with is no term of it."""
    return bool(_COMPARED.search(claim.sentence.partition(claim.text)[0]))


def _balances(told: Sequence[Claim], of_parts: Sequence[Claim] = ()) -> Iterator[list[_Balance]]:
    """The identities of one paragraph or row, each with the ways of computing it of which one is enough.

    Changes ``of_parts`` (县级调减12万元) beside one of the whole may be terms as well, or told once more.
    """
    by_role = {role: _different([claim for claim in told if claim.role is role]) for role in _MONEY}
    initial, adjusted = by_role[Role.BUDGET], by_role[Role.ADJUSTED_BUDGET]
    changes = [claim for claim in told if _is_adjustment(claim)]
    ways = [changes, [*changes, *of_parts]]
    if len(initial) == len(adjusted) == 1 and changes:
        signed = ([(-1 if _is_cut(claim) else 1, claim) for claim in way] for way in ways)
        yield [_Balance(adjusted[0], ((1, initial[0]), *terms)) for terms in signed]
    spent, balance = by_role[Role.SPENT], by_role[Role.BALANCE]
    had = [found[0] for role in (Role.RECEIVED, Role.ADJUSTED_BUDGET, Role.BUDGET) if len(found := by_role[role]) == 1]
    if len(spent) == len(balance) == 1 and had:
        yield [_Balance(balance[0], ((1, one), (-1, spent[0]))) for one in had]


def _different(claims: Sequence[Claim]) -> list[Claim]:
    """Each amount once: 3246.00万元（大写：叁仟贰佰肆拾陆万元整） is one."""
    found: list[Claim] = []
    for claim in claims:
        if not any(_are_one_amount(one, claim) for one in found):
            found.append(claim)
    return found


def _are_one_amount(one: Claim, other: Claim) -> bool:
    first, second = one.interval("元"), other.interval("元")
    return bool(first and second and first[0] <= second[1] and second[0] <= first[1])


def _is_cut(claim: Claim) -> bool:
    """Whether a change takes money away: by its sign, its own words, or the heading of its column."""
    heading = claim.sentence.partition("：")[0] if table_of(claim) else ""
    return claim.value < 0 or bool(_CUT.search(claim.subject) or _CUT.search(heading))


def _is_adjustment(claim: Claim) -> bool:
    return claim.role is Role.ADJUSTMENT or (claim.role is Role.CHANGE and bool(_ADJUSTED.search(claim.subject)))


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _of_tables(claims: Claims) -> Iterator[list[_Balance]]:
    """Rows of one table: an identity that holds in most of its rows holds in all."""
    rows: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims.own:
        if table := table_of(claim):
            rows[table][claim.group].append(claim)
    for told in rows.values():
        found = [balances for row in told.values() if _is_understood(row) for balances in _balances(row)]
        for role in dict.fromkeys(balances[0].result.role for balances in found):
            alike = [balances for balances in found if balances[0].result.role is role]
            holding = sum(any(one.agrees for one in balances) for balances in alike)
            if 2 * holding > len(alike):
                yield from (balances for balances in alike if not _is_rest_told(balances, told))


def _is_rest_told(balances: Sequence[_Balance], rows: Mapping[str, Sequence[Claim]]) -> bool:
    """Whether what is lacking stands in the same row (上年结转): the identity has one term more in this table."""
    result, computed = balances[0].result, balances[0].computed
    ends = result.interval()
    if ends is None or computed is None:
        return False
    low, high = ends[0] - computed[1], ends[1] - computed[0]
    others = (claim.interval(result.unit) for claim in rows[result.group] if claim.value)
    return any(low <= other[1] and other[0] <= high for other in others if other)


def _is_understood(row: Sequence[Claim]) -> bool:
    """Whether every number of a row has its role told by a heading: an amount in a column of unknown meaning may be a term."""
    return all(claim.confidence is not Confidence.LOW and claim.role is not Role.AMOUNT for claim in row)
