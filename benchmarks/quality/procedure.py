"""Group H: signatures, people, order of work, traces left in the file."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from benchmarks.quality.deliverable import AGENCY, LEAD, Deliverable
from benchmarks.quality.evidence_chain import LOG, log_row
from benchmarks.quality.registry import Spot, defect, report


@defect("缺签名盖章", "H02", "R")
def no_signature(made: Deliverable, level: str) -> list[Spot]:
    signed, sealed = made.texts("主评人（签字）")[0], made.texts("（盖章）")[0]
    if level == "easy":
        made.remove(signed)
        made.remove(sealed)
    else:
        signed.text = "主评人（签字）：孙示例"
    return [report(), report("孙示例")]


QUALIFIED = {
    "姓名": LEAD, "机构": AGENCY, "职称": "高级会计师", "执业资格": "", "证书有效期至": "", "参加工作日期": "2006-07-01",
    "从事绩效评价日期": "2012-03-01", "刑事处罚": "无",
}  # fmt: skip


@defect("主评人不符合条件", "H01", "R")
def unqualified_evaluator(made: Deliverable, level: str) -> list[Spot]:
    """Easy: no title and no licence; hard: a good title, and a few days short of three years of evaluation."""
    year = made.facts["year"] + 1
    changes = {"职称": "助理会计师"} if level == "easy" else {"从事绩效评价日期": f"{year - 3}-06-20"}
    made.register_tables["evaluators.csv"] = [{**QUALIFIED, **changes}]
    return [Spot("register/evaluators.csv", LEAD)]


@defect("评价机构或主评人与被评价单位有利益关系", "H03", "R")
def conflict_of_interest(made: Deliverable, level: str) -> list[Spot]:
    """Easy: the unit owns a part of the agency; hard: the evaluator still holds a post in it, his own post beside it."""
    unit = made.project["unit"]
    other = {"机构": AGENCY, "股东": "示例投资有限公司", "持股比例": "70%"}
    if level == "easy":
        made.register_tables["shareholders.csv"] = [other, {"机构": AGENCY, "股东": unit, "持股比例": "30%"}]
        return [Spot("register/shareholders.csv", unit)]
    posts = ((AGENCY, "项目经理", "2018-01-01"), (unit, "外聘专家", "2020-05-01"))
    made.register_tables["employment.csv"] = [
        {"姓名": LEAD, "单位": body, "职务": post, "开始日期": since, "结束日期": ""} for body, post, since in posts
    ]
    return [Spot("register/employment.csv", unit)]


@defect("评价机构编制过该项目的目标", "H04", "R")
def role_conflict(made: Deliverable, level: str) -> list[Spot]:
    words = "编制本项目绩效目标" if level == "easy" else "协助完成该项目事前绩效评估"
    row = {"日期": f"{made.facts['year'] - 1}-09-10", "环节": "咨询服务", "内容": words, "参加人": AGENCY}
    made.log.insert(0, {**row, "地点": "实施单位", "成果": "绩效目标申报表"})
    return [Spot(LOG, words)]


@defect("一人同日在两地", "H05", "L")
def two_places(made: Deliverable, level: str) -> list[Spot]:
    row = log_row(made, "现场调研")
    other = {
        "日期": row["日期"],
        "环节": "座谈",
        "内容": "与主管部门座谈",
        "参加人": "赵示例",
        "地点": "示例省外市",
        "成果": "座谈记录",
    }
    if level == "easy":
        other |= {"参加人": row["参加人"]}
    made.log.insert(made.log.index(row) + 1, other)
    return [Spot(LOG, "座谈"), Spot(LOG, "现场调研")]


@defect("一人同时在两地", "H05")
def two_places_at_once(made: Deliverable, level: str) -> list[Spot]:
    row = log_row(made, "现场调研")
    at = made.log.index(row)
    there, here = ("9:00—11:30", "10:00—12:00") if level == "easy" else ("上午8:30至11:45", "11：00～12：10")
    made.log[at] = row | {"内容": f"{there} {row['内容']}"}
    other = row | {"环节": "座谈", "内容": f"{here} 与主管部门座谈", "地点": "示例县财政局会议室", "成果": "座谈记录"}
    made.log.insert(at + 1, other)
    return [Spot(LOG, "座谈"), Spot(LOG, "现场调研")]


@defect("程序次序颠倒", "H06", "R")
def order_reversed(made: Deliverable, level: str) -> list[Spot]:
    year = made.facts["year"] + 1
    if level == "easy":
        log_row(made, "终稿")["日期"] = f"{year}-04-01"
    else:
        log_row(made, "意见反馈")["日期"] = f"{year}-06-09"
    return [Spot(LOG)]


@defect("文件属性是别的单位", "H07", "L")
def other_author(made: Deliverable, level: str) -> list[Spot]:
    made.author = made.project["unit"] if level == "easy" else "别家示例咨询公司"
    return [report()]


@defect("修订或隐藏文字没有清除", "H08")
def traces_left(made: Deliverable, level: str) -> list[Spot]:
    """Easy: a tracked insertion; hard: a hidden run."""

    def edit(folder: Path) -> None:
        document = docx.Document(str(folder / "report.docx"))
        paragraph = next(one for one in document.paragraphs if "主要问题：" in one.text)
        run = paragraph.add_run("此处请领导再斟酌。")
        if level == "easy":
            inserted = OxmlElement("w:ins")
            for key, value in (("id", "1"), ("author", "李示例"), ("date", "2025-06-07T09:00:00Z")):
                inserted.set(qn(f"w:{key}"), value)
            run._element.addprevious(inserted)
            inserted.append(run._element)
        else:
            run.font.hidden = True
        document.save(str(folder / "report.docx"))

    made.after.append(edit)
    return [report("主要问题"), report("斟酌"), report()]


@defect("个人信息外露", "H09")
def personal_data(made: Deliverable, level: str) -> list[Spot]:
    """Invented numbers with a right check digit; area code 000000 does not exist."""
    digits = "00000019900101001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    identity = digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
    text = f"受访人身份证号{identity}。" if level == "easy" else "联系人王某，电话13900000007。"
    made.add_under("绩效评价工作过程", text)
    return [report("受访人身份证号" if level == "easy" else "联系人王某")]
