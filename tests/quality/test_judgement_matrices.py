"""G01: judgement matrices and their consistency, as reports print them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from tests.quality.method_papers import Part, told
from yzperf.domain.finding import EvidenceClass, Verdict
from yzperf.forensics.pairwise_judgements import principal_weights
from yzperf.loaders.workings import load_workings
from yzperf.quality import Bundle, audit
from yzperf.quality.checks.judgement_matrices import random_index_ends
from yzperf.rules import Rules

SQUARE = ["表4 判断矩阵", "准则|数量|质量|成本|权重", "数量|1|3|5|0.648", "质量|1/3|1|2|0.230", "成本|1/5|1/2|1|0.122"]


@pytest.mark.parametrize(
    "text",
    [
        "层次分析的判断矩阵CR=0.28，通过一致性检验。",
        "采用AHP法赋权，一致性比率为0.134，满足一致性要求。",
        "判断矩阵的C.R.值为 ０．２１，一致性检验通过。",
        "经计算λmax=4.62，CI=0.207，RI=0.90，CR=CI/RI=0.230，判断矩阵具有满意的一致性。",
        "层次分析法：随机一致性比例（CR）为15.2%，通过一致性检验。",
        "各判断矩阵CR分别为0.03、0.12和0.05，均通过一致性检验。",
        "经计算，各层判断矩阵的CR均小于0.1，其中准则层CR=0.23。采用AHP。",
    ],
)
def test_a_ratio_that_fails_and_is_said_to_pass(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G01", text)
    assert (finding.evidence, finding.changes_conclusion) == (EvidenceClass.PROOF, True)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("判断矩阵λmax=4.62，n=4，一致性比例CR=0.06，小于0.1。", "CR=0.228至0.251"),
        ("4阶判断矩阵的最大特征根为4.62，CR为0.06＜0.1，通过检验。", "CR=0.228至0.251"),
        ("AHP：五阶矩阵，λ_max＝5.30，CI＝0.035，CR＝0.031。", "CI=0.074至0.076"),
        ("层次分析：CI=0.0645，RI=0.58，CR=0.05。", "CR=0.110至0.112"),
        ("判断矩阵：CI = (5.62-5)/(5-1) = 0.155，RI=1.12，CR = CI/RI = 0.038 < 0.1。", "CR=0.137至0.139"),
        ("判断矩阵阶数为3，最大特征值2.85，通过一致性检验。", "≥3"),
        ("判断矩阵最大特征根λmax=4.1606，CI=0.0202，RI=0.90，CR=0.0225，小于0.1。", "CI=0.054"),  # 0.90 is of order 4
    ],
)
def test_the_chain_from_the_eigenvalue_to_the_ratio(rules: Rules, text: str, right: str) -> None:
    (finding,) = told(rules, "G01", text)
    assert finding.recomputed == right


@pytest.mark.parametrize(
    "text",
    [
        "判断矩阵CR=0.0957，小于0.1，通过一致性检验。",
        "判断矩阵CR＝0.10，通过一致性检验。",  # may be 0.0996
        "首轮判断矩阵CR=0.28，未通过一致性检验，经专家重新打分后CR=0.04，通过检验。",
        "λmax=3.0385，n=3，CI=0.0193，RI=0.58，CR=0.0332＜0.1，判断矩阵通过一致性检验。",
        "4阶判断矩阵λmax=4.117，CI=0.039，RI=0.89，CR=0.044。",  # another table of the random index
        "判断矩阵λmax=4.0606，CI=0.0202，RI=0.90，CR=0.0225，通过一致性检验。",
        "判断矩阵λmax=5.0606，CI=0.0152，RI=1.1，CR=0.0138，通过一致性检验。",  # one decimal tells no order
        "各判断矩阵CR值依次为0.03、0.09、0.05，均小于0.1。",
        "层次分析法要求CR＜0.1，否则应重新调整判断矩阵。",
        "收入差异显著（95%CI=0.12，0.35），CR公司承担监理。",
    ],
)
def test_what_is_consistent_or_said_to_fail_passes(rules: Rules, text: str) -> None:
    assert told(rules, "G01", text) == []


def test_each_line_of_a_table_of_tests(rules: Rules) -> None:
    table = [
        "表 一致性检验结果",
        "矩阵|阶数|λmax|CI|RI|CR|检验结果",
        "准则层|4|4.117|0.039|0.90|0.043|通过",
        "产出|3|3.086|0.043|0.58|0.024|通过",
        "效益|3|3.004|0.002|0.58|0.003|通过",
    ]
    (finding,) = told(rules, "G01", table)
    assert finding.where.cell == "第3行第6列"
    assert "“产出”" in finding.message


def test_a_failure_that_is_admitted_and_passed_over_is_a_lead(rules: Rules) -> None:
    (finding,) = told(rules, "G01", "层次分析法中判断矩阵CR=0.12，未通过一致性检验，仍按此权重计算。")
    assert finding.evidence is EvidenceClass.LEAD
    assert told(rules, "G01", "层次分析法中判断矩阵CR=0.12，未通过一致性检验，改用德尔菲法。") == []


def test_weights_that_judgements_gave_add_up_too(rules: Rules) -> None:
    text = "运用层次分析法，CR=0.03，四项指标权重分别为0.40、0.35、0.20、0.{}。"
    (finding,) = told(rules, "G01", text.format("25"))
    assert "合计为 1.2" in finding.message
    assert told(rules, "G01", text.format("05")) == []
    assert told(rules, "G02", text.format("25")) == []  # said once


def test_a_random_index_of_another_order_is_asked_about(rules: Rules) -> None:
    text = "判断矩阵为4阶，λmax=4.20，CI=0.067，RI={}，CR={}，通过一致性检验。"
    (finding,) = told(rules, "G01", text.format("1.24", "0.054"))
    assert finding.evidence is EvidenceClass.LEAD
    assert told(rules, "G01", text.format("0.89", "0.075")) == []


# ── matrices ────────────────────────────────────────────────────────────────────────────────────────


def changed(line: int, old: str, new: str) -> Part:
    return [text.replace(old, new, 1) if at == line else text for at, text in enumerate(SQUARE)]


def test_a_sound_matrix_passes(rules: Rules) -> None:
    assert told(rules, "G01", SQUARE, "λmax=3.004，CR=0.003，通过一致性检验。") == []


@pytest.mark.parametrize("name", ["表4 判断矩阵", "表4 一级指标重要性"])
def test_a_pair_that_is_not_reciprocal_is_named_with_its_cell(rules: Rules, name: str) -> None:
    (finding,) = told(rules, "G01", [name, *changed(3, "1/3", "3")[1:]])
    assert (finding.where.cell, finding.recomputed) == ("第3行第2列", "1/3")


@pytest.mark.parametrize("cell", ["0.33", "0.333", "１／３", "⅓"])
def test_a_reciprocal_may_be_printed_in_any_way(rules: Rules, cell: str) -> None:
    assert told(rules, "G01", changed(3, "1/3", cell)) == []


def test_the_lower_half_may_be_left_out(rules: Rules) -> None:
    half = ["判断矩阵", "|甲|乙|丙", "甲|1|3|5", "乙||1|2", "丙|||1"]
    assert told(rules, "G01", half) == []


def test_rows_called_otherwise_than_columns(rules: Rules) -> None:
    table = ["表4 判断矩阵", "A|B1|B2|B3", "数量（甲）|1|3|5", "质量（乙）|3|1|2", "成本（丙）|1/5|1/2|1"]
    (finding,) = told(rules, "G01", table)
    assert finding.where.cell == "第3行第2列"
    titled = [
        "",
        "准则层判断矩阵|准则层判断矩阵|准则层判断矩阵|准则层判断矩阵",
        "A|B1|B2|B3",
        "B1|1|3|5",
        "B2|1/4|1|2",
        "B3|1/5|1/2|1",
    ]
    (finding,) = told(rules, "G01", titled)
    assert (finding.where.cell, finding.recomputed) == ("第4行第2列", "1/3")


def test_weights_by_another_way_of_computing_pass_and_wrong_ones_do_not(rules: Rules) -> None:
    roots = ["0.648", "0.230", "0.122"]
    matrix = np.array([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]])
    assert [f"{weight:.3f}" for weight in principal_weights(matrix)[0]] == roots
    vector = ["表4 判断矩阵", "准则|数量|质量|成本|特征向量", *(line.replace("0.648", "2.466").replace("0.230", "0.874").replace("0.122", "0.464") for line in SQUARE[2:])]  # fmt: skip
    assert told(rules, "G01", vector) == []  # geometric means before they are normed
    (finding,) = told(rules, "G01", changed(2, "0.648", "0.548"))
    assert (finding.where.cell, finding.recomputed) == ("第2行第5列", "0.648")


def test_a_ratio_beside_a_matrix_that_does_not_give_it(rules: Rules) -> None:
    wild = ["判断矩阵", "|甲|乙|丙", "甲|1|5|1/4", "乙|1/5|1|6", "丙|4|1/6|1"]
    (finding,) = told(rules, "G01", wild, "经检验CR=0.04，通过一致性检验。")
    assert finding.changes_conclusion
    (alone,) = told(rules, "G01", wild)
    assert alone.verdict is Verdict.LEAD


def test_a_table_of_correlations_is_no_matrix_of_judgements(rules: Rules) -> None:
    table = ["表5 相关系数", "|投入|产出|满意度", "投入|1|0.33|0.51", "产出|0.33|1|0.42", "满意度|0.51|0.42|1"]
    assert told(rules, "G01", table) == []


def test_a_matrix_in_a_workbook_of_the_case(rules: Rules, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["判断矩阵", "数量", "质量", "成本"], ["数量", 1, 3, 5], ["质量", 0.5, 1, 2], ["成本", 0.2, 0.5, 1]):
        book.active.append(line)
    book.save(tmp_path / "权重.xlsx")
    found = audit(Bundle(rules=rules, workings=(load_workings(tmp_path / "权重.xlsx"),))).findings
    (finding,) = [one for one in found if one.id == "G01"]
    assert (finding.where.cell, finding.reported, finding.recomputed) == ("B3", "0.5", "1/3")


def test_a_matrix_among_the_registered_tables(rules: Rules) -> None:
    frame = pd.DataFrame(
        {"准则": ["数量", "质量", "成本"], "数量": [1, 0.5, 0.2], "质量": [3, 1, 0.5], "成本": [5, 2, 1]}
    )
    bundle = Bundle(rules=rules, tables={"ahp": frame}, table_files={"ahp": "ahp.csv"})
    (finding,) = [one for one in audit(bundle).findings if one.id == "G01"]
    assert (finding.where.file, finding.where.cell) == ("ahp.csv", "第3行“数量”列")


def test_the_random_index_of_both_tables_and_the_printed_one() -> None:
    assert random_index_ends(4) == (0.8286, 0.90)
    assert random_index_ends(2) is None
