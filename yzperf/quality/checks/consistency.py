"""A04 摘要与正文一致, B10 量级与单位错: the same thing stated twice is stated the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.claims.subjects import BLOCKS
from yzperf.domain.finding import Confidence, EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.units import conversion, is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals, is_magnitude_apart
from yzperf.quality.satisfaction_parts import SatisfactionParts, is_point_of_answer
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of
from yzperf.quality.whole import WholeProject
from yzperf.quality.wording import plain_name

# What an evaluation concludes; B06 compares totals and grades with the score sheet.
_COMPARED = (
    Role.SCORE, Role.WEIGHT, Role.SCORE_RATE, Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT,
    Role.SETTLEMENT, Role.COST, Role.EXECUTION_RATE, Role.RECEIPT_RATE, Role.SATISFACTION, Role.ACTUAL, Role.COUNT,
)  # fmt: skip
_OF_BLOCKS = (Role.WEIGHT, Role.SCORE_RATE)
_INDICATORS = (Role.SATISFACTION, Role.ACTUAL, Role.COUNT)
_OTHER_RATE = re.compile("支付|使用|拨付")
_SUM = re.compile("(?:合计|小计|总计|共计)$")
_COLUMN = re.compile("（.*$")  # the heading behind the name of a row that has several columns of one role
_ON_OTHER_TERMS = re.compile(
    "[若如]果?[只仅单]?(?:[按计算以]|[不未]计|不含|剔除|扣除)|假[如设定]|按[^，,。]{0,24}加权|(?:扣除|剔除)[^，,。]{0,16}(?:因素|影响|后)"
)
_DATED = re.compile(r"^(?:(?:19|20)\d\d年度?|当年|本年度?|全年)+")
_NAMED_COUNT = re.compile("[\u4e00-\u9fff]{3}(?:数|数量|里程|面积|班次|规模)$")
_AIM = re.compile(r"(?:目标|指标值|计划|应|标准|不低于|不少于|不超过)[值数为是达到:：]{0,4}$")
_WHOLE = re.compile("占[^，,。；;]{0,12}$")  # 占符合条件6,612人的98.15%
_PER_THING = re.compile("每|均|单价|标准|/")
_TELLING, _LONG_NAME = 3, 4  # digits that are not met by chance; signs of a name that is not met by chance
_STAGE = re.compile(
    r"第?[一二三四1234]季度|[上下]半年|\d{1,2}月(?:份|底|末)?|第?[一二三四五]期|第[一二三四五\d]+(?:批|阶段|标段)|前[一二三四五六七八九十\d]+个月"
)
_JOINT = re.compile("[和与及、][^和与及、]{1,10}(?:合计|共计|之和)[为是]?$")  # 产出和效益合计62分
_PART_END = re.compile("[，,；;。]")
_HEADED = re.compile("([\u4e00-\u9fff]{1,10}[镇乡村县区市街道校院园所队站])[：:]")  # 枫林镇：6个整治村全部完成……
Pair = tuple[Claim, Claim]
_FEW_OF_A_FORM = 3


@check("A04", title="前后数字一致", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def stated_alike(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """Abstract, body, tables and annexes state the same thing with the same value, to the digits printed."""
    for first, other in _contradictions(claims, subject):
        if not _is_magnitude(first, other):
            message = f"“{other.subject}”的{other.role}此处写 {other.text}，{_place(first)}写 {first.text}"
            yield Hit(other.where, message, other.text, first.text, rests_on=(other, first))


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def same_magnitude(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """The same quantity is not a thousand, ten thousand or a hundred million times itself elsewhere."""
    for first, other in _contradictions(claims, subject):
        if _is_magnitude(first, other):
            message = f"“{other.subject}”的{other.role}此处写 {other.text}，{_place(first)}写 {first.text}：数字相同、量级不同，单位写错了一处"
            yield Hit(other.where, message, other.text, first.text)


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def amounts_keep_their_unit(claims: Claims) -> Iterator[Hit]:
    """设备补助1,512万元 is not 设备补助1,512元 elsewhere: an amount of one name with the same digits has the same unit."""
    named = [claim for claim in claims.own if claim.role is Role.AMOUNT and _is_named_amount(claim)]
    if not named:
        raise Inapplicable("报告里没有写明名称的金额")
    for one, other in _of_one_figure(named):
        first, second = plain_name(one.subject), plain_name(other.subject)
        is_same = first.endswith(second) or second.endswith(first)
        if is_same and _is_magnitude(one, other):
            odd = one if _is_out_of_place(one, claims) else other
            right = other if odd is one else one
            message = (
                f"“{odd.subject}”此处写 {odd.text}，{_place(right)}写 {right.text}：数字相同、单位不同，写错了一处"
            )
            yield Hit(odd.where, message, odd.text, right.text)


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def counts_keep_their_unit(claims: Claims) -> Iterator[Hit]:
    """456,845万人次 are not 456,845人次 elsewhere: so many digits do not come twice by chance."""
    counted = [claim for claim in claims.own if claim.is_exact and not is_money(claim.unit) and _has_many_digits(claim)]
    wide = [claim for claim in counted if claim.unit.startswith("万")]
    if not wide:
        raise Inapplicable("报告里没有以万为单位、位数很多的数量")
    for claim in wide:
        same = next((one for one in counted if one.value == claim.value and f"万{one.unit}" == claim.unit), None)
        if same:
            message = f"此处写 {claim.text}，{_place(same)}写 {same.text}：数字相同、单位不同，写错了一处"
            yield Hit(claim.where, message, claim.text, same.text)


def _has_many_digits(claim: Claim) -> bool:
    return len(claim.value.normalize().as_tuple().digits) > _TELLING


def _of_one_figure(claims: Sequence[Claim]) -> Iterator[Pair]:
    """Every two that print the same figure in other units."""
    figures: dict[Decimal, list[Claim]] = defaultdict(list)
    for claim in claims:
        figures[claim.value].append(claim)
    for alike in figures.values():
        yield from (pair for pair in combinations(alike, 2) if pair[0].unit != pair[1].unit)


def _is_named_amount(claim: Claim) -> bool:
    """A sum of money under a name of its own, and no price, standard or mean."""
    has_digits = len(claim.value.normalize().as_tuple().digits) >= _TELLING
    is_single = _PER_THING.search(_before(claim)) or "/" in claim.unit
    return has_digits and claim.is_exact and len(plain_name(claim.subject)) >= _LONG_NAME and not is_single


def _is_out_of_place(claim: Claim, claims: Claims) -> bool:
    """Whether all other amounts of its sentence or row are in another unit."""
    beside = [one for one in claims.own if one.group == claim.group and one is not claim and is_money(one.unit)]
    return bool(beside) and all(one.unit != claim.unit for one in beside)


# ── the text against the score sheet ────────────────────────────────────────────────────────────────

_OUTCOMES = (
    Role.RATE, Role.SATISFACTION, Role.EXECUTION_RATE, Role.RECEIPT_RATE, Role.COST, Role.ACTUAL, Role.SHARE, Role.COUNT,
)  # fmt: skip
_ASIDE = re.compile(r"[（(][^）)]*[）)]")
_SAID_MORE = re.compile("(?!以上|以下|以内|左右)[\u4e00-\u9fff]{2}")
_SHORTEST = 5  # signs of a shortened name (验收合格率 for 工程验收合格率)
# 满意度 alone is that of the one indicator of satisfaction, unless the sentence speaks of some of the people or of one matter
_WHOLE_SATISFACTION = re.compile("(?:总体|综合|整体|平均)?满意[度率]")
_SATISFACTION = re.compile("满意[度率]$")
_OF_SOME = re.compile(
    "其中|[男女]性|岁|组|[人户份名家]中|分别|依次|最[高低]|[对就][^，,。]{2,12}(?:的)?满意|[镇乡村街道社区学校]{1,2}(?:的)?(?:总体|综合)?满意|分项|单项|各[镇乡村街校]"
)
_ELSEWHERE = re.compile(
    "(?:邻近|临近|毗邻|相邻|周边|附近)的?[\u4e00-\u9fff]{0,4}[省市县区州镇乡]|[邻外他别][省市县区镇乡]"
)
# 4个要点符合3个: the first is what was asked or looked at, and the outcome is told behind it
_OF_SO_MANY = r"^[\u4e00-\u9fff]{1,8}\d+(?:\.\d+)?"
_OTHERS = re.compile(
    "自评|填报|上报|上年|去年|同期|全国|全省|全市|其他|平均|原|此前|治理前|实施前|调整前|最[高低多少]的"
)


@check("A04", title="前后数字一致", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def text_agrees_with_sheet(claims: Claims, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """What the text says of an indicator is the actual value of the score sheet, to the digits printed."""
    rows = [row for row in agency_sheet.sheet.scored_rows if _is_bare(row.actual)]
    pairs = [(claim, row) for claim in claims.of(*_OUTCOMES) if (row := _row_of(claim, rows, agency_sheet))]
    if not pairs:
        raise Inapplicable("报告文字里没有评分表各指标的完成值")
    parts = SatisfactionParts.of_report(claims)
    for claim, row in pairs:
        is_of_part = claim.role is Role.SATISFACTION and (parts.explain(claim) or _is_other_rule(claim, row, parts))
        if not (_can_be(claim, row.actual) or _can_be(claim, row.target) or is_of_part):
            message = f"“{row.indicator}”此处写 {claim.text}，评分表实际完成值为 {row.actual}"
            yield Hit(claim.where, message, claim.text, str(row.actual))


def _is_other_rule(claim: Claim, row: IndicatorRow, parts: SatisfactionParts) -> bool:
    """满意率 of heads beside a 满意度 of points."""
    return "满意率" in claim.subject and "满意率" not in row.indicator and parts.is_headcount(claim)


def _is_bare(value: Quantity) -> bool:
    """A number with its unit and no more: 6台逾期 counts something else than what the indicator names."""
    if value.kind is not Kind.NUMBER:
        return False
    behind = _ASIDE.sub("", value.text).rpartition(value.unit)[2] if value.unit else ""
    return not _SAID_MORE.match(behind)


def _row_of(claim: Claim, rows: Sequence[IndicatorRow], card: ScoreCard) -> IndicatorRow | None:
    """The one indicator that a number is told of; None where that is not sure."""
    subject = plain_name(_DATED.sub("", claim.subject))
    before = _before(claim)
    years = re.findall(r"(?:19|20)\d\d", claim.period + before)
    is_other = any(words.search(before) for words in (_OTHERS, _AIM, _WHOLE))
    is_other = is_other or any(test(claim) for test in (_stage, _is_whole, _is_on_other_terms, is_point_of_answer))
    is_ours = claim.is_exact and claim.standing is Standing.STATED and not claim.bound and not is_other
    if not is_ours or any(year != card.sheet.head.get("年度") for year in years):
        return None
    named = [row for row in rows if plain_name(row.indicator) == subject]
    if not named and len(subject) >= _SHORTEST:
        named = [row for row in rows if plain_name(row.indicator).endswith(subject)]
    if not named and _WHOLE_SATISFACTION.fullmatch(subject) and not _OF_SOME.search(claim.sentence):
        named = [row for row in rows if _SATISFACTION.search(plain_name(row.indicator))]
    return named[0] if len(named) == 1 else None


def _is_whole(claim: Claim) -> bool:
    behind = claim.sentence.partition(claim.text)[2]
    return bool(claim.unit and re.match(_OF_SO_MANY + re.escape(claim.unit), behind))


def _can_be(claim: Claim, value: Quantity) -> bool:
    """Whether the printed number can be this value, which is rounded itself; units that do not convert tell nothing."""
    ends = claim.interval(value.unit) if value.unit else claim.interval()
    if ends is None or value.number is None:
        return ends is None
    half = Fraction(1, 2) / 10 ** decimals(value.number) if isinstance(value.number, Decimal) else Fraction(0)
    return ends[0] <= Fraction(value.number) + half and Fraction(value.number) - half <= ends[1]


# ── the text against itself ─────────────────────────────────────────────────────────────────────────


def _contradictions(claims: Claims, subject: Subject) -> list[Pair]:
    """The statement of a thing that most others bear out (the first, if none does), with each that cannot be the same."""
    groups = _groups(claims, WholeProject(claims, subject))
    if not groups:
        raise Inapplicable("报告里没有同一事项写了两次的数")
    adjusted = claims.of(Role.ADJUSTED_BUDGET)
    pairs = ((one, other) for group in groups for one in (_borne_out(group),) for other in group)
    found = [
        (one, other)
        for one, other in pairs
        if _differs(one, other)
        and not (_is_one_sentence(one, other) or _are_two_rows(one, other) or _is_adjusted(one, other, adjusted))
    ]
    tables = Counter(map(_tables, found))
    return [pair for pair in found if not (all(_tables(pair)) and tables[_tables(pair)] >= _FEW_OF_A_FORM)]


def _tables(pair: Pair) -> tuple[str, str]:
    """Two tables that tell many things otherwise are one form filled in for two sorts of people (家长卷、学生卷)."""
    one, other = sorted(map(table_of, pair))
    return one, other


def contradicted(claims: Claims, subject: Subject) -> frozenset[tuple[str, int]]:
    """Where the numbers stand (paragraph and place in it) that contradict another of their own role and subject."""
    try:
        return frozenset((one.block, one.start) for pair in _contradictions(claims, subject) for one in pair)
    except Inapplicable:
        return frozenset()


def _is_one_sentence(one: Claim, other: Claim) -> bool:
    """One sentence tells two things, whatever it calls them, and so do two columns of a row."""
    return one.group == other.group and (bool(table_of(one)) or one.where == other.where)


def _are_two_rows(one: Claim, other: Claim) -> bool:
    """Two rows of one table are two things, though they have one name."""
    return bool(table_of(one)) and table_of(one) == table_of(other) and one.group != other.group


def _borne_out(group: Sequence[Claim]) -> Claim:
    """The one that most others bear out; equal prints are compared once, for a hostile table has thousands of them."""
    prints = Counter((one.text, one.unit) for one in group)
    first = {(one.text, one.unit): one for one in reversed(group)}
    return max(
        reversed(first.values()),
        key=lambda claim: sum(times for key, times in prints.items() if not _differs(claim, first[key])),
    )


def _is_adjusted(first: Claim, other: Claim, adjusted: Sequence[Claim]) -> bool:
    """Whether one of two budgets is the one after changes, which the report tells as well: 预算 may be either."""
    budgets = [claim for claim in (first, other) if claim.role is Role.BUDGET]
    return any(not _differs(after, budget) for budget in budgets for after in adjusted if after.is_exact)


_NAMELESS = re.compile(
    "[按依][照据]?.{0,8}|(?:评价|评分)?要点(?:全部|均|都)?(?:符合|达到|满足)?"
)  # 按比例得5.4分 names the rule and not what the score is of


# 完成率94.44%，得3.78分: of which indicator is not said
_ANY_RATE = re.compile("(?:完成|合格|达标|及时|准确|覆盖|执行|到位)率")


def _is_nameless(claim: Claim) -> bool:
    is_score = claim.role in (Role.SCORE, Role.WEIGHT)
    return bool(_NAMELESS.fullmatch(claim.subject) or (is_score and _ANY_RATE.fullmatch(claim.subject)))


def _groups(claims: Claims, whole: WholeProject) -> list[list[Claim]]:
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims.of(*_COMPARED):
        if table_of(claim) and _SUM.search(_COLUMN.sub("", claim.subject)):
            continue  # several sums of one table (小计) are several things
        if claim.role in _OF_BLOCKS and claim.subject not in BLOCKS:
            continue  # the weight of an indicator may be told per level; that of a block is one
        certain = (
            claim.is_exact and claim.subject and (claim.confidence is not Confidence.LOW or _is_named_count(claim))
        )
        certain = (
            certain and not _is_nameless(claim) and not _JOINT.search(_before(claim)) and not _is_on_other_terms(claim)
        )
        is_nameless_part = whole.is_of_part(claim) and not whole.part(claim.subject)
        is_stated = claim.standing is Standing.STATED and not claim.bound and not _AIM.search(_before(claim))
        if certain and is_stated and not is_nameless_part:
            groups[_thing(claim, whole)].append(claim)
    return [group for group in groups.values() if len(group) > 1]


def _is_on_other_terms(claim: Claim) -> bool:
    """若按户数加权，满意度为82.67% is another figure than that of the evaluation, and so is that of 邻近的云台县."""
    front = claim.sentence.partition(claim.text)[0]
    is_other = _ON_OTHER_TERMS.search(front) or _ELSEWHERE.search(_before(claim))
    return bool(is_other) and not table_of(claim)


def _thing(claim: Claim, whole: WholeProject) -> tuple[str, ...]:
    """What a number is told of: the money of the whole project under whatever name, else its own words."""
    told_by = _OTHERS.search(_before(claim))
    headed = _HEADED.match(claim.sentence)
    stage = _stage(claim) + (told_by[0] if told_by else "") + (headed[1] if headed else "")
    if whole.holds(claim):
        kind = "年初" if claim.role is Role.BUDGET and "年初" in claim.subject else _kind_of_rate(claim)
        return claim.role, "", whole.period(claim), stage, kind
    name = _DATED.sub("", claim.subject) if claim.role in _INDICATORS else claim.subject
    role = Role.ACTUAL if claim.role is Role.COUNT else claim.role
    return role, name, whole.period(claim), stage


def _kind_of_rate(claim: Claim) -> str:
    """支付率 is of the money received, 执行率 of the budget: two rates."""
    found = _OTHER_RATE.search(claim.subject) if claim.role is Role.EXECUTION_RATE else None
    return found[0] if found else ""


def _is_named_count(claim: Claim) -> bool:
    """Whether a count has a name of its own (改造道路条数), as an indicator has, and no mere noun."""
    return claim.role is Role.COUNT and bool(claim.unit) and bool(_NAMED_COUNT.search(claim.subject))


def _before(claim: Claim) -> str:
    """The words in front of a number, in its own part of the sentence."""
    return _PART_END.split(claim.sentence.partition(claim.text)[0])[-1] if claim.text in claim.sentence else ""


def _stage(claim: Claim) -> str:
    """The stage of a year or of a project that the number is told of: 第一季度, 截至6月底, 一期, 第二批."""
    found = _STAGE.findall(_before(claim))
    return found[-1] if found else ""


def _differs(first: Claim, other: Claim) -> bool:
    one, two = first.interval(), other.interval(first.unit)
    return one is not None and two is not None and (one[1] < two[0] or two[1] < one[0])


def _is_magnitude(first: Claim, other: Claim) -> bool:
    """Whether one is the other times 10³, 10⁴ or 10⁸, as when 元 is printed as 万元."""
    factor = conversion(other.unit, first.unit)
    return is_magnitude_apart(Fraction(first.value), Fraction(other.value) * (factor or 0))


def _place(claim: Claim) -> str:
    return f"“{claim.part}”一节" if claim.part else str(claim.where)
