"""Which amounts and rates are those of the whole project (整个项目), however they are called: 全年支出, 该项目实际支出."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from itertools import takewhile

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.units import conversion, is_money
from yzperf.errors import Place
from yzperf.quality.explained import is_explained
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of
from yzperf.quality.wording import plain_name

MONEY_AND_RATES = frozenset({
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.ADJUSTMENT, Role.EXECUTION_RATE,
    Role.RECEIPT_RATE,
})  # fmt: skip
_RATES = (Role.EXECUTION_RATE, Role.RECEIPT_RATE)  # a part has its name in front of its rate
# the words that say of which money the whole speaks; what is left of a subject without them is a part of it
_WORDS = re.compile(
    "净(?=追加|调)|(?:本|该|此|整个)?项目|执行中|截至|截止|全年|年初|年末|年底|年中|年度|当年|本年|本级支出|实际|共计|合计|总计|总额|总体|总|预算|资金|财政|专项|执行|支出|到位|使用|支付|结余|结转|批复|安排|下达|调整后|调整|追加后|年中追加|追加|调增|调减|核减|金额|规模|进度|率|数|额|的|为|共|已|已经|完成|剩余|尚有|尚余|累计"
)
_SAID = re.compile(
    "项目|全年|年度|年初|年底|年末|总|合计|执行数|预算数"
)  # without such a word it may be the money of one thing only
# whose money or rate it is, if not that of this project; once said it holds to the end of the sentence
_ELSEWHERE = re.compile(
    "[邻外他别各][省市县区镇乡地]|同类|同期|其他|其余|周边|兄弟|相邻|对照|全[国省]|全[市县区](?:平均|同类|同期|水平)|平均|上年|去年|上一年|往年|自评|填报|上报|初评|调整前|原(?![因则材有])"
)
_SO_FAR = re.compile("累计|以来|基准日|截至目前|历年|总投资|分年度|各年")
_BREAK = re.compile("其中|包括|用于")
Amount = tuple[Role, Decimal]
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHOLE_YEAR = re.compile(r"|(?:截至|截止到?|至)?(?:19|20)\d\d年?(?:度|12月31日|12月|底|末)?|当年|本年度?|全年")
# where the whole office is evaluated, 项目支出 is a part of its money
_OFFICE = re.compile("基本支出|公用经费|人员经费|整体支出|三公经费")


class WholeProject:
    """Tells of each claim whether it is certainly one of the whole project.

    Parameters
    ----------
    claims
        All of one report: what a paragraph said before is part of the answer.
    subject
        What is evaluated: its name may stand in front of its money, its year may go without saying.
    """

    def __init__(self, claims: Claims, subject: Subject) -> None:
        self._beside: dict[Place, list[Claim]] = defaultdict(list)
        for claim in claims.own:
            self._beside[claim.where].append(claim)
        self._names = tuple(_left(name) for name in subject.names)
        self._year = str(next(iter(subject.years))) if len(subject.years) == 1 else ""
        self._is_of_several_years = bool(self._year) and any(
            year != self._year
            for claim in claims.own
            if claim.role in MONEY_AND_RATES
            for year in _YEAR.findall(claim.period)
        )
        self._part_amounts = self._amounts_of_parts(claims)
        self._is_office = any(_OFFICE.search(claim.sentence) for claim in claims.own)

    def part(self, subject: str) -> str:
        """What of the project a subject names; blank where it names nothing but the whole."""
        left = _left(subject)
        is_name = any(left in name and 2 * len(left) >= len(name) for name in self._names)
        return "" if is_name else left

    def _amounts_of_parts(self, claims: Claims) -> frozenset[Amount]:
        """Amounts that the report tells of a named part (镇级自筹 到位 228万元) and nowhere of the whole."""
        parts: set[Amount] = set()
        totals: set[Amount] = set()
        for claim in claims.own:
            if claim.role in MONEY_AND_RATES and claim.role not in _RATES and not _is_table_sum(claim):
                told = parts if self.part(claim.subject) else totals if _SAID.search(claim.subject) else set()
                told.add(_amount(claim))
        return frozenset(parts - totals)

    def is_of_part(self, claim: Claim) -> bool:
        """Whether the amount, or for a rate an amount of its sentence, is one that the report tells of a part."""
        beside = self._beside[claim.where] if claim.role in _RATES else [claim]
        amounts = [one for one in beside if one.group == claim.group and one.role in MONEY_AND_RATES - set(_RATES)]
        return any(_amount(one) in self._part_amounts and not _SAID.search(one.subject) for one in amounts)

    def holds(self, claim: Claim) -> bool:
        """Whether it is told of the whole project, by its own words or by those of its paragraph before it."""
        if claim.role not in MONEY_AND_RATES or self.part(claim.subject) or self.is_of_part(claim):
            return False
        before = claim.sentence.partition(claim.text)[0]
        if _ELSEWHERE.search(before) or _SO_FAR.search(before) or (_BREAK.search(before) and not _left(claim.subject)):
            return False
        if self._is_office and "项目" in claim.subject:
            return False
        if claim.role in _RATES:
            return not self._is_of_counts(claim)
        return self._says_whole(claim) or self._follows(claim)

    def _is_of_counts(self, claim: Claim) -> bool:
        """450个餐次按食谱供应414个，执行率92.00%: a rate of what is counted, and of no money."""
        beside = self._beside[claim.where]
        counts = [one for one in beside if one.unit and not is_money(one.unit) and one.unit != "%"]
        money = [one for one in beside if is_money(one.unit)]
        return is_explained(claim, counts) and not is_explained(claim, money)

    def _says_whole(self, claim: Claim) -> bool:
        return bool(_SAID.search(claim.subject)) or bool(_left(claim.subject))

    def _follows(self, claim: Claim) -> bool:
        """该项目全年预算100万元，支出95万元: nothing else was named between the two."""
        block = self._beside[claim.where]
        before = list(takewhile(lambda other: other is not claim, block))
        last = max((at for at, other in enumerate(before) if self._is_anchor(other)), default=-1)
        between = before[last + 1 :]
        others = [other for other in between if other.role in MONEY_AND_RATES and self.part(other.subject)]
        said = "".join(dict.fromkeys(other.sentence for other in (*before[last:], claim)))
        return last >= 0 and not others and not _BREAK.search(said.partition(claim.text)[0])

    def _is_anchor(self, claim: Claim) -> bool:
        return claim.role in MONEY_AND_RATES and not self.part(claim.subject) and self._says_whole(claim)

    def period(self, claim: Claim) -> str:
        """The evaluated year where that is what the claim is dated, or goes without saying; else the words themselves."""
        if not self._year or self._is_of_several_years or not _WHOLE_YEAR.fullmatch(claim.period):
            return claim.period
        named = _YEAR.search(claim.period)
        if named:
            return named[0]
        years = {year for other in self._beside[claim.where] for year in _YEAR.findall(other.period)}
        return self._year if years <= {self._year} else claim.period


def _is_table_sum(claim: Claim) -> bool:
    """The last row of a table has the name of the table, and says not whether that is the whole project."""
    return bool(table_of(claim)) and claim.subject.endswith(("合计", "总计"))


def _amount(claim: Claim) -> Amount:
    return claim.role, claim.value * Decimal(str(conversion(claim.unit, "元") or 1))


def _left(subject: str) -> str:
    return _WORDS.sub("", plain_name(subject))
