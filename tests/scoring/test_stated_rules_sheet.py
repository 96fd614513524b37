"""A workbook with the columns 评分标准, 评定比例 and 目标是否偏低, from file to score and findings."""

from pathlib import Path

import openpyxl

from tests.conftest import ON
from yzperf import face

HEADING = [
    "一级指标", "二级指标", "三级指标", "评分标准", "指标值", "实际完成值", "分值", "得分", "评定比例", "目标是否偏低", "扣分原因",
]  # fmt: skip
ROWS = [
    [
        "决策",
        "立项",
        "立项规范性",
        "①有依据；②有程序；③有论证；④有批复",
        "规范",
        "符合①②④，不符合③",
        10,
        10,
        "",
        "",
        "",
    ],
    ["过程", "资金", "资金合规", "①合规；②完整。存在截留、挪用的不得分", "合规", "全部符合", 20, 20, "", "", ""],
    ["产出", "数量", "建设里程", "每少1公里扣1分，扣完为止", "≥20公里", "18公里", 20, 18, "", "", ""],
    ["产出", "时效", "完工时间", "每逾期1天扣0.5分", "2024年11月30日前", "2024年12月5日", 10, 10, "", "", ""],
    ["效益", "社会效益", "带动就业", "按比例得分", "≥100人", "180人", 20, 20, "", "是", ""],
    ["效益", "可持续", "机制健全", "优秀得满分", "健全", "达成预期指标", 10, 9, "90%", "", ""],
    ["效益", "满意度", "满意度", "≥90%得满分，80%-90%得8分，低于80%不得分", "≥90%", "不适用", 10, 10, "", "", ""],
    ["合计", "", "", "", "", "", 100, 97],
]


def made(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in [["项目支出绩效评价评分表"], ["（2024年度）"], ["项目名称", "示例项目（虚构）"], HEADING, *ROWS]:
        book.active.append(row)
    book.save(path)
    return path


def test_from_workbook_to_score(tmp_path: Path) -> None:
    card = face.score(made(tmp_path / "t.xlsx"), on=ON, region="扬中")
    outcomes = [row.outcome for row in card.rows]
    assert outcomes == ["7.50", "20.00", "18.00", "7.50", "20.00", "9.00", "不适用"]
    assert str(card.total) == "91.11"  # (7.5 + 20 + 18 + 7.5 + 20 + 9) ÷ 90 × 100


def test_points_for_what_does_not_apply_are_a_finding(tmp_path: Path) -> None:
    audit = face.check(made(tmp_path / "t.xlsx"), on=ON, region="扬中")
    wrong = {finding.where.cell: finding.recomputed for finding in audit.findings if finding.id == "B03"}
    assert wrong == {"C5": "7.50", "C8": "7.50", "C11": "不适用"}
    assert not [finding for finding in audit.findings if finding.id == "C03"]
