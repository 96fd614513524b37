"""D09 抽样计划 (each place): 每个乡镇抽取3个村，共核查24个村 is of eight towns, as the report has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages

_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_PLACES = "乡镇|镇街|街道|乡|镇|县区|区县|县|区|市|行政村|村|社区|学校|单位|医院|园区|片区"
_EACH = re.compile(
    rf"每个?(?P<place>{_PLACES})(?:[（(][^）)]{{1,6}}[）)])?各?(?:随机)?(?:抽取|抽查|抽选|抽样|选取|选择|抽|选|走访|调查|核查)(?:了)?"
    rf"(?P<each>{_NUMBER})(?P<unit>个|户|家|所|名|人|份|处)(?P<noun>[\u4e00-\u9fff]{{0,4}})[，,](?:共|合计|总共|共计|累计)"
    rf"[^，,。；;\d]{{0,8}}(?P<total>\d{{1,5}})(?P<unit2>个|户|家|所|名|人|份|处)(?P<noun2>[\u4e00-\u9fff]{{0,4}})"
)
_LEAST = 2  # of one place there is nothing to multiply


@check("D09", title="抽样覆盖达标", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def each_place_gives_its_part(report: Document) -> Iterator[Hit]:
    """So many of each place, times the places that the report counts, are as many as it says together."""
    told = list(passages(report))
    found = [(one, match) for one in told for match in _EACH.finditer(one.text) if _is_of_one_kind(match)]
    if not found:
        raise Inapplicable("报告没有写每处抽几个、共几个")
    for passage, match in found:
        counts = Counter(
            read_count(one[1])
            for text in told
            for one in re.finditer(rf"(?<![第\d.其])({_NUMBER})个{match['place']}(?![级长办])", text.text)
        )
        each, total = read_count(match["each"]), int(match["total"])
        places = {count for count in counts if count >= _LEAST}
        if each and places and not any(count * each == total for count in places):
            many = max(places, key=lambda count: counts[count])
            message = f"“{match[0]}”：报告写有 {many} 个{match['place']}，每个 {each}{match['unit']}应共 {many * each}{match['unit']}"
            yield Hit(passage.where, message, f"{total}{match['unit']}", f"{many * each}{match['unit']}")


def _is_of_one_kind(match: re.Match[str]) -> bool:
    return match["unit"] == match["unit2"] and (not match["noun"] or match["noun"][:1] == match["noun2"][:1])
