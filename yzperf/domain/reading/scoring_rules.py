"""Read the scoring rule that a sheet states in words (评分标准): what cannot be read in full is no rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from yzperf.domain.quantity import Kind, Quantity, Relation, normalise, read_quantity
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.reading.rule_wording import in_usual_words
from yzperf.domain.scoring_rule import (
    AllOrNothing,
    Beyond,
    CheckList,
    Deduction,
    Levels,
    Points,
    Proportional,
    ScoringRule,
    Step,
    Steps,
)

_NUMBER = r"\d+(?:\.\d+)?"
_WEIGHT = r"(?:[本该]?指标|该项|本项)?(?:分值|权重分值?|权重|满分|总分)"
_POINTS = (
    rf"(?:(?:{_WEIGHT}的?)?(?:(?P<percent>{_NUMBER})%|(?P<part>\d+/\d+))(?:的?{_WEIGHT}|分)?|(?P<points>{_NUMBER})分)"
)
_FULL = r"(?:得|计|记)?(?:满分|全部?分)"
_NONE = r"(?:不得分|不计分|得?0分|计0分|记0分)"
_EARNED = re.compile(rf"(?:(?P<full>{_FULL})|(?P<none>{_NONE})|(?:得|计|记){_POINTS})$")

_LABEL = re.compile(
    r"^(?:(?:扣分|比例|要点|分档|分级|分段|定性|定量|等级|完成比例|达标)(?:评分|计分|赋分|打分)?法?|(?:评分|计分|赋分|打分)(?:标准|方法|办法|规则|细则))[:]"
)
_PART_IN_WORDS = re.compile("([二三四五六七八九十])分之([一二三四五六七八九])")
_BREAK_BEFORE_POINTS = re.compile(r",(?=(?:则|即)?(?:得|计|记)[\d满0]|不得分)")
_SEPARATOR = re.compile(r"[,;。\n]+")
_EXCLUSIVE = re.compile(r"\((?:不含|不包括)[^)]*\)")
_BRACKET = re.compile(r"\((?:含|包含|包括)[^)]*\)|[及或]以上$")
_REST = re.compile(r"(?:否则|其他|其余|其他情况|其余情况|未达到的?|低于以上标准的?)(?:的|者)?")
_SUBJECT = re.compile(
    r"^(?:[^\d≥≤<>]*?)(?P<rate>完成率|达成率|目标完成率|指标完成率|(?:目标|指标)?完成比例)?(?:为|在)?(?=[达\d≥≤<>低不大小高超])"
)
_STRICT = re.compile(r"^(?:(?:低于|小于|高于|大于)(?!或?等于)|不足|不到|未达到?|超过|超出|[<>](?!=))")
_TRAIL = re.compile(r"(?:的|时|者|及)$")
_BETWEEN = re.compile(
    rf"(?P<low>{_NUMBER})(?P<unit1>[^\d(~-]*)(?P<low_out>\(不含\))?(?:\(含\))?[~-]+(?P<high>{_NUMBER})(?P<unit2>[^\d(]*)(?P<high_out>\(不含\))?(?P<high_in>\(含\))?(?:之间|区间)?"
)

_CHAINED = re.compile(
    rf"(?P<low>{_NUMBER})(?P<unit1>[^\d≤<]*)(?P<sign1>[≤<])[^\d≤<]*(?P<sign2>[≤<])(?P<high>{_NUMBER})(?P<unit2>[^\d≤<]*)"
)

_DIRECTIONS = {
    Beyond.LATE: "逾期|延期|延迟|推迟|滞后|晚|超期",
    Beyond.EITHER: "偏离|偏差|相差|差异",
    Beyond.BELOW: "低于?|降低|下降|少于?|减少|短少",
    Beyond.ABOVE: "高于?|提高|超过?|超出|增加|多于?|增长|上升",
}
_PER = re.compile(
    rf"每(?P<word>{'|'.join(_DIRECTIONS.values())})(?:于)?(?:目标值?|指标值?|计划值?|标准)?(?P<size>{_NUMBER}|[一二两三四五六七八九十])?(?P<unit>[^\d扣,]{{1,6}}?),?"
    rf"(?:则|即)?扣(?:减|除)?{_POINTS}"
)
_THINGS = "[处项笔份起例次个座条人户家件宗张本期台点篇批所类名辆盏间栋块村棵]"
_FAULT = re.compile(
    rf"每(?:发现|出现|发生|存在|查出|缺失|遗漏|漏|缺少?|有|少)?(?P<size>{_NUMBER}|[一二两三四五六七八九十])?(?P<unit>{_THINGS})"
    rf"(?P<what>[^\d,;。扣]{{0,20}}?),?(?:则|即)?扣(?:减|除)?{_POINTS}"
)
_STARTED = re.compile(r"不足[^,;。]{1,8}(?:按|以)[^,;。]{1,8}(?:计|计算|算)")
_REACHED = r"(?:达标|达到(?:指标|目标|计划)值?|(?:全部|按期|如期|按时)?完成|符合要求)的?"
_ALL_OR_NOTHING = re.compile(
    rf"{_REACHED}{_FULL}[,;。](?:否则|反之|未(?:达标|达到|完成)(?:指标|目标|计划)?值?|不符合要求|不达标)的?,?{_NONE}"
)
_OF_WEIGHT = r"[×*x](?:本?指标|该项|本项|项目)?(?:分值|权重分?值?|满分|总分)(?:×100%)?(?:计分|得分|计算|赋分)?"
_RATE_TIMES = re.compile(rf"(?:按|以)?(?:本?(?:项|指标)?得分=)?(?P<rate>[^\d,;。=扣÷/×]{{1,14}}率){_OF_WEIGHT}")
_PROPORTION = re.compile(
    rf"{_RATE_TIMES.pattern.replace('?P<rate>', '?:')}"
    rf"|(?:按|以)?(?:本?(?:项|指标)?得分=)?\(?[^\d,;。=扣÷/×]{{1,16}}[÷/](?:[^\d,;。=扣÷/×]{{1,16}}?|\d+)\)?(?:×100%)?{_OF_WEIGHT}"
    r"|(?:得分=)?按(?:照)?(?:实际)?(?:完成)?(?:率|比例|程度)?(?:的?比例)?(?:计|得|赋|给|折算|扣|计算)分?"
)
_COMPLETION = re.compile("完成|达成|达标|目标实现")
_HARMLESS = re.compile(
    rf"(?:本项|该项|最高|总分)?(?:得分)?(?:最高)?(?:不超过|以)(?:本项|该项|指标)?(?:分值|满分|权重分?)(?:为限)?|(?:不高于|不低于|不超过|不少于|达到或超过|大于等于|小于等于)(?:目标|指标|计划)值?的?{_FULL}|扣完为止|扣完本项分值为止|最低(?:得|为)?0分|(?:达到|完成)?(?:目标值?|指标值?|年度指标值?|计划值?)?(?:的|后)?{_FULL}|(?:按期|按时|如期)?完成的?{_FULL}|达标的?{_FULL}|未(?:完成|达标|达到)的?|未达到?(?:目标|指标)值?的?|否则|反之|(?:实际)?完成值达到(?:目标|指标)值的?{_FULL}|超过的?"
)
_SUBJECT_BEFORE = re.compile(r"(?:(?<=[,;。])|^)[^\d,;。扣得]{1,16}$")
_FULL_AT = re.compile(rf"[^\d,;。扣得]{{0,12}}(?P<bound>{_NUMBER})%(?:\(含\))?(?:及?以上)?(?:的|时)?,?{_FULL}")
_NOTHING_BELOW = re.compile(
    rf"[^\d,;。扣得]{{0,10}}(?:低于|小于|不足|不到|<)(?P<bound>{_NUMBER})%(?:\(不含\))?(?:的|时)?,?{_NONE}"
)
_DESCRIPTION = re.compile(r"(?:公式|方向|分值|按项目选择并细化|(?:计划|历史|行业)?标准)[:、或].*")
_ON_POINTS = re.compile(r"扣|满分|得分|计分|[得计]\d[^,;。]*分")
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
_PART = re.compile(rf"[{MARKS}]|(?<![\d.])(?:[1-9]|10)[.、)](?!\d)")
_MET = "符合|满足|具备|达到|做到|完成"
_EACH = re.compile(
    rf"(?:每(?:{_MET})?(?:一|1)?[项条个点](?:{_MET})?(?:要求|要点)?|(?:以上)?(?:各(?:项|要点)?))(?:各)?,?(?:得|计|占|为)?{_POINTS}"
)
_COUNTED_LIST = re.compile(
    rf"(?:共|以上|上述)?(?P<count>\d+|[二两三四五六七八九十])[个项条](?:评价)?(?:要点|要求),?(?:每)?(?:缺少?|缺失|少|有|不符合)(?:一|1)?[项条个点](?:评价)?(?:要点|要求)?(?:不符合)?的?,?扣(?:减|除)?{_POINTS}"
)
_EACH_LOST = re.compile(rf"(?:每(?:有)?|有)(?:一|1)?[项条个点](?:不|未)(?:{_MET})(?:要求|要点)?的?,?扣{_POINTS}")
_VETO = re.compile(
    r"(?:存在|发现|有|出现|发生)?(?P<what>(?:(?:截留|挤占|挪用|虚列|套取|贪污)[、,和或]?(?:支出)?)+)[^;。]{0,16}?(?:不得分|得?0分|一票否决|扣完)"
)
_COUNTED_EACH = re.compile(
    rf"(?:评价)?要点(?:共)?(?P<count>\d+|[二两三四五六七八九十])[项个条],每[项个条](?:得|计)?{_POINTS}"
)
_LEVEL = re.compile(rf"(?:(?P<full>{_FULL})|(?P<none>{_NONE})|(?:得|计|记)?{_POINTS})$")
_EARNS = re.compile(rf"(?:得|计|占){_POINTS}|\((?:得|计|占)?{_POINTS.replace('?P<', '?P<own_')}\)$")
_VETO_WORDS = ("截留", "挤占", "挪用", "虚列", "套取", "贪污")


def tells_points(text: str) -> bool:
    """Whether a cell 评分标准 speaks of points at all, and is more than an explanation of the indicator."""
    return bool(_ON_POINTS.search(re.sub(r"\s+", "", normalise(text))))


def read_scoring_rule(text: str) -> ScoringRule | None:
    """Read a stated scoring rule.

    Parameters
    ----------
    text
        The cell 评分标准 (评分规则、计分方法、评价要点) as written.

    Returns
    -------
    ScoringRule or None
        None where the words are not understood in full: then the rule of the profile holds, and that is said.

    Examples
    --------
    >>> read_scoring_rule("每低1个百分点扣0.5分，扣完为止").size
    Fraction(1, 1)
    """
    plain = _LABEL.sub("", re.sub('[ \t“”"]+', "", normalise(text)).strip("。;,"))
    plain = _PART_IN_WORDS.sub(lambda part: f"{read_count(part[2])}/{read_count(part[1])}", plain)
    if not plain:
        return None
    return _read(plain) or _read(in_usual_words(plain))


def _read(plain: str) -> ScoringRule | None:
    readers = (_checklist, _counted_list, _deduction, _steps, _all_or_nothing, _proportional, _described, _levels)
    return next((rule for read in readers if plain and (rule := read(plain))), None)


# ── deduction per unit ──────────────────────────────────────────────────────────────────────────────


def _deduction(plain: str) -> Deduction | None:
    found = [(match, way) for match, way in _departures(plain)]
    if len(found) != 1:
        return None
    ((match, beyond),) = found
    front = plain[: match.start()]
    around = _SUBJECT_BEFORE.sub("", front) + plain[match.end() :]
    full, nothing = _FULL_AT.search(around), _NOTHING_BELOW.search(around)
    if not _is_harmless(_STARTED.sub("", _NOTHING_BELOW.sub("", _FULL_AT.sub("", around)))):
        return None
    size = _size(match["size"])
    unit = match["unit"] if beyond is Beyond.FAULT else read_quantity(f"1{match['unit']}").unit
    if not unit or not size:
        return None
    bounds = (Fraction(bound["bound"]) if bound else None for bound in (full, nothing))
    return Deduction(beyond, size, unit, _points(match), bool(_STARTED.search(plain)), *bounds)


def _size(text: str | None) -> Fraction:
    """Of how many units points are deducted: 0.5, 两, or one where no number is given."""
    return Fraction(text if text and text[0].isdigit() else read_count(text or "一"))


def _departures(plain: str) -> list[tuple[re.Match[str], Beyond]]:
    """What takes points off: a departure by a measure (每低1个百分点), else things that are wrong (每有1份不完整)."""
    measured = [(match, _way(match["word"])) for match in _PER.finditer(plain)]
    return measured or [(match, Beyond.FAULT) for match in _FAULT.finditer(plain)]


def _way(word: str) -> Beyond:
    return next(way for way, words in _DIRECTIONS.items() if re.fullmatch(words, word))


def _is_harmless(rest: str) -> bool:
    """Whether what stands around the rule only repeats that reaching the target earns all."""
    return not _SEPARATOR.sub("", _HARMLESS.sub("", rest))


def _points(match: re.Match[str]) -> Points:
    if match["percent"]:
        return Points(Fraction(match["percent"]) / 100, of_weight=True)
    if match["part"]:
        return Points(Fraction(match["part"]), of_weight=True)
    return Points(Fraction(match["points"]), of_weight=False)


# ── steps ───────────────────────────────────────────────────────────────────────────────────────────

ALL, NOTHING = Points(Fraction(1), of_weight=True), Points(Fraction(0), of_weight=True)


def _steps(plain: str) -> Steps | None:
    parts = [part for part in _SEPARATOR.split(_BREAK_BEFORE_POINTS.sub("", plain)) if part]
    read = [found for part in parts if (found := _step(part))]
    if len(parts) < 2 or len(read) < len(parts):
        return None
    units = {step.unit for step, _ in read if step.unit}
    bounded = [step for step, _ in read if step.low is not None or step.high is not None]
    if len(units) > 1 or not bounded:
        return None
    # 完成率 is often said for the first step only and meant for all.
    return Steps(tuple(map(_opened(bounded), (step for step, _ in read))), any(is_rate for _, is_rate in read))


def _opened(steps: list[Step]) -> Callable[[Step], Step]:
    """A step of one value at the outer end holds beyond it as well (100%得满分: 120% does, too)."""
    bounds = [bound for step in steps for bound in (step.low, step.high) if bound is not None]

    def opened(step: Step) -> Step:
        if step.low is None or step.low != step.high:
            return step
        if step.low == max(bounds):
            return replace(step, high=None)
        return replace(step, low=None) if step.low == min(bounds) else step

    return opened


def _step(part: str) -> tuple[Step, bool] | None:
    """One part such as ``90%(含)-95%得80%``, and whether it speaks of the rate of completion."""
    earned = _EARNED.search(part)
    if earned is None:
        return None
    points = _earned(earned)
    condition = _TRAIL.sub("", part[: earned.start()])
    if _REST.fullmatch(condition):
        return Step(None, None, True, True, "", points), False
    subject = _SUBJECT.match(condition)
    bounds = _bounds(condition[subject.end() :] if subject else condition)
    if bounds is None:
        return None
    low, high, low_in, high_in, unit = bounds
    return Step(low, high, low_in, high_in, unit, points), bool(subject and subject["rate"])


_Bounds = tuple[Fraction | None, Fraction | None, bool, bool, str]


def _bounds(condition: str) -> _Bounds | None:
    if between := _BETWEEN.fullmatch(condition):
        return _between(between)
    if chained := _CHAINED.fullmatch(condition):
        low, high = Fraction(chained["low"]), Fraction(chained["high"])
        inside = chained["sign1"] == "≤", chained["sign2"] == "≤"
        return (low, high, *inside, chained["unit2"]) if low < high and chained["unit1"] == chained["unit2"] else None
    exclusive = bool(_EXCLUSIVE.search(condition) or _STRICT.match(condition))
    plain = _EXCLUSIVE.sub("", _BRACKET.sub(lambda match: "以上" if "以上" in match[0] else "", condition))
    value = read_quantity(plain)
    if value.kind is not Kind.NUMBER or value.number is None:
        return None
    return _one_bound(value, exclusive)


def _between(match: re.Match[str]) -> _Bounds | None:
    low, high = Fraction(match["low"]), Fraction(match["high"])
    units = {unit for unit in (match["unit1"], match["unit2"]) if unit}
    if len(units) > 1 or low >= high:
        return None
    return low, high, not match["low_out"], not match["high_out"], next(iter(units), "")


def _one_bound(value: Quantity, exclusive: bool) -> _Bounds | None:
    number = Fraction(value.number or 0)
    if value.relation is Relation.AT_LEAST:
        return number, None, not exclusive, True, value.unit
    if value.relation is Relation.AT_MOST:
        return None, number, True, not exclusive, value.unit
    # 100%得满分 and =3次得2分 name one value.
    return None if exclusive else (number, number, True, True, value.unit)


# ── check-lists ─────────────────────────────────────────────────────────────────────────────────────


def _checklist(plain: str) -> CheckList | None:
    """Numbered parts that share the weight, equally unless each names its points."""
    veto = tuple(word for match in _VETO.finditer(plain) for word in _VETO_WORDS if word in match["what"])
    body = _VETO.sub("", plain)
    each, lost = _EACH.search(body), _EACH_LOST.search(body)
    body = _EACH_LOST.sub("", _EACH.sub("", body))
    parts = [part for part in _PART.split(body)[1:] if part.strip(",;。")]
    own = [_own_points(found) for part in parts if (found := _EARNS.search(part.rstrip(",;。")))]
    if len(parts) < 2 or len(own) not in (0, len(parts)):
        return None
    points = tuple(own) or ((_points(each),) * len(parts) if each else ())
    return CheckList(len(parts), points, _points(lost) if lost else None, tuple(dict.fromkeys(veto)))


def _own_points(match: re.Match[str]) -> Points:
    """Points behind a part: ①有制度得2分, or ①有制度（2分）."""
    if match["own_percent"]:
        return Points(Fraction(match["own_percent"]) / 100, of_weight=True)
    if match["own_part"] or match["own_points"]:
        return Points(Fraction(match["own_part"] or match["own_points"]), of_weight=bool(match["own_part"]))
    return _points(match)


def _counted_list(plain: str) -> CheckList | None:
    """Parts that are only counted: 5个要点，每缺1点扣0.6分; 评价要点4项，每项1分."""
    if each := _COUNTED_EACH.fullmatch(plain):
        count = read_count(each["count"])
        return CheckList(count, (_points(each),) * count)
    match = _COUNTED_LIST.fullmatch(_SEPARATOR.sub(",", _HARMLESS.sub("", plain)).strip(","))
    return CheckList(read_count(match["count"]), (), _points(match)) if match else None


def _levels(plain: str) -> Levels | None:
    """Findings in words, each with what it earns, from all or down to nothing; else they may be parts that add up."""
    parts = [part for part in _SEPARATOR.split(_BREAK_BEFORE_POINTS.sub("", plain)) if part]
    earned = [(part, found) for part in parts if (found := _LEVEL.search(part))]
    names = [_TRAIL.sub("", part[: found.start()]) for part, found in earned]
    sure = len(parts) == len(earned) > 1 and len({*names}) == len(names)
    if not sure or not all(name and not re.search(r"[\d%扣]", name) for name in names):
        return None
    levels = tuple((name, _earned(found)) for name, (_, found) in zip(names, earned, strict=True))
    return Levels(levels) if levels[0][1] == ALL or not levels[-1][1].amount else None


def _earned(match: re.Match[str]) -> Points:
    return ALL if match["full"] else NOTHING if match["none"] else _points(match)


def _all_or_nothing(plain: str) -> AllOrNothing | None:
    return AllOrNothing() if _ALL_OR_NOTHING.fullmatch(plain) else None


def _proportional(plain: str) -> Proportional | None:
    nothing, named = _NOTHING_BELOW.search(plain), _RATE_TIMES.search(plain)
    body = _NOTHING_BELOW.sub("", plain)
    rest = _PROPORTION.sub("", body, count=1)
    bound = Fraction(nothing["bound"]) if nothing else None
    of_value = bool(named and not _COMPLETION.search(named["rate"]))
    return Proportional(bound, of_value) if rest != body and _is_harmless(_FULL_AT.sub("", rest)) else None


def _described(plain: str) -> Proportional | None:
    """Only how the value is found (公式：…, 计划标准：…) and nothing on points: these are left to the curve."""
    lines = [line for line in plain.split("\n") if line]
    is_description = all(_DESCRIPTION.fullmatch(line) for line in lines)
    return Proportional() if is_description and not _ON_POINTS.search(plain) else None
