"""Group I: placeholders, left-overs of other reports, repealed documents, copying from the evaluated unit."""

from __future__ import annotations

from benchmarks.quality.clean import SELF_REPORT
from benchmarks.quality.deliverable import Deliverable
from benchmarks.quality.registry import Spot, defect, report


@defect("占位符残留", "I01")
def placeholder(made: Deliverable, level: str) -> list[Spot]:
    text = "本项目由XXX公司于XX年XX月承建。" if level == "easy" else "后续管护责任由{{管护单位}}承担，资金由___落实。"
    made.add_under("项目产出情况", text)
    return [report(text)]


@defect("别处的地名单位", "I02", "L")
def foreign_place(made: Deliverable, level: str) -> list[Spot]:
    text = (
        "总体上，河南省新乡市辉县市财政局对资金监管到位。"
        if level == "easy"
        else "综合来看，项目实施提升了宜兴市公共服务水平。"
    )
    made.add_under("综合评价情况及评价结论", text)
    return [report(text)]


@defect("年度写错", "I02 B11", "L")
def wrong_year(made: Deliverable, level: str) -> list[Spot]:
    year = made.facts["year"]
    if level == "easy":
        made.replace(f"{year}年度绩效评价报告", f"{year - 3}年度绩效评价报告")
        return [report(f"{year - 3}年度"), report()]
    made.replace(f"{year}年度项目资金", f"{year - 1}年度项目资金")
    return [report(f"{year - 1}年度项目资金")]


@defect("依据的文件已废止或文号不符", "I06")
def repealed_document(made: Deliverable, level: str) -> list[Spot]:
    old = "《项目支出绩效评价管理办法》（财预〔2020〕10号）"
    new = "《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）" if level == "easy" else old.replace("10号", "16号")
    made.replace(old, new)
    return [report(new)]


@defect("照抄被评价单位材料", "I07", "L")
def copied_from_unit(made: Deliverable, level: str) -> list[Spot]:
    text = SELF_REPORT.format(unit=made.project["unit"])
    if level == "hard":
        text = "。".join(text.split("。")[1:3]).replace("充分肯定", "一致好评").replace("各项任务", "全部任务") + "。"
    made.add_under("项目效益情况", text)
    return [report(text[:20])]
