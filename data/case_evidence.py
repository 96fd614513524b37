"""The evidence of the sample case (证据): small invented files and the manifest that lists them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from case_leaves import (
    ACCEPTED,
    AGENCY,
    CLEARED,
    DEPARTMENT,
    FACILITIES,
    OUTFALLS,
    PROJECT,
    RUNNING,
    UNIT,
    percent,
)
from case_numbers import DAYS, LABEL, SIDE_COSTS, START, Facts, change_of, frame_of, stream, to_places
from case_tables import budget_rows
from fixed_bytes import save_office, save_table, save_text
from form_sheet import FormSheet, Value
from lean_docx import new_document

CHANGED, MISSING = "E08", "E15"  # planted: altered after it was listed; listed but not handed over
_HEADER = ("编号", "文件", "sha256", "来源", "取得日期", "采集人", "定位")
_MARK = f"【{LABEL}】"
_STATES = ("停运", "曝气故障", "管路堵塞", "液位异常")
_MANIFEST = (  # id, file, source, date, collector, locator
    ("E01", "e01_approval.txt", f"{DEPARTMENT}", "2025-03-26", "李示例", "第2—6行"),
    ("E02", "e02_feasibility.docx", f"{UNIT}", "2025-03-26", "李示例", "第3—5段"),
    ("E03", "e03_target_reply.txt", "示例市财政局", "2025-03-26", "李示例", "第3—6行"),
    ("E04", "e04_budget_estimate.xlsx", f"{UNIT}", "2025-03-27", "王示例", "测算表 A5:E10"),
    ("E05", "e05_fund_flow.csv", "示例市财政局", "2025-03-27", "王示例", "合计行"),
    ("E06", "e06_fund_rules.txt", f"{DEPARTMENT}", "2025-03-27", "王示例", "第2—7行"),
    ("E07", "e07_contracts.xlsx", f"{UNIT}", "2025-03-28", "李示例", "台账 完工日期列、验收结论列"),
    ("E08", "e08_patrol.csv", "评价组现场巡查", "2025-04-08", "赵示例", "状态列"),
    ("E09", "e09_acceptance.txt", f"{UNIT}", "2025-03-28", "李示例", "第3—5行"),
    ("E10", "e10_settlement.xlsx", "示例市审计局", "2025-03-28", "王示例", "审核表 合计行"),
    ("E11", "e11_outfalls.csv", f"{DEPARTMENT}", "2025-03-31", "赵示例", "合计行"),
    (
        "E12",
        "e12_water_quality.txt",
        "示例检测有限公司",
        "2025-04-01",
        "赵示例",
        "第3—6行；数据见 outcomes.csv",
    ),
    ("E13", "e13_survey_note.txt", "评价组问卷调查", "2025-04-21", "王示例", "第3—6行；数据见 survey.csv"),
    ("E14", "e14_interviews.txt", "评价组访谈", "2025-04-09", "李示例", "第4—8行"),
    ("E15", "e15_site_visit.txt", "评价组现场踏勘", "2025-04-03", "赵示例", "全文"),
)


def save_evidence(facts: Facts, folder: Path) -> None:
    """Write all files and the manifest; then do what the two planted defects need."""
    makers: dict[str, Callable[[Facts, Path], None]] = {
        "E01": _approval, "E02": _feasibility, "E03": _target_reply, "E04": _estimate, "E05": _fund_flow,
        "E06": _rules, "E07": _contracts, "E08": _patrol, "E09": _acceptance, "E10": _settlement,
        "E11": _outfalls, "E12": _water, "E13": _survey_note, "E14": _interviews, "E15": _site_visit,
    }  # fmt: skip
    rows = []
    for key, name, source, day, collector, locator in _MANIFEST:
        makers[key](facts, folder / name)
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        rows.append([key, name, digest, f"{source}（示例）", day, collector, locator])
    save_table(folder / "manifest.csv", _HEADER, rows)
    _plant(folder)


def _plant(folder: Path) -> None:
    names = {key: name for key, name, *_ in _MANIFEST}
    (folder / names[MISSING]).unlink()
    changed = folder / names[CHANGED]
    text = changed.read_text(encoding="utf-8")
    save_text(changed, text.replace(",停运,", ",正常,", 1))


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────


def _text(path: Path, title: str, *lines: str) -> None:
    save_text(path, "\n".join((f"{title}{_MARK}", *lines)) + "\n")


def _approval(_: Facts, path: Path) -> None:
    _text(
        path, "关于扬中市农村生活污水治理项目（示例）立项的批复",
        "示例发改〔2022〕001号", f"{UNIT}：",
        "一、同意实施示例甲镇、示例乙镇、示例丙镇、示例丁镇48个行政村的生活污水治理。",
        "二、治理工艺为纳管接入、集中式设施、分散式设施三类，户均建设成本控制单价1.05万元。",
        "三、2023年先行截污，2024年完成户内接管和设施建设，2024年11月底前全部通水。",
        "2022年10月18日",
    )  # fmt: skip


def _target_reply(_: Facts, path: Path) -> None:
    _text(
        path, "关于批复2024年度项目支出绩效目标的通知",
        f"{DEPARTMENT}：", "一、产出目标：治理村不少于48个，接管农户不少于3,900户，设施正常运行率不低于95%。",
        "二、效益目标：河道水质达标率多提升10个百分点以上，直排口消除率不低于98%，建立长效管护机制并有效运行。",
        "三、满意度目标：受益农户满意度不低于90%。", "四、目标随预算批复下达，确需调整的按程序报批。",
        "2024年1月22日",
    )  # fmt: skip


def _rules(_: Facts, path: Path) -> None:
    _text(
        path, "农村生活污水治理专项资金管理办法（摘要）",
        "第一条 专项资金实行专账核算、专款专用。", "第二条 资金按工程进度支付，附合同、进度确认单和发票。",
        "第三条 变更签证应当事前审批，单项超过5万元的报主管部门。", "第四条 竣工后90日内完成决算审核。",
        "第五条 验收资料应当在验收后30日内归档。", "第六条 任何单位不得截留、挤占、挪用专项资金。",
    )  # fmt: skip


def _acceptance(_: Facts, path: Path) -> None:
    _text(
        path, "竣工验收汇总", f"验收组织单位：{UNIT}（示例）",
        f"完成治理的行政村48个，验收合格{ACCEPTED}个，合格率{percent(Fraction(ACCEPTED, 48))}。",
        "未通过一次验收的1个：丙07村，过河管段闭水试验渗水量超标。", "处理意见：限期整改，整改后复验。",
        "2024年12月12日",
    )  # fmt: skip


def _water(facts: Facts, path: Path) -> None:
    one, other = (to_places(change_of(facts.outcomes, group), 2) for group in (1, 0))
    _text(
        path, "河道断面水质监测说明", "监测范围：治理村48个、未治理村52个，每村一个断面，2019年至2024年逐年汇总。",
        f"治理村{START}年及以后的平均达标率比此前提高{one}个百分点。", f"未治理村同期提高{other}个百分点。",
        f"两者之差为{to_places(facts.effect, 1)}个百分点。", "断面位置和采样频次各年不变。",
    )  # fmt: skip


def _survey_note(facts: Facts, path: Path) -> None:
    quota = "，".join(f"{town}{sum(row[5] == town for row in facts.answers)}份" for town in frame_of(facts.villages))
    _text(
        path, "问卷调查执行说明", f"调查时间：{DAYS[0]}至{DAYS[-1]}，入户面访，调查员6人。",
        f"发放430份，回收424份，有效{len(facts.answers)}份（4份因未实际接管作废）。", f"各镇有效份数：{quota}。",
        f"满意度按各镇受益户数加权，六题平均得分{to_places(facts.satisfaction, 1)}分（满分100分，折合百分数）。",
        "抽样：各镇按村受益户数大小等概率抽取，户内访问年满18岁的家庭成员一人。",
    )  # fmt: skip


def _interviews(_: Facts, path: Path) -> None:
    _text(
        path, "访谈纪要", "时间：2025年4月8日至9日；访谈12人次（示例）。", "访谈人：李示例、张示例。",
        "主管部门：绩效目标在预算编制时确定，接管户数按户籍户数的八成估算。",
        "实施单位：9个标段的变更签证在施工后补办，验收资料有的超过30日才归档。",
        "实施单位：质量监督人员2人兼管48个村，人手不足。",
        "镇村干部：设施移交后由村保洁员看护，运维经费靠村集体垫付，尚未列入年度预算。",
        "村民：河水变清，希望有人定期清掏。",
    )  # fmt: skip


def _site_visit(_: Facts, path: Path) -> None:
    _text(path, "现场踏勘记录", "2025年4月2日至3日，踏勘16个村、42座设施。", "踏勘人：张示例、赵示例。")


def _feasibility(_: Facts, path: Path) -> None:
    document = new_document()
    document.core_properties.author = AGENCY
    for line in (
        f"可行性研究报告评审意见{_MARK}", f"项目名称：{PROJECT}",
        "一、项目建设必要，符合农村人居环境整治规划和示例市城乡污水专项规划。",
        "二、三类工艺按距离、地形和户数分别选用，技术可行。", "三、总投资估算依据基本充分，二类费用宜补充分项测算。",
        "评审组：示例专家1、示例专家2、示例专家3　　2022年9月20日",
    ):  # fmt: skip
        document.add_paragraph(line)
    save_office(document, path)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _sheet(path: Path, sheet: str, title: str, widths: tuple[float, ...], rows: list[list[Value]]) -> None:
    """A small framed table with a title above and the label below; the first row is its heading."""
    form = FormSheet(sheet, widths)
    form.band(title, "title", 32)
    for number, row in enumerate(rows):
        for column, value in enumerate(row, 1):
            form.put(column, column, value, "head" if number == 0 else "cell")
        form.next_row()
    form.band(f"说明：{LABEL}。", "note")
    save_office(form.finish(), path)


def _estimate(_: Facts, path: Path) -> None:
    rows: list[list[Value]] = [["序号", "费用名称", "数量（户）", "单价（万元）", "金额（万元）"]]
    for number, (name, count, price) in enumerate(
        (("纳管接入", 1650, 0.95), ("集中式设施", 1300, 1.0), ("分散式设施", 950, 1.08684)), 1
    ):
        rows.append([number, name, count, price, round(count * price, 2)])
    rows.append([4, "二类费用（总额匡算）", None, None, 160])
    rows.append([None, "合计", 3900, None, 4060])
    _sheet(path, "测算表", "预算测算表（示例）", (8, 26, 14, 16, 16), rows)


def _contracts(facts: Facts, path: Path) -> None:
    random = stream("contracts")
    rows: list[list[Value]] = [["序号", "村", "合同编号", "合同金额（万元）", "开工日期", "完工日期", "验收结论"]]
    for number, village in enumerate(facts.treated, 1):
        last = (
            "2024-11-20"
            if village.name == "丙07村"
            else f"2024-{random.choice(('09', '10'))}-{random.randint(1, 30):02d}"
        )
        verdict = "整改后待复验" if village.name == "丙07村" else "合格"
        start = f"2024-{random.choice(('02', '03'))}-{random.randint(1, 28):02d}"
        rows.append([number, village.name, f"SL-2024-{number:03d}", float(village.contract), start, last, verdict])
    rows.append([None, "合计", None, float(facts.contract), None, None, f"合格{ACCEPTED}个"])
    _sheet(path, "台账", "合同与验收台账（示例）", (7, 11, 16, 18, 14, 14, 16), rows)


def _settlement(facts: Facts, path: Path) -> None:
    rows: list[list[Value]] = [["序号", "村", "受益户数", "合同金额（万元）", "决算金额（万元）"]]
    for number, village in enumerate(facts.treated, 1):
        rows.append([number, village.name, village.households, float(village.contract), float(village.settled)])
    rows.append([None, "合计", facts.households, float(facts.contract), float(facts.settled)])
    _sheet(path, "审核表", "工程决算审核汇总表（示例）", (8, 14, 14, 20, 20), rows)


def _fund_flow(facts: Facts, path: Path) -> None:
    """Money received by source, money paid: works in three steps and side costs."""
    rows: list[list[object]] = [
        [f"2024-{month:02d}-{day:02d}", "资金下达", row[0], row[5], "", LABEL]
        for row, month, day in zip(budget_rows(facts)[:-1], (2, 2, 4, 1), (8, 20, 15, 25), strict=True)
    ]
    first, second = to_places(facts.settled * Decimal("0.3"), 2), to_places(facts.settled * Decimal("0.4"), 2)
    steps = (("2024-04-28", "工程预付款", first), ("2024-08-30", "工程进度款", second))
    steps += (
        ("2024-12-18", "工程决算款", facts.settled - first - second),
        ("2024-12-20", "二类费用", SIDE_COSTS),
    )
    rows += [[day, name, "", "", paid, LABEL] for day, name, paid in steps]
    rows.sort(key=lambda row: str(row[0]))
    rows.append(["合计", "", "", "4060.00", facts.spent, LABEL])
    save_table(path, ("日期", "摘要", "资金来源", "下达金额", "支付金额", "备注"), rows)


def _patrol(facts: Facts, path: Path) -> None:
    """The list as it was when the manifest was made: one facility fewer in order than in the file handed over."""
    random = stream("patrol")
    faulty = ["停运", *random.choices(_STATES, k=FACILITIES - RUNNING)]
    states = faulty + ["正常"] * (FACILITIES - len(faulty))
    random.shuffle(states)
    rows = []
    for number, state in enumerate(states, 1):
        village = facts.treated[(number - 1) % len(facts.treated)]
        day = f"2025-04-0{2 + number % 2 if number < 60 else 7 + number % 2}"
        rows.append([f"SS{number:03d}", village.town, village.name, day, state, LABEL])
    save_table(path, ("设施编号", "镇", "村", "巡查日期", "状态", "备注"), rows)


def _outfalls(facts: Facts, path: Path) -> None:
    random = stream("outfalls")
    villages = facts.treated
    found = _spread(random.choices(range(len(villages)), k=OUTFALLS - 2 * len(villages)), len(villages), 2)
    left = _spread(
        random.sample([n for n, count in enumerate(found) for _ in range(count - 1)], OUTFALLS - CLEARED),
        len(villages),
        0,
    )
    rows: list[list[object]] = [
        [village.town, village.name, count, count - rest, LABEL]
        for village, count, rest in zip(villages, found, left, strict=True)
    ]
    rows.append(["合计", "", OUTFALLS, CLEARED, LABEL])
    save_table(path, ("镇", "村", "排查直排口", "已消除", "备注"), rows)


def _spread(picks: list[int], size: int, least: int) -> list[int]:
    return [least + picks.count(number) for number in range(size)]
