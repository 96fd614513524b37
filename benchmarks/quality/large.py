"""A large clean deliverable (大案卷): 60 pages, 40 indicators, 600 questionnaires, 200 files of evidence (示例数据，纯属虚构)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import openpyxl

from benchmarks.quality.deliverable import LABEL, REVIEWER, Block, Deliverable, Grid, Leaf, Row, Text

QUESTIONNAIRES, FILES = 600, 200
_PARTS = ("一标段", "二标段", "三标段", "四标段")
_TOWNS = ("示例甲镇", "示例乙镇", "示例丙镇", "示例丁镇")
# Which rows are told by section beside the whole, and what weight the whole then keeps.
_SPLIT = {"资金使用合规性": 1, "完成及时性": 1, 0: 2, 1: 2, 2: 2, 3: 3}
_NOTES = "E10"  # minutes of the visits: what no table says of a section by itself
_PHOTO_BYTES, _TABLE_ROWS = 1_000_000, 300
_VIEWS = (
    "评价组调取了本项指标对应的台账、合同和验收单，逐份核对日期、数量和签字，并与实施单位的月度报表比对。台账由专人登记、按月汇总，"
    "登记口径与指标解释一致；个别单据装订次序颠倒，经办人当场说明并补正，不影响数据的采信。",
    "从实地情况看，各标段的进度和质量总体接近，差别主要来自施工条件和开工早晚。评价组在现场查看了公示牌、施工日志和监理记录，"
    "又向附近群众了解情况，各方说法相互印证，没有发现只有单据、没有实物的情形。",
    "座谈中，经办人员认为前期摸底不够细、部门之间传递资料不够快，是影响这一项的主要原因；主管部门则认为目标下达偏晚，"
    "留给基层准备的时间不足。评价组综合两方面的意见，认为两种原因都存在，后者的影响更大一些。",
    "与此前同类工作相比，这一项的管理有所改进：方案经过集体讨论，变更手续逐级报批，资料随办随归。需要注意的是，"
    "日常管护的责任还停留在纸面，人员更替之后容易脱节，建议在下一步工作中明确到岗、到人。",
    "评价组还查看了考核办法和考核记录。办法写明了检查频次、扣减情形和结果运用，记录按季度装订，分管负责人逐次签字。"
    "考核结果已作为支付的依据之一，但通报范围较小，对后进标段的督促作用还没有充分显现。",
    "对群众反映较多的地段，评价组另作了回访。受访者普遍认可实施以来的变化，也提出施工期间出行不便、告知不及时等意见。"
    "实施单位对这些意见已有登记，多数当场答复，少数需要与其他部门协商的仍在办理，办理期限没有统一规定。",
    "资料方面，评价组按清单收集了方案、批复、合同、变更单、验收单和影像，逐项登记来源和取得日期。影像能够辨认地点和时间，"
    "与日志记载一致；早期的几份纸质资料由于保管条件限制，字迹有些模糊，已请经办人另行说明并签字。",
)


def split_rows(leaves: Sequence[Leaf], project: dict[str, Any]) -> Iterator[Leaf]:
    """The rows of the score sheet, heavy ones told by section too; the weights of a level stay what they were."""
    for leaf in leaves:
        yield from _parts(leaf, project)


def add_evidence(made: Deliverable, rng: np.random.Generator) -> None:
    """As much evidence as a large deliverable has, each piece named by some indicator."""
    for row, content in _evidence(len(made.manifest) + 1, made, rng):
        made.register(row, content)
    _cite(made)


def add_pages(made: Deliverable) -> None:
    """Tell every indicator at length, below the sentences on its part."""
    for l1 in ("决策", "过程", "产出", "效益"):
        title = f"项目{l1}情况"
        at = made.head_index(title) + 1 + len(made.under(title))
        made.report[at:at] = _chapters(made, l1)


def _parts(leaf: Leaf, project: dict[str, Any]) -> Iterator[Leaf]:
    """A heavy row becomes one of less weight and one for each section; their weights add up to what it had."""
    titles = {project["output"][0]: 0, project["rate"][0]: 1, project["cost"][0]: 2, project["effect"]: 3}
    key = titles.get(leaf.name, leaf.name)
    kept = _SPLIT.get(key)
    if kept is None:
        yield leaf
        return
    names = _PARTS if key != "完成及时性" else _PARTS[:2]
    each = (leaf.weight - kept) // len(names)
    yield replace(leaf, weight=leaf.weight - each * len(names))
    for name in names:
        reached = leaf.target.lstrip("≥≤") if leaf.method == "比例法" else leaf.actual
        yield replace(
            leaf,
            name=f"{leaf.name}（{name}）",
            weight=each,
            actual=reached,
            reason="",
            evidence=f"{leaf.evidence},{_NOTES}",
        )


def _evidence(first: int, made: Deliverable, rng: np.random.Generator) -> Iterator[tuple[Row, bytes]]:
    """Ledgers, workbooks, minutes and photographs, each of its usual size."""
    makers = {0: (_photo, "jpg"), 1: (_ledger, "csv"), 2: (_minutes, "txt"), 3: (_workbook, "xlsx")}
    for at in range(first, FILES + 1):
        make, ending = makers[at % 4 if at % 8 else 1]  # a photograph every eighth file
        yield {
            "编号": f"E{at:03d}", "文件": f"e{at:03d}.{ending}", "来源": f"{made.project['unit']}（示例）",
            "取得日期": f"{made.facts['year'] + 1}-03-28", "采集人": REVIEWER, "定位": "全文",
        }, make(at, rng)  # fmt: skip


def _photo(at: int, rng: np.random.Generator) -> bytes:
    return b"\xff\xd8\xff\xe0" + rng.bytes(_PHOTO_BYTES)


def _rows(at: int, rng: np.random.Generator) -> Iterator[tuple[str, str, float]]:
    for line in range(_TABLE_ROWS):
        yield f"凭证{at:03d}-{line + 1:03d}", _TOWNS[line % 4], round(float(rng.uniform(1, 90)), 2)


def _ledger(at: int, rng: np.random.Generator) -> bytes:
    return ("凭证号,镇,金额\n" + "".join(f"{a},{b},{c:.2f}\n" for a, b, c in _rows(at, rng))).encode()


def _minutes(at: int, rng: np.random.Generator) -> bytes:
    return f"会议纪要第{at}号（{LABEL}）\n".encode() + "\n".join(_VIEWS * 6).encode()


def _workbook(at: int, rng: np.random.Generator) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("凭证号", "镇", "金额（元）"), *_rows(at, rng)):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cite(made: Deliverable) -> None:
    """Every new piece of evidence is named by an indicator that a table cannot prove by itself."""
    judged = [at for at, leaf in enumerate(made.leaves) if leaf.method in ("要点法", "定性")]
    new = [row["编号"] for row in made.manifest if len(row["编号"]) == 4]
    for number, at in enumerate(judged):
        more = ",".join(new[number :: len(judged)])
        made.leaves[at] = replace(made.leaves[at], evidence=f"{made.leaves[at].evidence},{more}")


def _chapters(made: Deliverable, l1: str) -> Iterator[Block]:
    """What a long report says of every indicator of a first level."""
    for at, leaf in enumerate(one for one in made.leaves if one.l1 == l1):
        yield Text(f"（{at + 1}）{leaf.name}")
        score = f"{float(Fraction(leaf.score)):.2f}"
        lost = f"扣分原因：{leaf.reason}。" if leaf.reason else "没有扣分。"
        yield Text(f"“{leaf.name}”反映{leaf.explanation}，分值{leaf.weight}分，得分{score}分。{lost}")
        for turn in range(7):
            yield Text(_VIEWS[(at + turn) % len(_VIEWS)])
        yield Grid(
            f"{leaf.name}核查记录",
            [["核查对象", "核查方式", "核查结果"], *([town, "查阅台账、现场查看、座谈", "相符"] for town in _TOWNS)],
        )
