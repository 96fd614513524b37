"""D04: what the evidence states against what the report tells; each with the benign twins that must pass."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Finding, Verdict
from yzperf.errors import Place
from yzperf.rules import Rules

REPORT = report_of(
    "#一、项目基本情况",
    "本项目年初预算2,463.00万元，全年预算2,463.00万元。评价组抽查记账凭证186笔，金额1,642.30万元。",
    "#四、绩效评价指标分析",
    "2024年受理投诉工单213件，其中按时办结209件，按时办结率98.12%。3座投放点逾期，最迟的1座于2024年10月23日完工。",
    "#附件1",
    table(
        [["街道", "投放点（座）", "造价（万元）"], ["甲街道", "10", "52.25"], ["乙街道", "8", "40.90"]],
        caption="明细表",
    ),
)


def told(rules: Rules, folder: Path, files: Mapping[str, str]) -> list[Finding]:
    (folder / "evidence").mkdir(exist_ok=True)
    items = []
    for number, (file, text) in enumerate(files.items(), 1):
        (folder / "evidence" / file).write_text(text, encoding="utf-8")
        where = Place("manifest.csv", cell=f"第{number + 1}行")
        items.append(Evidence(f"E{number:02}", file, "", "示例局", "2025-03-01", "某", "", where))
    return found(rules, "D04", report=REPORT, evidence=tuple(items), folder=folder)


@pytest.mark.parametrize(
    ("text", "printed", "verdict"),
    [
        ("抽查凭证186笔，金额1,624.30万元。", "1,642.30万元", Verdict.FAILED),
        ("抽查记账凭证168笔。", "186笔", Verdict.LEAD),
        ("2024年投诉工单213件，按时办结201件。", "209件", Verdict.LEAD),
        ("逾期3座，最迟的1座2024年10月13日完工。", "2024年10月23日", Verdict.LEAD),
        ("同意组织实施，年度预算2,436.00万元。", "2,463.00万元", Verdict.FAILED),
    ],
)
def test_d04_a_text_says_otherwise(rules: Rules, tmp_path: Path, text: str, printed: str, verdict: Verdict) -> None:
    (finding,) = told(rules, tmp_path, {"a.txt": text})
    assert (finding.reported, finding.verdict) == (printed, verdict)
    assert "E01" in finding.message
    assert "报告.docx" in finding.where.file


def test_d04_a_row_of_a_table_says_otherwise(rules: Rules, tmp_path: Path) -> None:
    (finding,) = told(rules, tmp_path, {"a.csv": "街道,造价（万元）\n甲街道,52.25\n乙街道,49.00\n"})
    assert "40.90" in finding.reported


@pytest.mark.parametrize(
    "text",
    [
        "抽查凭证186笔，金额16,423,000元。",  # the same in another unit
        "抽查凭证186笔，金额1642.3万元。",
        "抽查凭证186笔，另抽查合同168份。",  # another thing
        "2023年投诉工单268件，按时办结201件。",  # of another year
        "按时办结约210件。",
        "逾期3座，最迟的1座2024年10月23日完工，2024年12月3日验收。",
        "办公费1,462.30元。",
        "年初预算2,463.00万元，上年预算2,436.00万元。",
    ],
)
def test_d04_what_the_report_does_not_tell_or_tells_otherwise_by_right(rules: Rules, tmp_path: Path, text: str) -> None:
    assert told(rules, tmp_path, {"a.txt": text}) == []


def test_d04_what_another_piece_bears_out_is_a_lead(rules: Rules, tmp_path: Path) -> None:
    files = {"a.txt": "年度预算2,436.00万元。", "b.txt": "年度预算2,463.00万元。"}
    (finding,) = told(rules, tmp_path, files)
    assert finding.verdict is Verdict.LEAD
    assert told(rules, tmp_path, {"a.txt": "按时办结201件。", "b.txt": "按时办结209件。"}) == []


def test_d04_raw_data_is_no_statement(rules: Rules, tmp_path: Path) -> None:
    rows = "\n".join(f"第{number}户,{number},1,624.30" for number in range(500))
    assert told(rules, tmp_path, {"a.csv": f"户,序号,金额（万元）\n{rows}\n", "b.txt": "凭证186笔。"}) == []
