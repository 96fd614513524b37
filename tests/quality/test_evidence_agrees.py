"""D04, D08: evidence that contradicts itself, and tables of the report that were copied from it, each with honest twins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_benign_wording import proofs
from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Finding
from yzperf.errors import Place
from yzperf.rules import Rules

PLAIN = report_of("#一、项目基本情况", "本项目按计划实施。")
LEDGER = "乡镇,计划户数,完成户数\n甲镇,620,620\n乙镇,540,540\n丙镇,480,466\n丁乡,360,331\n合计,2000,{}\n"


def told(rules: Rules, number: str, folder: Path, paper: tuple[str, str], report: Document = PLAIN) -> list[Finding]:
    file, text = paper
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / "evidence" / file).write_text(text, encoding="utf-8")
    item = Evidence("E01", file, "", "示例局", "2025-03-01", "某", "", Place("manifest.csv", cell="第2行"))
    return proofs(rules, number, report, evidence=(item,), folder=folder)


@pytest.mark.parametrize(
    ("file", "text", "right"),
    [
        ("a.csv", LEDGER.format(1975), "1957"),
        ("a.csv", "序号,金额（万元）\n1,16.26\n2,41.82\n3,9.17\n4,41.11\n合计,108.63\n", "108.36"),
        ("a.txt", "全县：行政村86个，已治理46个，治理率56.98%", "53.49%"),
        ("a.txt", "受益企业贷款加权平均利率：2023年4.85%，2024年4.41%，下降0.42个百分点。", "-0.44百分点"),
    ],
)
def test_d04_a_paper_contradicts_itself(rules: Rules, tmp_path: Path, file: str, text: str, right: str) -> None:
    (finding,) = told(rules, "D04", tmp_path, (file, text))
    assert finding.recomputed == right


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.csv", LEDGER.format(1957)),
        ("a.csv", "班组,面积,单方造价（元/平方米）\n甲班,100,4500\n乙班,200,4600\n丙班,100,4510\n合计,400,4552\n"),
        (
            "a.csv",
            "项目,2024年决算（万元）\n财政收入,9000\n利息收入,1249.13\n收入合计,10249.13\n待遇支出,8000\n其他支出,2000\n支出合计,10000\n",
        ),
        ("a.txt", "全县：行政村86个，已治理49个，治理率56.98%"),
        ("a.txt", "受理投诉26件，其中上门核实19件，全部办结，办结率100%。"),
        ("a.txt", "抽查60份档案，占全部的16.81%，核定准确率99.17%。"),
    ],
)
def test_d04_an_honest_paper(rules: Rules, tmp_path: Path, file: str, text: str) -> None:
    assert not told(rules, "D04", tmp_path, (file, text))


BATCHES = "批次,拨付日期,笔数,金额（元）\n第一批,2024-5-20,158,6920418.30\n第二批,2024-9-12,183,7815236.47\n第三批,2024-12-10,151,6650797.60\n"
TOWNS = "乡镇,决算金额（万元）\n甲镇,178.56\n乙镇,155.79\n丙镇,136.77\n丁乡,99.63\n戊乡,73.8\n"


def copied(*rows: str, head: str = "乡镇,决算金额（万元）") -> Document:
    return report_of("#一、项目基本情况", table([row.split(",") for row in (head, *rows)]))


@pytest.mark.parametrize(
    ("paper", "report", "right"),
    [
        (TOWNS, copied("甲镇,178.56", "乙镇,155.29", "丙镇,136.77", "丁乡,99.63", "戊乡,73.80"), "155.79"),
        (
            BATCHES,
            copied(
                "第一批,2024年5月20日,158,6920418.30",
                "第二批,2024年9月12日,183,7815236.47",
                "第三批,2025年2月10日,151,6650797.60",
                head="批次,拨付日期,笔数,金额（元）",
            ),
            "2024-12-10",
        ),
    ],
)
def test_d04_a_copied_table_with_a_slip(rules: Rules, tmp_path: Path, paper: str, report: Document, right: str) -> None:
    (finding,) = told(rules, "D04", tmp_path, ("a.csv", paper), report)
    assert finding.recomputed == right


@pytest.mark.parametrize(
    "report",
    [
        copied("甲镇,178.56", "乙镇,155.79", "丙镇,136.77", "丁乡,99.63", "戊乡,73.80"),
        copied("甲镇,200.00", "乙镇,155.79", "丙镇,136.77", "丁乡,99.63", "戊乡,73.80"),  # no slip: another figure
        copied("甲镇,178.56", "乙镇,157.59", "丙镇,136.77", "丁乡,99.63", "戊乡,73.8", head="乡镇,年初预算"),
        copied("甲镇,178.56", "乙镇,未决算", "丙镇,136.77", "丁乡,99.63", "戊乡,73.8"),
        copied("甲镇,178.06", "乙镇,155.29", "丙镇,136.77", "丁乡,99.63", "戊乡,73.8"),  # two differ: another table
    ],
)
def test_d04_a_table_that_is_no_copy_or_true(rules: Rules, tmp_path: Path, report: Document) -> None:
    assert not told(rules, "D04", tmp_path, ("a.csv", TOWNS), report)


def test_d08_a_place_is_spelt_as_in_the_records(rules: Rules, tmp_path: Path) -> None:
    names = [f"{name}岭村" for name in "石柳上东桥西南谷"]
    paper = "序号,村\n" + "".join(f"{at},{name}\n" for at, name in enumerate(names, 1))
    rows = [f"{at},{name}" for at, name in enumerate(names, 1)]
    assert not told(rules, "D08", tmp_path, ("走访记录.csv", paper), copied(*rows, head="序号,村"))
    wrong = [row.replace("桥岭村", "桥下村") for row in rows]
    (finding,) = told(rules, "D08", tmp_path, ("走访记录.csv", paper), copied(*wrong, head="序号,村"))
    assert (finding.reported, finding.recomputed) == ("桥下村", "桥岭村")
