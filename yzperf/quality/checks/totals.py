"""B02 小计合计复算, B05 等级与总分, B06 总分多处一致."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Mention, MentionKind, Role, Standing
from yzperf.domain.claims.mention_words import plain_grade
from yzperf.domain.finding import Confidence, Departure, EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import ScoreCard, half_up, plain
from yzperf.domain.scoresheet import Amount, SheetKind
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as, rounding_bound
from yzperf.quality.unit_lines import table_of
from yzperf.rules import Rules

_GRADES = ("优", "良", "中", "差")
_OUTCOME = re.compile("(?:项目|本次|综合|最终|绩效|评价|实际|实)*(?:评分|评定得分|评价|得分|实得?)")
_GRADED = re.compile("[,、]?(?:绩效|评价|综合|评定)*(?:等级|等次|评级|评为|评定为)")  # 得分91.19分，等级为“优”
_SCORED = re.compile(
    r"(?:总分|得分|评分)(?:为|是|:)?(\d{1,3}(?:\.\d+)?)分,?(?:绩效|评价|综合|评定)*(?:等级|等次|评级|评为|评定为)[^,;。]{0,4}$"
)
_CLAUSE_END = re.compile("[；;。!?！？]|(?<=分)[，,]")
_YEAR = re.compile(r"(?:19|20)\d\d")
# whose total it is, if not that of this evaluation
_OTHERS = re.compile("上年|去年|上一年|往年|同期|调整前|复核前|初评|初稿|预评|平均|其他|满分|加权前|由$")
_OTHERS_OR_SELF = re.compile(rf"自评|{_OTHERS.pattern}")
_THIS = re.compile("本次|本项目|综合评价|经评价|财政评价|部门评价|评价组|最终|总得?分|综合得分")
# 专家认为应评为良, 原评定为优: an opinion or an earlier mark that this evaluation reports
_SAID_BY_OTHERS = re.compile(
    "(?:专家|(?:实施|项目|被评价|预算)单位)[^,，;；。]{0,8}(?:认为|建议|主张|提出)|原(?:评定?|评价|来)?(?:等级|等次|评级|为)"
)
_ASIDE = re.compile("[（(][^（()）]*[）)]")
_PART = re.compile("指标|维度|方面|部分")
_GAP = re.compile("(?:高[于出]|低于|超[出过]|多出|相差|距离?|差)[^，,。；;]{0,16}$")  # 高于“优”等级下限3.01分
# what the total would be, or between what ends it lies: 若该项不失分，总分为92.37分; 权重上下调整10%，总分最低89.50分
_WOULD_BE = re.compile(
    "[若倘]|如果|即使|即便|反过来看|如[把将按以不]|假[如设定]|再[缺少扣降失]|将[会要]?[降升变为达]|最[低高大小]|重新(?:计算|归一)|敏感性|稳健性"
)
_COLUMN = re.compile(r"第(\d+)列")
_OF_SCALE = re.compile(r"分?(?:\(含\)|（含）)?(?:及其?|或)?以[上下]|分?(?:[-~～至—]|到)\s*\d")  # 90分及以上为“优”
_SCALE = re.compile(
    r"分(?:\(含\)|及)?以上|分以下|不足|\d\s*[-~～至—]\s*\d+\s*分|四个?等级|划分(?!标准[，,])|(?<![得评])分为|如果|若|力争|争取"
)


@check("B02", title="小计合计复算", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def total_is_sum(card: ScoreCard) -> Iterator[Hit]:
    """The printed total equals the sum of the filled-in scores; rounding alone is only noted."""
    total = _printed_total(card)
    scores = [row.reported for row in card.rows if row.reported is not None]
    if len(scores) < len(card.rows):
        raise Inapplicable("有的行没有填得分，无法复算总分")
    parts = sum(scores, Fraction(0))
    gap = parts - Fraction(total.value or 0)
    if not gap:
        return
    bound = rounding_bound([half_up(score) for score in scores])
    message = f"各行得分相加为 {plain(parts)} 分，总分填 {total.text} 分"
    if abs(gap) <= bound:
        yield Hit(total.where, f"{message}，差额在四舍五入范围内", total.text, plain(parts), severity=Severity.HINT)
    else:
        yield Hit(
            total.where,
            message,
            total.text,
            plain(parts),
            changes_conclusion=True,
            departure=Departure.TOTAL,
            confidence=Confidence.HIGH,
        )


@check("B05", title="等级与总分", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def grade_fits_total(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """The printed grade is the one that the printed total gives; if the rule's total gives another, that is said too."""
    told = normalise(card.sheet.reported_grade)
    grade = plain_grade(told)
    if not grade:
        raise Inapplicable("表上没有填等级")
    total = _printed_total(card)
    profile = rules.profile(card.profile)
    printed = profile.grade_of(Fraction(total.value or 0))
    if printed != grade:
        yield Hit(
            total.where,
            f"总分 {total.text} 分应为“{printed}”，表上填“{told}”",
            told,
            printed or "",
            changes_conclusion=True,
        )
    elif card.grade and card.grade != grade:
        message = f"按规则复算总分 {card.total} 分，等级为“{card.grade}”，表上填“{told}”"
        yield Hit(
            total.where,
            message,
            told,
            card.grade,
            changes_conclusion=True,
            departure=Departure.GRADE,
            confidence=Confidence.MIDDLE,
        )


