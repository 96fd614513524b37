"""Make the deliverables of a bureau's spot check (抽查示例): a project list, and the five that its seed draws.

    python data/make_deliverables.py

The reports are those of the mutation benchmark (benchmarks/quality/clean.py), 示例数据，纯属虚构; what is planted in them
stands below and in PLANTED.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from fixed_bytes import save_table, save_text  # noqa: E402

from benchmarks.quality.clean import make_clean  # noqa: E402
from benchmarks.quality.deliverable import Deliverable  # noqa: E402

OUT = ROOT / "data" / "deliverables"
Project = tuple[str, str, int | str, str]
_HEADING = ("项目编号", "项目名称", "类别", "全年预算（万元）", "评价机构")
_AGENCIES = ("示例评价咨询有限公司", "示例会计师事务所", "示例工程咨询有限公司")
# number, kind, and for those that are drawn the seed of the deliverable; others only stand on the list
_PROJECTS: tuple[Project, ...] = (
    ("P01", "民生", "示例市困境儿童保障（示例）", "620.00"),
    ("P02", "建设", "示例县中小河流治理（示例）", "1850.00"),
    ("P03", "民生", 4, ""),
    ("P04", "涉农", "示例县高标准农田管护（示例）", "1480.00"),
    ("P05", "民生", "示例市就业见习补贴（示例）", "960.00"),
    ("P06", "建设", "示例市老旧小区改造（示例）", "3640.00"),
    ("P07", "涉农", 1, ""),
    ("P08", "民生", 2, ""),
    ("P09", "建设", 5, ""),
    ("P10", "涉农", "示例县农业保险保费补贴（示例）", "880.00"),
    ("P11", "建设", "示例市公共停车场建设（示例）", "1340.00"),
    ("P12", "建设", 3, ""),
    ("P13", "民生", "示例市妇幼健康服务（示例）", "710.00"),
    ("P14", "涉农", "示例县动物疫病防控（示例）", "1920.00"),
    ("P15", "建设", "示例市污水管网修复（示例）", "3080.00"),
    ("P16", "民生", "示例市残疾人康复服务（示例）", "1560.00"),
)
_COPIED = (
    "项目单位对绩效管理的认识仍停留在资金拨付和进度统报上，事前没有把目标分解到镇和点位，事中没有按月对照目标核对进度，事后也没有把评价结果用于"
    "下一年度的安排，各镇之间做法不一，台账口径前后不同，给核实产出数量和时效带来困难，也使个别点位的整改拖到年末才完成。",
    "资料归档由经办人兼管，验收单、结算单和影像资料分散在各镇保存，没有统一编号，核查时需要逐镇调取，部分资料只有复印件；建议由主管部门制定"
    "归档清单，明确每一环节应留存的资料、责任人和时限，并在支付申请时一并核对，资料不齐的不予支付。",
)


def planted(numbers: Mapping[str, Deliverable]) -> None:
    """Put the problems in."""
    training, elderly, medical = numbers["P03"], numbers["P08"], numbers["P12"]
    for made in (training, elderly):
        for text in _COPIED:
            made.add_under("存在的问题及原因分析", text)
    training.add_under("综合评价情况及评价结论", "总体上，河南省新乡市辉县市财政局对资金监管到位。")
    elderly.replace(elderly.total, f"{float(elderly.total) + 1:.2f}")
    at, leaf = next(
        (at, one) for at, one in enumerate(medical.leaves) if one.l1 in ("产出", "效益") and one.score < one.weight
    )
    medical.leaves[at] = replace(leaf, typed=str(leaf.weight))
    medical.after.append(_altered)


def _altered(folder: Path) -> None:
    """A file of evidence is changed after it was registered."""
    path = folder / "evidence" / "e05_acceptance.csv"
    path.write_bytes(path.read_bytes() + "补记,1\n".encode())


def versions(roads: Deliverable, folder: Path) -> None:
    """The road project came as draft and final with the list of comments: one asks for nothing that was done."""
    save_table(
        folder / "意见采纳情况表.csv",
        ("序号", "意见", "是否采纳", "理由", "涉及"),
        [
            ["1", "写明没有受访的人有多少", "是", "", "没有受访"],
            ["2", "补充后续经费的测算依据", "是", "", "后续经费"],
            ["3", "提高过程指标得分", "否", "资料归档不及时属实", ""],
        ],
    )
    roads.save(folder)
    (folder / "report.docx").rename(folder / "初稿.docx")
    roads.replace("审计尚未结束。", "审计尚未结束；没有受访的长期外出人员约占户籍人口的一成。")
    roads.save(folder)


def main() -> None:
    """Write the list and the deliverables."""
    made = {number: make_clean(source) for number, _, source, _ in _PROJECTS if isinstance(source, int)}
    rows = [_line(place, one, made) for place, one in enumerate(_PROJECTS)]
    save_table(OUT / "projects.csv", _HEADING, rows)
    planted(made)
    for number, deliverable in made.items():
        save: Callable[[Path], Any] = deliverable.save
        if number == "P09":
            versions(deliverable, OUT / number)
        else:
            save(OUT / number)
    save_text(OUT / "PLANTED.md", _PLANTED)


def _line(place: int, project: Project, made: Mapping[str, Deliverable]) -> list[str]:
    number, kind, source, budget = project
    if isinstance(source, str):
        return [number, source, kind, budget, _AGENCIES[place % len(_AGENCIES)]]
    found = made[number]
    total = next(row for row in found.budget if row["资金来源"] == "合计")
    return [number, found.project["name"], kind, total["全年预算数"], found.parties["评价机构"]]


_PLANTED = """# 抽查示例：埋设的问题

示例数据，纯属虚构。由 `python data/make_deliverables.py` 生成。

| 交付物 | 埋设的问题 | 检查 |
|---|---|---|
| P03 | 综合结论里有别处的地名单位；问题部分两段与 P08 相同 | I02、I03 |
| P07 | 没有 | |
| P08 | 摘要的总分与评分表差 1 分；问题部分两段与 P03 相同 | B06、I03 |
| P09 | 终稿没有按已采纳的第 2 条意见修改 | 初稿终稿对照 |
| P12 | 一个指标没有完成却填满分；E05 登记以后被改动 | B03、B02、D02 |
"""

if __name__ == "__main__":
    main()
