"""Shingles, passage comparison and the index, against slow and plain ways of saying the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.forensics.copy_index import build_index
from yzperf.forensics.passage_match import distinctive_letters, is_copy, match_passages
from yzperf.forensics.shingles import covered, letters_of, runs, shingle_hashes

PUMP = "设施停运的主要原因是运维经费靠村集体垫付，报修渠道不清楚，管护人员由村干部兼任，出现故障以后平均二十天才有人到场处理。"
ROAD = (
    "道路养护合同没有约定响应时限，巡查记录由养护公司自行填写，主管部门全年只抽查过三次，坑槽修补超期的占到四成以上。"
)
POND = "水库移民后期扶持资金按人头发放到户，花名册与公安户籍信息没有比对，已经去世的人员仍在领取补助，停发手续平均滞后七个月。"
LAW = "绩效评价应当遵循科学公正、统筹兼顾、激励约束、公开透明的原则，运用科学合理的方法，按照规范的程序，对项目绩效进行客观、公正的反映。"


def nothing(hashes: np.ndarray) -> np.ndarray:
    return np.zeros(len(hashes), dtype=bool)


def test_letters_are_the_same_for_other_widths_signs_and_figures() -> None:
    texts = ("执行率９５．１６％，支出 3,863.58 万元", "执行率95.2%；支出4万元。")
    one, other = (letters_of(text).codes.tolist() for text in texts)
    assert one == other
    assert letters_of(texts[0]).positions[-1] == texts[0].index("元")


@given(st.text(alphabet="甲乙丙丁戊1，", max_size=60), st.text(alphabet="甲乙丙丁戊1，", max_size=60))
def test_hashes_are_equal_exactly_where_five_letters_are(one: str, other: str) -> None:
    here, there = letters_of(one), letters_of(other)
    words = [tuple(here.codes[at : at + 5].tolist()) for at in range(len(here) - 4)]
    others = {tuple(there.codes[at : at + 5].tolist()) for at in range(len(there) - 4)}
    expected = [word in others for word in words]
    assert np.isin(shingle_hashes(here.codes), shingle_hashes(there.codes)).tolist() == expected


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_covered_letters_and_runs(starts: list[bool]) -> None:
    letters = len(starts) + 4
    marked = covered(np.array(starts), letters)
    slow = [any(starts[max(0, at - 4) : at + 1]) for at in range(letters)]
    assert marked.tolist() == slow
    assert sum(until - since for since, until in runs(marked)) == sum(slow)


def test_a_match_says_where_in_both_texts() -> None:
    match = match_passages(f"经查，{PUMP}", f"一是{PUMP}二是监督不到位。", nothing)
    (span,), (source,) = match.spans, match.source_spans
    assert f"经查，{PUMP}"[slice(*span)] == PUMP.rstrip("。")
    assert f"一是{PUMP}二是监督不到位。"[slice(*source)] == PUMP.rstrip("。")
    assert match.letters == len(letters_of(PUMP))
    assert is_copy(match)


def test_other_texts_are_no_copies() -> None:
    assert not is_copy(match_passages(PUMP, ROAD, nothing))
    assert match_passages(PUMP, ROAD, nothing).letters == 0


def test_set_phrases_do_not_count() -> None:
    index = build_index([[PUMP]], known=[LAW])
    assert match_passages(LAW, LAW, index.is_common).letters == 0
    assert distinctive_letters(LAW, index.is_common) == 0
    assert distinctive_letters(PUMP, index.is_common) == len(letters_of(PUMP))


def test_the_index_names_report_and_passage() -> None:
    index = build_index([[ROAD], [POND, PUMP], [LAW]], known=[LAW])
    found = index.find([LAW, f"经查，{PUMP}"])
    assert [(one.passage, one.report, one.source, one.also) for one in found] == [(1, 1, 1, 0)]
    assert index.find([PUMP], without=[1]) == []


def test_small_edits_and_other_figures_are_found() -> None:
    edited = PUMP.replace("村集体", "村委会").replace("二十天", "近一月").replace("管护人员", "看护人员")
    index = build_index([[POND], [PUMP], ["全年投入3863.58万元，" + ROAD]])
    assert [one.report for one in index.find([edited, "全年投入12.7万元，" + ROAD])] == [1, 2]


def test_what_many_reports_hold_is_a_template() -> None:
    reports = [[PUMP], *([ROAD] for _ in range(6))]
    index = build_index(reports)
    assert [one.report for one in index.find([PUMP, ROAD])] == [0]
    few = build_index(reports[:4])
    assert [(one.report, one.also) for one in few.find([ROAD])] == [(1, 2)]


@pytest.mark.parametrize("reports", [[], [[]], [[""]], [["短"]]])
def test_an_empty_corpus_finds_nothing(reports: list[list[str]]) -> None:
    assert build_index(reports).find([PUMP, ""]) == []
    assert build_index([[PUMP]]).find([]) == []