@check("B05", title="等级与总分", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def grade_in_text_fits_total(
    card: ScoreCard, claims: Claims, mentions: tuple[Mention, ...], rules: Rules
) -> Iterator[Hit]:
    """A grade that the report tells is the one that the total in the same paragraph gives (得分94.89分，等级为“良”)."""
    totals = {claim.block: claim.value for claim in reversed(_totals(claims, card))}
    told = [mention for mention in mentions if _is_grade_told(mention, card)]
    judged = [(mention, value) for mention in told if (value := totals.get(mention.block) or _total_in(mention))]
    if not judged:
        raise Inapplicable("报告里没有写在一起的总分和等级")
    for mention, value in judged:
        grade = rules.profile(card.profile).grade_of(Fraction(value))
        if grade and grade != mention.value:
            message = f"此处总分 {value} 分应为“{grade}”，写的等级是“{mention.value}”"
            yield Hit(mention.where, message, mention.value, grade, changes_conclusion=True)


@check("B06", title="总分多处一致", clause="cn10.a3", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def total_is_same_everywhere(
    card: ScoreCard, claims: Claims, mentions: tuple[Mention, ...], rules: Rules
) -> Iterator[Hit]:
    """Every total and grade printed in the report is that of the score sheet, at its own printed precision."""
    total = _printed_total(card)
    full = rules.profile(card.profile).full_score
    for claim in _totals(claims, card):
        if claim.value == full and total.value != full:
            continue  # "总分100分" names the full marks
        printed = claim.value.quantize(Decimal(1).scaleb(-max(0, claim.decimals)))
        if not prints_as(Fraction(total.value or 0), printed):
            message = f"报告此处总分 {printed} 分，评分表为 {total.text} 分（“{_beside(claim)}”）"
            changes = _other_grade(rules, card, claim.value, total)
            yield Hit(claim.where, message, str(printed), total.text, changes_conclusion=changes)
    yield from _grades(mentions, card, rules)


def _totals(claims: Claims, card: ScoreCard) -> list[Claim]:
    """Totals of this evaluation that the report states exactly, in prose and tables."""
    said = [claim for claim in claims.of(Role.TOTAL, Role.SCORE) if claim.role is Role.TOTAL or _is_outcome(claim)]
    return [
        claim
        for claim in said
        if claim.is_exact and claim.standing is Standing.STATED and not claim.bound and claim.value >= 0
        if not _of_another(claim.sentence, claim.text, claim.period, card)
        and not _OF_SCALE.match(claim.sentence.partition(claim.text)[2])
        and not any(words.search(claim.sentence.partition(claim.text)[0]) for words in (_GAP, _WOULD_BE))
        and not _is_mean_of_column(claim, claims)
    ]


def _is_mean_of_column(claim: Claim, claims: Claims) -> bool:
    """A last row that is no more than the largest above it adds nothing up: 合计 of 折算得分 is the mean of the towns."""
    column = _COLUMN.search(str(claim.where))
    if not table_of(claim) or column is None:
        return False
    beside = (one for one in claims.own if one is not claim and table_of(one) == table_of(claim))
    same = [one.value for one in beside if one.unit == claim.unit and column[0] in str(one.where)]
    return len(same) > 1 and claim.value <= max(same)


def _is_outcome(claim: Claim) -> bool:
    """A score whose own words say that it is the outcome of the whole (最终评分, 本次评价得分; 总分值100分，实得90分)."""
    is_named = claim.subject == str(Role.TOTAL) and claim.subject in claim.sentence
    own = normalise(claim.subject)
    is_graded = not own and _GRADED.match(normalise(claim.sentence.partition(claim.text)[2]))
    return claim.unit == "分" and bool(is_named or is_graded or _OUTCOME.fullmatch(own))


def _of_another(sentence: str, text: str, period: str, card: ScoreCard, *, cut: bool = True) -> bool:
    """Whether the words in front of it say that it is not the total of this sheet: 自评, another year, a part."""
    before = sentence.partition(text)[0]
    before = _CLAUSE_END.split(before)[-1] if cut else before
    own_kind = card.sheet.kind is SheetKind.SELF_EVALUATION
    years = set(_YEAR.findall(f"{period}{before}"))
    other_year = bool(years) and bool(card.sheet.head.get("年度")) and card.sheet.head["年度"] not in years
    return bool((_OTHERS if own_kind else _OTHERS_OR_SELF).search(f"{period}{before}")) or other_year


def _beside(claim: Claim) -> str:
    """The number with the words in front of it, as a reader finds it."""
    before = _CLAUSE_END.split(claim.sentence.partition(claim.text)[0])[-1]
    return f"{before[-12:]}{claim.text}" if claim.text in claim.sentence else f"{claim.subject} {claim.text}"


def _grades(mentions: tuple[Mention, ...], card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Grades of the text against that of the sheet; a sheet without one has the grade that its total gives."""
    told = normalise(card.sheet.reported_grade)
    total = _printed_total(card)
    grade = plain_grade(told) or rules.profile(card.profile).grade_of(Fraction(total.value or 0)) or ""
    sheet = f"评分表为“{grade}”" if told else f"按评分表总分 {total.text} 分应为“{grade}”"
    for mention in mentions if grade else ():
        if mention.value != grade and _is_grade_told(mention, card):
            message = f"报告此处等级为“{mention.value}”，{sheet}"
            yield Hit(mention.where, message, mention.value, grade, changes_conclusion=True)


def _is_grade_told(mention: Mention, card: ScoreCard) -> bool:
    """Whether it is the grade that this evaluation gives."""
    is_grade = mention.kind is MentionKind.GRADE and mention.value in _GRADES and not mention.is_quoted
    return is_grade and not _grade_of_another(mention, card)


def _grade_of_another(mention: Mention, card: ScoreCard) -> bool:
    """A scale or a wish; or the words that stand nearest in front of it name another evaluation than this."""
    before = mention.sentence.rpartition(mention.text)[0]
    nearest = max((match.start() for match in _THIS.finditer(before)), default=0)
    nearest = max(before.rfind(sign, 0, nearest) for sign in "，,；;") + 1
    if (
        _SCALE.search(_without_asides(mention))
        or _PART.search(before, nearest)
        or _SAID_BY_OTHERS.search(before, nearest)
    ):
        return True
    return _of_another(f"{before[nearest:]}\n", "\n", "", card, cut=False)


def _total_in(mention: Mention) -> Decimal | None:
    """The score right in front of a grade, in a sentence that tells the scale as well and so reads like a rule."""
    found = _SCORED.search(normalise(_without_asides(mention)).partition(mention.text)[0])
    return Decimal(found[1]) if found else None


def _without_asides(mention: Mention) -> str:
    """The sentence without what stands in brackets, if the grade stands outside: 等级为良（90分及以上为优）tells a grade."""
    outside = _ASIDE.sub("", mention.sentence)
    return outside if mention.text in outside else mention.sentence


def _other_grade(rules: Rules, card: ScoreCard, value: Decimal, total: Amount) -> bool:
    profile = rules.profile(card.profile)
    return profile.grade_of(Fraction(value)) != profile.grade_of(Fraction(total.value or 0))


def _printed_total(card: ScoreCard) -> Amount:
    total = card.sheet.reported_total
    if total is None:
        raise Inapplicable("表上没有填总分")
    return total
