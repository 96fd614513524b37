"""B09 比率与增减复算, D09 抽样覆盖达标 (words): what is said to be above or below a level is so, 占34.96%，高于规定的30%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check

_NORM = "方案|合同|协议|办法|规定|规范|要求|目标|标准|约定|设定|指标"
_ABOVE, _BELOW, _MET = "高于|超过|超出|大于|多于", "低于|小于|少于|不足|未达到?|没有达到", "满足|符合|达到了?"
_SAID = re.compile(
    rf"(?:[，,（(]|^)(?:已|均|都|仍|也|且|并)*(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW})|(?P<met>{_MET}))(?P<what>[^，,。；;\d]{{0,16}})$"
)
_OF_NORM = re.compile(rf"(?:{_NORM})[^，,。；;\d]{{0,6}}?(?:规定|要求|约定|设定|确定|标准)?(?:的|值|为)?$")
_SHARE_OF_AIM = re.compile("(?:目标|计划|指标)值?的$")  # 达到目标的95% is how much of it was reached
_NORM_BEHIND = re.compile("的?(?:比例|抽样|最低)?(?:要求|标准|规定|下限|上限)")
_PLAN = re.compile(
    r"[（(][^（()）]*(?:方案|合同|协议|办法|规定|要求)[^（()）\d]{0,8}(?:不低于|不少于|不得低于|不得少于|≥|至少)\s?$"
)
_LOOKED = re.compile("抽查|抽样|抽取|核查|查看|走访|踏勘|点位|样本|凭证|入户")


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def said_above_or_below(claims: Claims) -> Iterator[Hit]:
    """A number is on the side of the level that its sentence says it is on."""
    pairs = list(_pairs(claims))
    if not pairs:
        raise Inapplicable("报告没有写哪个数高于、低于规定的要求")
    for told, level, said in pairs:
        ends, bound = told.interval(), abs(level.value)
        is_wrong = ends is not None and (ends[0] > bound if said["below"] else ends[1] < bound)
        if is_wrong and 2 * bound > told.value:  # 87.42%，低于目标2.58% tells how far
            word = said["above"] or said["below"] or said["met"]
            what = f"{word}{said['what']}{level.text}"
            yield Hit(level.where, f"{told.text}，写“{what}”，大小正好相反", f"{told.text}{what}", "")


def _pairs(claims: Claims) -> Iterator[tuple[Claim, Claim, re.Match[str]]]:
    """A number, the level that it is held against, and the words that do it."""
    for _, group in groupby((claim for claim in claims.own if "@" in claim.group), key=lambda claim: claim.group):
        told = list(group)
        for at, level in enumerate(told[1:], 1):
            said = _SAID.search(_between(told[at - 1], level))
            are_rates = told[at - 1].unit == level.unit == "%" and told[at - 1].role is not Role.CHANGE
            if said and are_rates and _is_norm(said, level):
                yield told[at - 1], level, said


def _between(one: Claim, other: Claim) -> str:
    return other.sentence[_end_in_sentence(one) : _end_in_sentence(other) - len(other.text)]


def _end_in_sentence(claim: Claim) -> int:
    """Where a number ends in its sentence, whose place in the paragraph is that of the first sign."""
    first = int(claim.group.rpartition("@")[2] or 0)
    return claim.end - first


def _is_norm(said: re.Match[str], level: Claim) -> bool:
    behind = level.sentence[_end_in_sentence(level) :]
    if said["met"]:
        return bool(_NORM_BEHIND.match(behind)) and not _SHARE_OF_AIM.search(said["what"])
    is_norm = bool(_OF_NORM.search(said["what"])) and not _SHARE_OF_AIM.search(said["what"])
    return is_norm or bool(_NORM_BEHIND.match(behind))


@check("D09", title="抽样覆盖达标", clause="tp4.6", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def looked_at_as_much_as_planned(claims: Claims) -> Iterator[Hit]:
    """占点位总数的28.05%（方案要求不低于35%）: the share in front is no less than what the brackets ask for."""
    told = groupby((claim for claim in claims if "@" in claim.group), key=lambda claim: claim.group)
    asked = [pair for _, group in told if (pair := _asked(list(group)))]
    if not asked:
        raise Inapplicable("报告没有在抽查比例后面写明方案要求的比例")
    for done, least in (pair for pairs in asked for pair in pairs):
        ends = done.interval()
        if ends and ends[1] < least.value:
            message = f"方案要求不低于 {least.text}，实际 {done.text}，没有达到"
            yield Hit(done.where, message, done.text, f"不低于{least.text}")


def _asked(told: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    pairs = [(one, other) for one, other in pairwise(told) if one.unit == other.unit == "%"]
    return [
        (one, other)
        for one, other in pairs
        if _PLAN.search(_between(one, other)) and _LOOKED.search(one.sentence[: _end_in_sentence(one)])
    ]
