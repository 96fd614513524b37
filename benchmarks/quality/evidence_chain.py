"""Group D: evidence that is not there, not what was registered, or says another thing."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import numpy as np
from PIL import Image

from benchmarks.quality.deliverable import LEAD, Deliverable, Row
from benchmarks.quality.registry import Spot, defect, report, shifted

SCORES, MANIFEST, LOG = "scores.xlsx", "manifest.csv", "log.csv"


def rewrite(made: Deliverable, at: int, content: bytes, *, sealed: bool = True) -> Row:
    """Give a listed file another content; where ``sealed``, the manifest is right about it."""
    row = made.manifest[at]
    made.evidence[row["文件"]] = content
    if sealed:
        row["sha256"] = hashlib.sha256(content).hexdigest()
    return row


def log_row(made: Deliverable, stage: str) -> Row:
    """The line of the log for a stage."""
    return next(row for row in made.log if row["环节"] == stage)


@defect("得分没有证据", "D01", "R")
def no_evidence(made: Deliverable, level: str) -> list[Spot]:
    names = ["立项依据充分性", "资金到位率", "完成及时性"] if level == "easy" else ["管理制度健全性"]
    for name in names:
        at = made.leaf_index(name)
        made.leaves[at] = replace(made.leaves[at], evidence="")
    return [Spot(SCORES, name) for name in names]


@defect("证据编号不在清单里", "D01", "R")
def unknown_evidence(made: Deliverable, level: str) -> list[Spot]:
    at = made.leaf_index("完成及时性")
    made.leaves[at] = replace(made.leaves[at], evidence="E99" if level == "easy" else "E05,E12")
    return [Spot(SCORES, "完成及时性")]


@defect("证据文件缺失", "D02")
def file_missing(made: Deliverable, level: str) -> list[Spot]:
    rows = made.manifest[2:5] if level == "easy" else made.manifest[5:6]
    for row in rows:
        del made.evidence[row["文件"]]
    return [Spot(MANIFEST, row["文件"]) for row in rows]


@defect("证据文件被改动", "D02")
def file_changed(made: Deliverable, level: str) -> list[Spot]:
    old = made.evidence[made.manifest[4]["文件"]]
    row = rewrite(made, 4, b"" if level == "easy" else old + b" ", sealed=False)
    return [Spot(MANIFEST, row["文件"])]


@defect("证据没有来源或定位", "D03", "R")
def no_locator(made: Deliverable, level: str) -> list[Spot]:
    rows = made.manifest if level == "easy" else made.manifest[6:7]
    for row in rows:
        row["定位"] = ""
    return [Spot(MANIFEST, row["文件"]) for row in rows]


@defect("证据里的值不是完成值", "D04")
def evidence_differs(made: Deliverable, level: str) -> list[Spot]:
    at = 6 if level == "easy" else 4
    old = made.evidence[made.manifest[at]["文件"]].decode()
    figure = made.facts["after"] if level == "easy" else made.facts["output"]
    row = rewrite(made, at, old.replace(figure, shifted(figure, "-15" if level == "easy" else "-1")).encode())
    name = made.project["effect"] if level == "easy" else made.project["output"][0]
    return [Spot(MANIFEST, row["文件"]), Spot(SCORES, name), Spot(row["文件"])]


@defect("文字证据里的值不是完成值", "D04")
def evidence_text_differs(made: Deliverable, level: str) -> list[Spot]:
    row, figure = made.manifest[7], made.facts["satisfaction"]
    old = made.evidence[row["文件"]].decode()
    rewrite(made, 7, old.replace(figure, shifted(figure, "-6" if level == "easy" else "-0.4")).encode())
    return [Spot(MANIFEST, row["文件"]), Spot(SCORES, "满意度")]


@defect("证据取得日期不合理", "D05")
def evidence_late(made: Deliverable, level: str) -> list[Spot]:
    year = made.facts["year"]
    row = made.manifest[4]
    row["取得日期"] = f"{year + 3}-01-10" if level == "easy" else f"{year + 1}-06-09"
    return [Spot(MANIFEST, row["文件"])]


@defect("只有被评价单位自己的材料", "D06", "R")
def one_source(made: Deliverable, level: str) -> list[Spot]:
    unit = made.project["unit"]
    rows = made.manifest if level == "easy" else [made.manifest[at] for at in (4, 5, 6)]
    for row in rows:
        row["来源"] = f"{unit}（示例）"
    return [Spot(MANIFEST), Spot(SCORES)]


@defect("同一文件冒充几份证据", "D07")
def file_twice(made: Deliverable, level: str) -> list[Spot]:
    content = "第1号点位现场照片（示例）\n已核查".encode()
    for at, site in enumerate(("甲1号点位", "丙7号点位")):
        row = {"编号": f"E{21 + at}", "文件": f"e{21 + at}_photo.txt", "来源": "示例评价咨询有限公司（示例）"}
        row |= {"取得日期": f"{made.facts['year'] + 1}-04-20", "采集人": "赵示例", "定位": site}
        made.register(row, content + (b"\n" if level == "hard" and at else b""))
    return [Spot(MANIFEST, "photo")]


@defect("同一张照片另存后冒充两处现场", "D07", "L")
def photo_resaved(made: Deliverable, level: str) -> list[Spot]:
    """Saved anew at another size; where hard, also brightened and compressed."""
    picture = scene(made.facts["sites"])
    again = picture.resize((480, 360))
    if level == "hard":
        again = again.point(lambda grey: min(255, grey + 14))
    for at, (site, image) in enumerate((("甲1号点位", picture), ("丙7号点位", again))):
        row = {"编号": f"E{31 + at}", "文件": f"e{31 + at}_site.jpg", "来源": "示例评价咨询有限公司（示例）"}
        row |= {"取得日期": f"{made.facts['year'] + 1}-04-20", "采集人": "赵示例", "定位": site}
        made.register(row, as_jpeg(image, 90 if level == "easy" else 55))
    return [Spot(MANIFEST, "site.jpg")]


def scene(seed: int) -> Image.Image:
    """A made-up picture with large and small shapes (示例)."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 256, (7, 9), np.uint8)).resize((960, 720), Image.Resampling.BICUBIC)
    fine = rng.normal(0, 6, (720, 960))
    return Image.fromarray(np.clip(np.asarray(coarse) + fine, 0, 255).astype(np.uint8))


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    into = io.BytesIO()
    image.save(into, "JPEG", quality=quality)
    return into.getvalue()


