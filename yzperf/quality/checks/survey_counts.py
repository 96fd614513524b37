"""E02 发放回收有效勾稽: questionnaires issued, returned and valid, and the rates made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.doubt import is_far
from yzperf.quality.survey_words import survey_words

WHOLE = ""

_ORDER = (Role.ISSUED, Role.RETURNED, Role.VALID)
# rate → what it may be a share of; both denominators of 有效率 are in use
_RATES = {
    Role.RETURN_RATE: ((Role.RETURNED, Role.ISSUED), (Role.VALID, Role.ISSUED)),
    Role.VALID_RATE: ((Role.VALID, Role.RETURNED), (Role.VALID, Role.ISSUED)),
}


@check("E02", title="发放回收有效勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def questionnaires_add_up(claims: Claims) -> Iterator[Hit]:
    """Issued ≥ returned ≥ valid, the same wherever they are stated, and rates that follow from them; each part of the
    sample (县城, 乡镇) by itself."""
    parts = counts_by_part(claims)
    if not any(sum(bool(found) for found in counts.values()) > 1 for counts in parts.values()):
        raise Inapplicable("报告没有写明问卷发放、回收、有效份数中的两项")
    for counts in parts.values():
        yield from _of_part(counts)


@check("E02", title="发放回收有效勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def what_was_taken_out_is_the_rest(claims: Claims) -> Iterator[Hit]:
    """Returned less those taken out are the valid ones, where one sentence tells all three."""
    told = [found for block in {claim.block for claim in claims.of(Role.VALID)} if (found := _taken_out(claims, block))]
    if not told:
        raise Inapplicable("报告没有在一处写明回收、剔除和有效份数")
    for returned, removed, valid in told:
        rest = returned.value - valid.value
        if rest >= 0 and rest not in {sum(one.value for one in removed), *(one.value for one in removed)}:
            shown = "、".join(one.text for one in removed)
            message = f"回收 {returned.text}、剔除 {shown}，有效写 {valid.text}：应剔除 {rest}份"
            if len(removed) == 1 and is_far(shown, f"{rest}份"):  # rather the valid ones are a slip
                right = f"{returned.value - removed[0].value}份"
                yield Hit(valid.where, f"{message}，或有效 {right}", valid.text, right)
            else:
                yield Hit(removed[0].where, message, shown, f"{rest}份")


def _taken_out(claims: Claims, block: str) -> tuple[Claim, list[Claim], Claim] | None:
    """The one number returned, the one valid, and those behind them that are said to be taken out."""
    own = [claim for claim in claims.own if claim.block == block and claim.is_exact]
    returned, valid = ([one for one in own if one.role is role] for role in (Role.RETURNED, Role.VALID))
    if len(returned) != 1 or len(valid) != 1:
        return None
    first = min(returned[0], valid[0], key=lambda one: one.start)
    behind = [one for one in own if first.end <= one.start and one.unit == first.unit and one.role is Role.COUNT]
    words = survey_words().taken_out
    removed = [one for one in behind if words.search(one.subject) and "其中" not in one.subject]
    return (returned[0], removed, valid[0]) if removed else None


@check("E02", title="发放回收有效勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def valid_as_in_file(claims: Claims, survey: Survey) -> Iterator[Hit]:
    """The file has as many rows as the report has valid questionnaires; all returned ones, or one part, will do."""
    rows = len(survey.answers)
    is_told = rows_are_told(claims, rows)
    if is_told is None:
        raise Inapplicable("报告没有写明有效问卷份数")
    if is_told:
        return
    first = counts_by_part(claims)[WHOLE][Role.VALID][0]
    message = f"有效问卷写 {first.text}，{survey.where.file} 有 {rows} 份答卷，与发放、回收、有效份数都不同"
    yield Hit(first.where, message, first.text, f"{rows}份")


def rows_are_told(claims: Claims, rows: int) -> bool | None:
    """Whether any number of questionnaires that the report states is that of the file; None if it states no valid ones."""
    parts = counts_by_part(claims)
    if not parts.get(WHOLE, {}).get(Role.VALID, []):
        return None
    return any(claim.value == rows for counts in parts.values() for found in counts.values() for claim in found)


def counts_by_part(claims: Claims) -> dict[str, dict[Role, list[Claim]]]:
    """The exact counts and rates by the part of the sample that they are about; ``WHOLE`` is everybody.

    A number without a name belongs to the part named before it in the same sentence.
    """
    parts: dict[str, dict[Role, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    part, sentence = WHOLE, ("", "")
    for claim in claims.of(*_ORDER, *_RATES):
        if (claim.block, claim.sentence) != sentence:
            part, sentence = WHOLE, (claim.block, claim.sentence)
        part = _named(claim.subject, part)
        if claim.is_exact:
            parts[part][claim.role].append(claim)
    return parts


def _named(subject: str, before: str) -> str:
    words = survey_words()
    name = words.counting.sub("", subject)
    bare = words.whole.sub("", name).strip("、和及与的：: ")
    return bare if bare else WHOLE if name != bare else before


def _of_part(counts: dict[Role, list[Claim]]) -> Iterator[Hit]:
    if any(len({claim.value for claim in counts[role]}) > 1 for role in _ORDER):
        yield from _several({role: counts[role] for role in _ORDER})
        return  # several surveys, or a contradiction: which numbers belong together is not told
    yield from _falling(counts)
    for role, pairs in _RATES.items():
        for rate in counts[role]:
            yield from _rate(rate, [(counts[part], counts[whole]) for part, whole in pairs])


def _several(counts: dict[Role, list[Claim]]) -> Iterator[Hit]:
    """Different numbers of one kind: several surveys, or a slip; only a person can tell."""
    for role, found in counts.items():
        values = dict.fromkeys(claim.value for claim in found)
        if len(values) > 1:
            shown = "、".join(str(value) for value in values)
            message = f"问卷{role}份数前后写的不同：{shown}；若有几次调查，请分别写明"
            yield Hit(found[-1].where, message, shown, "", severity=Severity.MAJOR, evidence=EvidenceClass.LEAD)


def _falling(counts: dict[Role, list[Claim]]) -> Iterator[Hit]:
    stated = [(role, counts[role][0]) for role in _ORDER if counts[role]]
    for (above, more), (below, fewer) in pairwise(stated):
        if fewer.value > more.value:
            message = f"问卷{below} {fewer.text}，多于{above} {more.text}"
            yield Hit(fewer.where, message, fewer.text, f"不多于 {more.text}")


def _of_issued(rate: Claim, pairs: Sequence[tuple[list[Claim], list[Claim]]]) -> Iterator[Hit]:
    """有效回收率 is the share of all sheets sent out; that of those come back is the 有效率."""
    ends, (of_returned, of_issued) = rate.interval("%"), pairs
    if ends is None or not all((*of_returned, *of_issued)):
        return
    shares = [100 * Fraction(part[0].value) / Fraction(whole[0].value) for part, whole in (of_returned, of_issued)]
    if ends[0] <= shares[0] <= ends[1] and not ends[0] <= shares[1] <= ends[1]:
        right = f"{half_up(shares[1], max(0, rate.decimals))}%"
        message = f"有效回收率写 {rate.text}，是有效份数占回收份数的比例（有效率）；按有效份数占发放份数应为 {right}"
        yield Hit(rate.where, message, rate.text, right).as_lead


def _rate(rate: Claim, pairs: Sequence[tuple[list[Claim], list[Claim]]]) -> Iterator[Hit]:
    """Wrong only if none of the shares in use gives it."""
    ends = rate.interval("%")
    if survey_words().of_issued.search(rate.subject):
        yield from _of_issued(rate, pairs)
    shares = [
        100 * Fraction(part[0].value) / Fraction(whole[0].value)
        for part, whole in pairs
        if part and whole and whole[0].value
    ]
    if ends is None or not shares or any(ends[0] <= share <= ends[1] for share in shares):
        return
    right = f"{half_up(shares[0], max(0, rate.decimals))}%"
    yield Hit(rate.where, f"{rate.role}写 {rate.text}，按份数复算应为 {right}", rate.text, right)
