"""Damaged and absurd Word files by seed: mutated XML, mutated archives. Every one must be read or refused, never crash."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from tests.house_styles import HOUSES, report
from tests.word_xml import (
    C,
    W,
    WordFile,
    in_list,
    level,
    list_instance,
    numbered_list,
    para,
    picture,
    run,
    style,
    table,
    text_box,
    tracked,
    word_field,
)
from yzperf.errors import LoadError
from yzperf.loaders.docx_text import read_text
from yzperf.loaders.guard import require_safe_archive
from yzperf.loaders.prose.build import build_document
from yzperf.loaders.score_table import sheets_of
from yzperf.loaders.word_forms import form_grids
from yzperf.loaders.word_kinds import require_word
from yzperf.rules import load_forms

Parts = dict[str, bytes]
_NUMBERS = ("-1", "0", "999999999999", "1e308", "", "x", "0.5", "２", "nan", "\u4e00")
_SEEDS_OF_TEXT = (
    "总分90.65分",
    "一、",
    "（一）",
    "附件1",
    "表1 资金",
    "单位：万元",
    "\u202e",
    "\ufffd" * 50,
    "1." * 40,
    "评价机构（盖章）：" * 9,
)


def rich() -> WordFile:
    """A file with something of everything."""
    lists = numbered_list(level(0, "chineseCounting", "%1、"), level(1, "upperRoman", "%1.%2")) + list_instance(1, 0)
    made = report(
        lambda head, at: para(run(head.title, bold=True), more=in_list(1, min(head.level - 1, 1))),
        numbering=lists,
        styles=style("h1", "heading 1", outline=1) + style("c", "caption"),
    )
    note, mark = (
        '<w:footnote w:id="2">' + para("来源：年鉴") + "</w:footnote>",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    comment = '<w:commentRangeStart w:id="1"/>' + run("90.65") + '<w:commentRangeEnd w:id="1"/>'
    form = [[C("项目支出绩效自评表", span=6)], ["项目名称", C("甲", span=5)]]
    form += [["一级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"], ["产出", "水厂", "≥8", "8", "50", "50"]]
    made.add(
        para("总分", comment, "分", mark), para(tracked("del", run("旧")), tracked("ins", run("新"))),
        para(text_box(para("框"), table([["框内表"]]))), para(picture(), run("密", more="<w:vanish/>")),
        para("表", word_field("SEQ 表", "9"), " 附表", style="c"), table([[C(table([["内"]]) + para(""), down="restart"), "右"], [C(down="continue"), "下"]]),
        table(form, heading_rows=1), "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + para("提示") + "</w:sdtContent></w:sdt>",
    )  # fmt: skip
    made.part("footnotes", "footnotes.xml", note, "footnotes")
    made.part(
        "comments", "comments.xml", '<w:comment w:id="1" w:author="a">' + para("批注") + "</w:comment>", "comments"
    )
    return made


@cache
def corpus() -> tuple[Parts, ...]:
    """The sound files that mutations start from, as parts."""
    files = []
    for make in (*HOUSES.values(), rich):
        buffer = io.BytesIO()
        make().save(buffer)  # type: ignore[arg-type]
        with zipfile.ZipFile(buffer) as archive:
            files.append({name: archive.read(name) for name in archive.namelist()})
    return tuple(files)


# ── mutations of one part ───────────────────────────────────────────────────────────────────────────


def mutated_bytes(data: bytes, rng: random.Random) -> bytes:
    """Flip, drop or repeat a stretch."""
    at, size = rng.randrange(max(len(data), 1)), rng.choice((1, 3, 40, 400))
    piece = data[at : at + size]
    new = rng.choice((bytes(rng.randrange(256) for _ in piece), b"", piece * 3, b"<", b"&#0;", b"\0"))
    return data[:at] + new + data[at + size :]


def mutated_tree(data: bytes, rng: random.Random) -> bytes:
    """Change the tree in one to six places; what comes out is still XML."""
    tree = etree.fromstring(data)
    for _ in range(rng.randint(1, 6)):
        nodes = [node for node in tree.iter() if isinstance(node.tag, str) and node is not tree]
        if nodes:
            rng.choice(_EDITS)(rng.choice(nodes), rng.choice(nodes), rng)
    return etree.tostring(tree)


def _drop(node: Any, other: Any, rng: random.Random) -> None:
    node.getparent().remove(node)


def _repeat(node: Any, other: Any, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 2, 30))):
        node.addnext(copy.deepcopy(node))


def _move(node: Any, other: Any, rng: random.Random) -> None:
    if node not in set(other.iterancestors()) and node is not other:
        other.append(node)


def _rename(node: Any, other: Any, rng: random.Random) -> None:
    names = (
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "ins",
        "del",
        "fldChar",
        "instrText",
        "body",
        "pPr",
        "numPr",
        "txbxContent",
    )
    node.tag = rng.choice((other.tag, f"{{{W}}}{rng.choice(names)}", "x", "{urn:x}y"))


def _attribute(node: Any, other: Any, rng: random.Random) -> None:
    for name in list(node.attrib) or [f"{{{W}}}val"]:
        node.set(name, rng.choice((*_NUMBERS, *_SEEDS_OF_TEXT)))


def _bare(node: Any, other: Any, rng: random.Random) -> None:
    for name in list(node.attrib):
        del node.attrib[name]


def _say(node: Any, other: Any, rng: random.Random) -> None:
    node.text = rng.choice((*_SEEDS_OF_TEXT, *_NUMBERS)) * rng.choice((1, 1, 200))


def _deepen(node: Any, other: Any, rng: random.Random) -> None:
    inner = node
    for _ in range(rng.choice((5, 60, 240))):
        inner = etree.SubElement(inner, rng.choice((node.tag, f"{{{W}}}sdt", f"{{{W}}}tbl", f"{{{W}}}r")))


_EDITS: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    _drop, _repeat, _move, _rename, _attribute, _bare, _say, _deepen,
)  # fmt: skip


# ── whole files ─────────────────────────────────────────────────────────────────────────────────────


def mutated(seed: int) -> bytes:
    """One damaged file."""
    rng = random.Random(seed)
    parts = dict(rng.choice(corpus()))
    for _ in range(rng.randint(1, 3)):
        name = rng.choice([part for part in parts if part.endswith((".xml", ".rels"))])
        parts[name] = (
            rng.choice((mutated_tree, mutated_tree, mutated_tree, mutated_bytes))(parts[name], rng)
            if is_xml(parts[name])
            else b"?"
        )
    if rng.random() < 0.2:
        mutate_names(parts, rng)
    data = zipped(parts, rng)
    return mutated_bytes(data, rng) if rng.random() < 0.1 else data


def is_xml(data: bytes) -> bool:
    try:
        etree.fromstring(data)
    except etree.XMLSyntaxError:
        return False
    return True


def mutate_names(parts: Parts, rng: random.Random) -> None:
    name, other = rng.choice(list(parts)), rng.choice(list(parts))
    kind = rng.randrange(4)
    if kind == 0:
        parts.pop(name)
    elif kind == 1:
        parts[name] = parts[other]
    elif kind == 2:
        parts[rng.choice(("../x.xml", "word/数据.xml", "a:b", "WORD/DOCUMENT.XML", "x" * 300))] = parts[name]
    else:
        parts[name] = b""


def zipped(parts: Parts, rng: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def outcome(seed: int, folder: Path) -> str:
    """Read one damaged file as the package does, all the way to the page and the forms: ``读出`` or ``拒绝``.

    Anything but a refusal in plain words is a fault and is raised.
    """
    path = folder / "f.docx"
    path.write_bytes(mutated(seed))
    try:
        require_word(path)
        require_safe_archive(path)
        document = build_document(path.name, read_text(path))
        document._repr_mimebundle_()
        list(document.outline.walk())
        sheets_of(form_grids(document), load_forms())
    except LoadError:
        return "拒绝"
    return "读出"