@defect("访谈次数与日志不符", "D08")
def interviews_differ(made: Deliverable, level: str) -> list[Spot]:
    old = f"访谈{made.facts['interviews']}人次"
    new = shifted(old, "40" if level == "easy" else "1")
    made.replace_everywhere(old, new)
    return [report(new), Spot(LOG, "访谈")]


@defect("核查点位数与日志不符", "D08")
def sites_differ(made: Deliverable, level: str) -> list[Spot]:
    old = f"{made.facts['sites']}个点位"
    new = shifted(old, "30" if level == "easy" else "1")
    made.replace_everywhere(old, new)
    return [report(new), Spot(LOG, "现场调研")]


@defect("抽样没有达到方案的比例", "D09", "R")
def thin_sample(made: Deliverable, level: str) -> list[Spot]:
    sites = made.facts["sites"]
    whole = sites * 10 if level == "easy" else sites * 4
    text = f"方案要求现场核查点位不少于点位总数的30%，全部点位共{whole}个，实际核查{sites}个。"
    made.add_under("绩效评价工作过程", text)
    return [report(text)]


@defect("没有内部复核", "D10", "R")
def no_review(made: Deliverable, level: str) -> list[Spot]:
    row = log_row(made, "内部复核")
    if level == "easy":
        made.log.remove(row)
    else:
        row["参加人"] = LEAD
    return [Spot(LOG)]
