"""Clean deliverables (无缺陷交付物): one ground truth drawn by seed, told in the way of one house."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.deliverable import (
    AGENCY,
    LABEL,
    LEAD,
    PRINCIPAL,
    REVIEWER,
    Block,
    Deliverable,
    Grid,
    Head,
    Leaf,
    Row,
    Text,
)
from benchmarks.quality.large import QUESTIONNAIRES, add_evidence, add_pages, split_rows

HERE = Path(__file__).resolve().parent
PROJECTS: list[dict[str, Any]] = tomllib.loads((HERE / "projects.toml").read_text(encoding="utf-8"))["project"]
HOUSES: list[dict[str, Any]] = tomllib.loads((HERE / "houses.toml").read_text(encoding="utf-8"))["house"]
TOWNS = ("示例甲镇", "示例乙镇", "示例丙镇", "示例丁镇")
POINTS = {"非常满意": 100, "满意": 80, "一般": 60, "不满意": 30, "非常不满意": 0}
ITEMS = tuple(f"满意度{number}" for number in range(1, 6))
_SHARES = (0.42, 0.38, 0.13, 0.05, 0.02)


def places(value: Fraction | Decimal | float, count: int) -> Decimal:
    """Round half up, exactly."""
    exact = Fraction(value)
    scaled = (exact * 10**count * 2 + 1) // 2
    return Decimal(int(scaled)).scaleb(-count).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)


def mean_points(rows: list[Row]) -> Fraction:
    """Mean of the answered items of a questionnaire file, each questionnaire alike."""
    means = [Fraction(sum(POINTS[row[item]] for item in ITEMS), len(ITEMS)) for row in rows]
    return sum(means, Fraction(0)) / len(means)


def make_clean(seed: int, *, house: int | None = None, large: bool = False) -> Deliverable:
    """Draw one deliverable; the same seed gives the same bytes. Seeds run through projects and houses in turn.

    A large one has 60 pages, 40 indicators, 600 questionnaires and 200 files of evidence.
    """
    rng = np.random.default_rng(seed)
    project = PROJECTS[seed % len(PROJECTS)]
    chosen = HOUSES[(seed if house is None else house) % len(HOUSES)]
    survey, frame = _survey(rng, QUESTIONNAIRES if large else 0)
    facts = _facts(rng, project, survey)
    leaves = list(split_rows(_leaves(facts, project), project)) if large else _leaves(facts, project)
    total = sum((leaf.score for leaf in leaves), Fraction(0))
    made = Deliverable(
        project=project,
        house=chosen,
        facts=facts,
        settings=_settings(facts, project),
        parties=_parties(facts, project),
        report=[],
        leaves=leaves,
        targets=[leaf for leaf in leaves if leaf.l1 in ("产出", "效益")],
        budget=_budget(facts),
        survey=survey,
        codebook=_codebook(project),
        frame=frame,
        log=_log(facts, project),
        manifest=[],
        evidence={},
        total=str(places(total, 2)),
        grade=_grade(total),
    )
    for row, content in _evidence(facts, project):
        made.register(row, content.encode())
    if large:
        add_evidence(made, rng)
    made.report = list(_report(made))
    if large:
        add_pages(made)
    return made


def _grade(total: Fraction) -> str:
    return next(name for name, least in (("优", 90), ("良", 80), ("中", 60), ("差", 0)) if total >= least)


# ── the truth ───────────────────────────────────────────────────────────────────────────────────────


def _survey(rng: np.random.Generator, size: int) -> tuple[list[Row], list[Row]]:
    """Questionnaires of honest people: each has a leaning of their own; six interviewers, one visit after another."""
    size = size or int(rng.integers(180, 321))
    words = list(POINTS)
    cuts = np.cumsum(_SHARES)
    rows = []
    for at in range(size):
        leaning = rng.normal()
        noise = 0.7 * leaning + 0.714 * rng.normal(size=len(ITEMS))
        ranks = np.searchsorted(cuts, _normal_share(noise))
        minute = 8 * 60 + 30 + (at // 6 % 18) * 25 + int(rng.integers(0, 5))
        town = TOWNS[at * len(TOWNS) // size]
        rows.append(
            {
                "问卷编号": f"WJ{at + 1:04d}",
                "调查日期": f"{{visit}}+{at // 108}",
                "开始时间": f"{minute // 60:02d}:{minute % 60:02d}",
                "时长秒": str(int(rng.normal(300, 45))),
                "调查员": f"示例调查员{at % 6 + 1}",
                "镇": town,
                **{item: words[min(int(rank), 4)] for item, rank in zip(ITEMS, ranks, strict=True)},
                "意见": "",
            }
        )
    frame = [{"镇": town, "总体数": str(int(rng.integers(9, 12)) * 100)} for town in TOWNS]
    return rows, frame


def _normal_share(values: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return np.asarray(ndtr(values))


def _facts(rng: np.random.Generator, project: dict[str, Any], survey: list[Row]) -> dict[str, Any]:
    """Every number of the deliverable, exact or as it is printed."""
    year = int(rng.integers(2021, 2025))
    visit = f"{year + 1}-04-{int(rng.integers(8, 16)):02d}"
    for row in survey:
        day, extra = visit, int(row["调查日期"].partition("+")[2])
        row["调查日期"] = f"{day[:8]}{int(day[8:]) + extra:02d}"
    parts = [places(Fraction(int(rng.integers(20_000, 200_000)), 100), 2) for _ in range(3)]
    up, down = (places(Fraction(int(rng.integers(2_000, 9_000)), 100), 2) for _ in range(2))
    adjusted = [parts[0] + up, parts[1], parts[2] - down]
    spent = [places(Fraction(part) * Fraction(int(rng.integers(880, 1000)), 1000), 2) for part in adjusted]
    _, unit, low, high = project["output"]
    output = int(rng.integers(low, high))
    _, rate_unit, low, high = project["rate"]
    checked = int(rng.integers(low, high))
    passed = checked - int(rng.integers(2, 8))
    _, cost_unit, low, high = project["cost"]
    cost = places(Fraction(int(rng.integers(low * 100, high * 100)), 100), 2)
    before, after = places(float(rng.uniform(60, 80)), 1), places(float(rng.uniform(86, 94)), 1)
    valid = len(survey)
    returned = valid + int(rng.integers(2, 9))
    return {
        "year": year, "visit": visit, "parts": parts, "up": up, "down": down, "adjusted": adjusted, "spent_parts": spent,
        "initial": sum(parts), "budget": sum(adjusted), "spent": sum(spent), "balance": sum(adjusted) - sum(spent),
        "execution": f"{places(Fraction(sum(spent)) / Fraction(sum(adjusted)) * 100, 2)}%",
        "output": f"{output}{unit}", "output_target": f"≥{output + int(rng.integers(-3, 4))}{unit}",
        "checked": checked, "passed": passed, "rate_unit": rate_unit, "rate": f"{places(Fraction(passed * 100, checked), 1)}%",
        "cost": f"{cost}{cost_unit}", "cost_target": f"≤{places(Fraction(cost) * Fraction(21, 20), 2)}{cost_unit}",
        "before": f"{before}%", "after": f"{after}%", "points": after - before,
        "satisfaction": f"{places(mean_points(survey), 1)}%",
        "issued": returned + int(rng.integers(2, 12)), "returned": returned, "valid": valid,
        "sites": int(rng.integers(12, 20)), "interviews": int(rng.integers(10, 18)), "df": valid - 2,
        "t": places(float(rng.uniform(2.2, 3.4)), 2),
        "done": f"{year}年11月{int(rng.integers(5, 29))}日",
    }  # fmt: skip


def _leaves(facts: dict[str, Any], project: dict[str, Any]) -> list[Leaf]:
    """The score sheet: what the rule gives for each row."""
    money, done = "E03", facts["done"]
    return [
        Leaf("决策", "项目立项", "立项依据充分性", "立项是否符合法规、政策和部门职责", "要点法", "5项", "5项", 3, "", "E01"),
        Leaf("决策", "项目立项", "立项程序规范性", "申请、论证和集体决策的程序是否齐备", "要点法", "3项", "3项", 2, "", "E01"),
        Leaf("决策", "绩效目标", "绩效目标合理性", "目标是否明确并与资金量匹配", "要点法", "4项", "3项", 3, "总目标没有说明服务范围", "E02"),
        Leaf("决策", "绩效目标", "绩效指标明确性", "指标值是否清晰、可衡量", "要点法", "3项", "3项", 2, "", "E02"),
        Leaf("决策", "资金投入", "预算编制科学性", "预算是否经过论证、测算有据", "要点法", "4项", "3项", 3, "管理费用按总额匡算，没有分项测算", "E01,E03"),
        Leaf("决策", "资金投入", "资金分配合理性", "分配依据是否充分", "要点法", "2项", "2项", 2, "", "E03"),
        Leaf("过程", "资金管理", "资金到位率", "实际到位资金÷预算资金×100%", "比例法", "100%", "100%", 4, "", money),
        Leaf("过程", "资金管理", "预算执行率", "实际支出资金÷实际到位资金×100%", "比例法", "100%", facts["execution"], 4, "部分合同尾款未到支付时点", money),
        Leaf("过程", "资金管理", "资金使用合规性", "用途相符，无截留、挤占、挪用", "要点法", "4项", "4项", 5, "", "E03,E04"),
        Leaf("过程", "组织实施", "管理制度健全性", "财务和业务制度是否建立", "要点法", "2项", "2项", 3, "", "E04"),
        Leaf("过程", "组织实施", "制度执行有效性", "合同、验收资料是否及时归档", "要点法", "4项", "3项", 4, "部分验收资料没有按时归档", "E04,E09"),
        Leaf("产出", "产出数量", project["output"][0], "年度内完成的数量", "比例法", facts["output_target"], facts["output"], 10, _short(facts["output_target"], facts["output"], "部分任务列入下年"), "E05"),
        Leaf("产出", "产出质量", project["rate"][0], "合格数÷检查数×100%", "比例法", "≥98%", facts["rate"], 10, _short("≥98%", facts["rate"], "个别检查对象一次检查未合格"), "E05,E10"),
        Leaf("产出", "产出时效", "完成及时性", "完成时间与计划时间比较", "时效", f"{facts['year']}年11月底前", done, 5, "", "E05"),
        Leaf("产出", "产出成本", project["cost"][0], "结算金额÷数量，与控制标准比较", "比例法", facts["cost_target"], facts["cost"], 10, "", "E06"),
        Leaf("效益", "项目效益", project["effect"], "达到要求的数÷总数×100%", "比例法", "≥95%", facts["after"], 15, "部分对象尚未覆盖", "E07"),
        Leaf("效益", "项目效益", "长效机制健全性", "责任主体、经费和考核是否落实", "定性", "建立并有效运行", "部分达成预期指标并具有一定效果", 5, "后续经费没有列入年度预算", "E09", typed="3.5"),
        Leaf("效益", "满意度", f"{project['object']}满意度", "问卷各题得分的平均值", "比例法", "≥90%", facts["satisfaction"], 10, _short("≥90%", facts["satisfaction"], "反映问题后的处理得分偏低"), "E08"),
    ]  # fmt: skip


def _short(target: str, actual: str, reason: str) -> str:
    """A reason only where the target was missed."""
    asked, got = (float("".join(char for char in text if char.isdigit() or char == ".")) for text in (target, actual))
    return reason if got < asked else ""


def _settings(facts: dict[str, Any], project: dict[str, Any]) -> dict[str, str]:
    year = facts["year"]
    return {
        "name": f'"{project["name"]}"', "label": f'"{LABEL}"', "year": str(year),
        "period": f"[{year}-01-01, {year}-12-31]", "region": '"国家"', "rules_on": f"{year + 1}-03-10",
        "profile": '"cn10_evaluation"', "framework": '"cn10_annex2"', "money_unit": '"万元"',
    }  # fmt: skip


def _parties(facts: dict[str, Any], project: dict[str, Any]) -> Row:
    return {
        "委托单位": PRINCIPAL, "主管部门": project["department"], "实施单位": project["unit"], "评价机构": AGENCY,
        "主评人": LEAD, "复核人": REVIEWER, "报告日期": f"{facts['year'] + 1}年6月6日",
    }  # fmt: skip


def _budget(facts: dict[str, Any]) -> list[Row]:
    names = ("上级专项资金", "本级财政资金", "镇级配套资金")
    zero = Decimal("0.00")
    ups, downs = (facts["up"], zero, zero), (zero, zero, facts["down"])
    lines = list(zip(names, facts["parts"], ups, downs, facts["adjusted"], facts["spent_parts"], strict=True))
    lines.append(("合计", facts["initial"], facts["up"], facts["down"], facts["budget"], facts["spent"]))
    return [_budget_row(*line) for line in lines]


def _budget_row(name: str, *money: Decimal) -> Row:
    first, up, down, whole, spent = money
    rate = f"{places(Fraction(spent) / Fraction(whole) * 100, 2)}%"
    columns = ("年初预算数", "调增", "调减", "全年预算数", "到位数", "全年执行数", "结余")
    values = (first, up, down, whole, whole, spent, whole - spent)
    return {
        "资金来源": name,
        **{key: f"{value:.2f}" for key, value in zip(columns, values, strict=True)},
        "执行率": rate,
    }


def _codebook(project: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    asked = ("办事流程", "实施质量", "实际效果", "人员服务", "反映问题后的处理")
    points = ";".join(f"{word}={value}" for word, value in POINTS.items())
    head = [
        ("问卷编号", "编号", "编号"),
        ("调查日期", "日期", "时间"),
        ("开始时间", "开始时间", "时间"),
        ("时长秒", "时长（秒）", "时间"),
    ]
    head += [("调查员", "调查员代号", "属性"), ("镇", "所在镇", "属性")]
    items = [
        (item, f"您对本示例项目的{topic}是否满意", "满意度", points) for item, topic in zip(ITEMS, asked, strict=True)
    ]
    return [*((*row, "") for row in head), *items, ("意见", "您还有什么意见", "开放", "")]


def _log(facts: dict[str, Any], project: dict[str, Any]) -> list[Row]:
    year, visit = facts["year"] + 1, facts["visit"]
    lines = (
        (f"{year}-03-10", "接受委托", "核对独立性和专业能力，签订业务约定书", f"{PRINCIPAL}；{AGENCY}", PRINCIPAL, "业务约定书"),
        (f"{year}-03-12", "成立工作组", "确定主评人和成员，签署独立性声明", f"{LEAD}、{REVIEWER}、王示例、赵示例", "评价机构", "人员名单"),
        (f"{year}-03-19", "方案编制", "编写实施方案、指标体系和问卷", f"{LEAD}、王示例", "评价机构", "评价实施方案"),
        (f"{year}-03-24", "方案论证", "专家评议实施方案", f"示例专家1至示例专家5；{PRINCIPAL}", PRINCIPAL, "专家评议意见"),
        (f"{year}-03-28", "资料收集", "按资料清单收集立项、资金和验收资料", f"{REVIEWER}、王示例；{project['unit']}", "实施单位", "证据E01至E07"),
        (visit, "现场调研", f"实地核查{facts['sites']}个点位", f"{LEAD}、赵示例", "四个镇", "证据E10"),
        (visit, "问卷调查", f"发放{facts['issued']}份，有效{facts['valid']}份", "王示例；示例调查员1至示例调查员6", "四个镇", "证据E08"),
        (f"{year}-04-20", "访谈", f"访谈{facts['interviews']}人次", f"{REVIEWER}、{LEAD}", "四个镇", "证据E09"),
        (f"{year}-05-12", "初稿", "完成评价报告初稿", LEAD, "评价机构", "评价报告（初稿）"),
        (f"{year}-05-16", "征求意见", "书面征求主管部门和实施单位意见", AGENCY, "评价机构", "征求意见函"),
        (f"{year}-05-26", "意见反馈", "收到反馈意见3条，采纳2条、未采纳1条并说明理由", f"{LEAD}、{REVIEWER}", "评价机构", "意见采纳情况表"),
        (f"{year}-05-30", "内部复核", "复核底稿、数据和报告", "钱示例", "评价机构", "内部复核表"),
        (f"{year}-06-06", "终稿", "主评人签字，加盖公章，提交正式报告", LEAD, PRINCIPAL, "评价报告（终稿）"),
    )  # fmt: skip
    return [dict(zip(("日期", "环节", "内容", "参加人", "地点", "成果"), line, strict=True)) for line in lines]


def _evidence(facts: dict[str, Any], project: dict[str, Any]) -> Iterator[tuple[Row, str]]:
    """Text files that say what the score sheet rests on; the value stands at the locator."""
    year, unit = facts["year"] + 1, project["unit"]
    pieces = (
        ("approval.txt", project["department"], "立项批复\n经研究，同意立项实施。"),
        ("targets.txt", PRINCIPAL, f"绩效目标批复\n{project['output'][0]}{facts['output_target']}"),
        ("ledger.csv", PRINCIPAL, f"项目,金额（万元）\n全年预算数,{facts['budget']}\n全年执行数,{facts['spent']}"),
        ("rules.txt", unit, "项目和资金管理办法\n第一条 专款专用，专账核算。"),
        ("acceptance.csv", project["department"], f"项目,数量\n{project['output'][0]},{facts['output']}\n检查数,{facts['checked']}\n合格数,{facts['passed']}"),
        ("settlement.csv", unit, f"项目,数值\n{project['cost'][0]},{facts['cost']}"),
        ("effect.csv", f"示例{project['source']}统计", f"指标,上年,本年\n{project['effect']},{facts['before']},{facts['after']}"),
        ("survey_note.txt", AGENCY, f"问卷调查说明\n有效问卷{facts['valid']}份，满意度{facts['satisfaction']}"),
        ("interviews.txt", AGENCY, f"访谈纪要\n共访谈{facts['interviews']}人次。反映后续经费没有着落。"),
        ("site_visit.txt", AGENCY, f"现场核查记录\n核查{facts['sites']}个点位。"),
        ("self_report.txt", unit, f"单位自评总结\n{SELF_REPORT.format(unit=unit)}"),
    )  # fmt: skip
    for at, (name, source, content) in enumerate(pieces, 1):
        lines = content.count("\n") + 1
        yield {
            "编号": f"E{at:02d}", "文件": f"e{at:02d}_{name}", "来源": f"{source}（示例）",
            "取得日期": f"{year}-03-28" if at not in (8, 9, 10) else f"{year}-04-20", "采集人": REVIEWER, "定位": f"第2—{lines}行",
        }, content  # fmt: skip


SELF_REPORT = (
    "{unit}始终把这项工作作为年度重点任务来抓，主要负责人多次召开专题会议研究部署，细化任务分工，倒排工作计划，"
    "挂图作战，按周调度。在资金管理上严格执行专账核算和集体决策，做到钱随事走、专款专用。"
    "通过一年的努力，各项任务全面铺开，干部群众反响热烈，社会各界给予充分肯定，探索出一条可复制的新路子。"
)


# ── the words ───────────────────────────────────────────────────────────────────────────────────────


def amount(made: Deliverable, value: Decimal) -> str:
    """An amount of 万元 as the house prints it."""
    unit = made.house["money_unit"]
    printed = value * 10_000 if unit == "元" else value
    return f"{printed:,.2f}{unit}" if made.house["thousands"] else f"{printed:.2f}{unit}"


def words(made: Deliverable) -> dict[str, Any]:
    """What the phrases of a house may name."""
    facts, project = made.facts, made.project
    money = {key: amount(made, facts[key]) for key in ("initial", "up", "down", "budget", "spent", "balance")}
    _, month, day = facts["visit"].split("-")
    return {
        **facts, **money, "project": project["name"], "principal": PRINCIPAL, "agency": AGENCY, "total": made.total,
        "grade": made.grade, "object": project["object"], "output_name": project["output"][0],
        "rate_name": project["rate"][0], "cost_name": project["cost"][0], "effect_name": project["effect"],
        "start": f"{facts['year'] + 1}年3月10日", "final": f"{facts['year'] + 1}年6月6日",
        "visit": f"{facts['year'] + 1}年{int(month)}月{int(day)}日",
        "valid_rate": f"{places(Fraction(100 * facts['valid'], facts['issued']), 1)}%",
    }  # fmt: skip


def block_points(made: Deliverable, l1: str) -> tuple[str, str]:
    """Weight and score of one first level, as printed."""
    rows = [leaf for leaf in made.leaves if leaf.l1 == l1]
    return str(sum(leaf.weight for leaf in rows)), str(places(sum((leaf.score for leaf in rows), Fraction(0)), 2))


def _report(made: Deliverable) -> Iterator[Block]:
    said = words(made)

    def tell(key: str) -> Text:
        return Text(made.house[key].format(**said))

    yield from _cover(made)
    yield Text(made.house["summary_title"], "title")
    yield from (Text(line.format(**said)) for line in made.house["summary"])
    yield Text("主要问题：指标没有全部达到目标，验收资料归档不及时，后续经费没有着落。")
    body: list[Head | Text | str] = [
        Head(1, "基本情况"), Head(2, "项目概况"), Text(made.project["background"]), tell("money"), "money",
        Head(2, "项目绩效目标"), Text(f"按照批复，{made.project['output'][0]}{_least(made.facts['output_target'])}，{made.project['object']}满意度不低于90%。"),
        Head(1, "绩效评价工作开展情况"), Head(2, "绩效评价目的、对象和范围"),
        Text(f"核实产出和效益，查明目标没有完成的原因。评价对象为{made.facts['year']}年度项目资金，范围为四个镇。"),
        Head(2, "绩效评价原则、评价指标体系、评价方法、评价标准"),
        Text("遵循科学公正、统筹兼顾、激励约束、公开透明的原则，依据《项目支出绩效评价管理办法》（财预〔2020〕10号），采用比较法和公众评判法，以计划标准为主。"),
        Head(2, "绩效评价工作过程"), tell("process"), tell("test_text"),
        Head(1, "综合评价情况及评价结论"), tell("conclusion"), "blocks", Head(1, "绩效评价指标分析"),
    ]  # fmt: skip
    texts = {
        "决策": "立项依据充分、程序齐备；目标范围和费用测算不细，相应扣分。",
        "过程": "资金专账核算，未发现截留、挪用；验收资料归档不及时，相应扣分。",
    }
    texts |= {"产出": tell("output_text").text, "效益": tell("benefit_text").text}
    for l1, more in texts.items():
        weight, score = block_points(made, l1)
        body += [Head(2, f"项目{l1}情况"), Text(made.house["block"].format(l1=l1, weight=weight, score=score) + more)]
    body += _problems(made)
    for block in body:
        yield _table(made, block) if isinstance(block, str) else _titled(made, block)
    yield Text(f"主评人（签字）：{LEAD}", "right")
    yield Text(f"{AGENCY}（盖章）", "right")
    yield Text(said["final"], "right")
    yield Text("附件1", "title")
    yield Text("绩效评价评分表", "title")
    yield _table(made, "scores")


def _titled(made: Deliverable, block: Head | Text) -> Head | Text:
    names = dict(made.house["titles"])
    return Head(block.level, names.get(block.title, block.title)) if isinstance(block, Head) else block


def _least(target: str) -> str:
    return "不少于" + target.lstrip("≥")


def _cover(made: Deliverable) -> Iterator[Block]:
    yield Text(made.project["name"], "title")
    yield Text(f"{made.facts['year']}年度绩效评价报告", "title")
    yield Text(f"（{LABEL}）", "title")
    for key in ("委托单位", "主管部门", "实施单位", "评价机构", "主评人"):
        yield Text(f"{key}：{made.parties[key]}")


def _problems(made: Deliverable) -> list[Head | Text | str]:
    return [
        Head(1, "主要经验及做法、存在的问题及原因分析"),
        Text("1．部分指标没有达到目标。目标按上年数估算，没有考虑实施条件的变化。"),
        Text("2．验收资料归档不及时。经办人员少，没有把归档与支付挂钩。"),
        Text("3．后续经费没有着落。运行费用没有列入年度预算。"),
        Head(1, "有关建议"),
        Text("各项建议的责任单位和期限见表3。"),
        "advice",
        Head(1, "其他需要说明的问题"),
        Text("问卷以入户面访为主，长期外出人员没有受访，结论不代表这部分人；成本数据以结算审核为准，审计尚未结束。"),
    ]


def _table(made: Deliverable, key: str) -> Grid:
    unit = made.house["money_unit"]
    factor = 10_000 if unit == "元" else 1
    if key == "money":
        columns = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "结余")
        rows = [
            [row[columns[0]], *(f"{Decimal(row[name]) * factor:.2f}" for name in columns[1:])] for row in made.budget
        ]
        return Grid("表1　资金安排和使用情况", [list(columns), *rows], f"单位：{unit}")
    if key == "blocks":
        rows = [[l1, *block_points(made, l1)] for l1 in ("决策", "过程", "产出", "效益")]
        return Grid("表2　各部分得分情况", [["一级指标", "分值", "得分"], *rows, ["合计", "100", made.total]])
    if key == "advice":
        lines = (
            ("指标没有达到目标", "编制目标前摸清实施条件"),
            ("归档不及时", "资料不齐的不予支付"),
            ("后续经费没有着落", "运行费用列入年度预算"),
        )
        due = f"{made.facts['year'] + 1}年10月底前"
        return Grid(
            "表3　问题与建议对应表",
            [["问题", "建议", "责任单位", "期限"], *([*line, made.project["unit"], due] for line in lines)],
        )
    rows = [[x.l1, x.name, x.target, x.actual, str(x.weight), f"{float(x.score):.2f}"] for x in made.leaves]
    return Grid(
        "附表　评分表",
        [
            ["一级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"],
            *rows,
            ["合计", "", "", "", "100", made.total],
        ],
    )
