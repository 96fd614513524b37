"""What a program does to a file without touching what it says must not change what is read."""

from __future__ import annotations

import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.house_styles import HOUSES
from tests.word_xml import W
from yzperf.domain.document import Document
from yzperf.loaders.docx_text import read_text
from yzperf.loaders.prose.build import build_document

MAIN = "word/document.xml"
Change = Callable[[Any, random.Random], None]


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def read(path: Path) -> Document:
    return build_document("r.docx", read_text(path))


def essence(document: Document) -> dict[str, Any]:
    """What a document says: text, headings, grids, captions, references, signature lines; nothing of how it is stored."""
    return {
        "title": document.title,
        "text": [(one.text, one.level, one.title, one.kind, one.where.paragraph) for one in document.paragraphs],
        "tables": [
            [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]
            for table in document.tables
        ],
        "captions": [(one.label, one.number, one.title, bool(one.target)) for one in document.captions],
        "named": [(table.caption, table.unit) for table in document.tables] + [one.caption for one in document.figures],
        "references": [(one.label, one.number, bool(one.target)) for one in document.references],
        "signatures": [(one.role, one.value, one.wants) for one in document.signatures],
    }


def changed(source: Path, target: Path, change: Change, seed: int) -> Path:
    """Copy a file with its main part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == MAIN:
                tree = etree.fromstring(data)
                change(tree, random.Random(seed))
                data = etree.tostring(tree)
            new.writestr(name, data)
    return target


# ── changes that say nothing ────────────────────────────────────────────────────────────────────────


def some(tree: Any, tag: str, rng: random.Random, share: float = 0.5) -> list[Any]:
    return [node for node in tree.iter(w(tag)) if rng.random() < share]


def plain_runs(tree: Any, rng: random.Random) -> list[Any]:
    """Runs of text in paragraphs; those of fields stay as they are."""
    return [run for run in some(tree, "r", rng) if run.findtext(w("t")) and run.getparent().tag == w("p")]


def split_runs(tree: Any, rng: random.Random) -> None:
    for run in plain_runs(tree, rng):
        text = run.find(w("t"))
        cut = rng.randrange(len(text.text) + 1)
        twin = etree.fromstring(etree.tostring(run))
        twin.tail = None
        twin.find(w("t")).text, text.text = text.text[cut:], text.text[:cut]
        run.addnext(twin)


def noise(tree: Any, rng: random.Random) -> None:
    """Spelling marks, page breaks of the last rendering, revision ids, bookmarks."""
    for number, paragraph in enumerate(some(tree, "p", rng)):
        paragraph.set(w("rsidR"), "00AB12CD")
        at = rng.randint(min(1, len(paragraph)), len(paragraph))
        for node in (etree.Element(w("proofErr")), etree.Element(w("bookmarkStart")), etree.Element(w("bookmarkEnd"))):
            node.set(w("id"), str(900 + number))
            node.set(w("name"), f"b{number}")
            paragraph.insert(at, node)
    for run in plain_runs(tree, rng):
        run.insert(0 if run.find(w("rPr")) is None else 1, etree.Element(w("lastRenderedPageBreak")))


def wrapped_in(*tags: str) -> Change:
    def change(tree: Any, rng: random.Random) -> None:
        for run in plain_runs(tree, rng):
            parent, at = run.getparent(), run.getparent().index(run)
            outer = inner = etree.Element(w(tags[0]))
            for tag in tags[1:]:
                inner = etree.SubElement(inner, w(tag))
            outer.set(w("author"), "张三")
            parent.insert(at, outer)
            inner.append(run)

    return change


def deleted_text(tree: Any, rng: random.Random) -> None:
    for paragraph in some(tree, "p", rng):
        gone = etree.SubElement(paragraph, w("del"))
        gone.set(w("author"), "李四")
        etree.SubElement(etree.SubElement(gone, w("r")), w("delText")).text = "删去的话"


def deleted_and_hidden(tree: Any, rng: random.Random) -> None:
    deleted_text(tree, rng)
    for paragraph in some(tree, "p", rng):
        run = etree.SubElement(paragraph, w("r"))
        etree.SubElement(etree.SubElement(run, w("rPr")), w("vanish"))
        etree.SubElement(run, w("t")).text = "隐藏的话"


def comments(tree: Any, rng: random.Random) -> None:
    for number, paragraph in enumerate(some(tree, "p", rng)):
        for tag, at in (("commentRangeStart", min(1, len(paragraph))), ("commentRangeEnd", len(paragraph) + 1)):
            node = etree.Element(w(tag))
            node.set(w("id"), str(number))
            paragraph.insert(at, node)


def finer_grid(tree: Any, rng: random.Random) -> None:
    """Every column of the table's grid is cut in two, and every cell spans both halves."""
    for table in tree.iter(w("tbl")):
        for column in list(table.find(w("tblGrid"))):
            table.find(w("tblGrid")).append(etree.fromstring(etree.tostring(column)))
        for cell in table.iter(w("tc")):
            properties = cell.find(w("tcPr"))
            span = properties.find(w("gridSpan"))
            if span is None:
                span = etree.Element(w("gridSpan"))
                properties.insert(1, span)
            span.set(w("val"), str(2 * int(span.get(w("val"), "1"))))


def blank_paragraphs(tree: Any, rng: random.Random) -> None:
    body = tree.find(w("body"))
    for child in [child for child in body if child.tag == w("p") and rng.random() < 0.3]:
        child.addnext(etree.Element(w("p")))


CHANGES: dict[str, Change] = {
    "split runs": split_runs,
    "noise": noise,
    "inserted": wrapped_in("ins"),
    "moved here": wrapped_in("moveTo"),
    "content control": wrapped_in("sdt", "sdtContent"),
    "smart tag": wrapped_in("smartTag"),
    "link": wrapped_in("hyperlink"),
    "inserted in a control": wrapped_in("sdt", "sdtContent", "ins"),
    "deleted": deleted_text,
    "deleted and hidden": deleted_and_hidden,
    "comments": comments,
    "finer grid": finer_grid,
    "blank paragraphs": blank_paragraphs,
}


@given(
    st.sampled_from(sorted(HOUSES)),
    st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4),
    st.integers(0, 10**6),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changes_that_say_nothing_change_nothing(tmp_path: Path, house: str, names: list[str], seed: int) -> None:
    path = HOUSES[house]().save(tmp_path / "a.docx")
    before = essence(read(path))

    def change(tree: Any, rng: random.Random) -> None:
        for name in names:
            CHANGES[name](tree, rng)

    assert essence(read(changed(path, tmp_path / "b.docx", change, seed))) == before


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_really_changes_the_file(name: str, tmp_path: Path) -> None:
    path = HOUSES["bold_paragraphs"]().save(tmp_path / "a.docx")
    after = changed(path, tmp_path / "b.docx", CHANGES[name], 1)
    same = changed(path, tmp_path / "c.docx", lambda tree, rng: None, 1)
    assert zipfile.ZipFile(after).read(MAIN) != zipfile.ZipFile(same).read(MAIN)


@pytest.mark.parametrize("encoding", ["UTF-16", "GB18030"])
def test_parts_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    path = HOUSES["wps_styles"]().save(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                data = etree.tostring(etree.fromstring(data), encoding=encoding, xml_declaration=True)
            new.writestr(name, data)
    assert essence(read(tmp_path / "b.docx")) == essence(read(path))


@pytest.mark.office
def test_saving_again_with_libreoffice_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    files = [make().save(tmp_path / f"{name}.docx") for name, make in HOUSES.items()]
    office = shutil.which("soffice") or shutil.which("libreoffice") or ""
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    kind = ["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run([office, profile, *kind, *map(str, files)], check=True, capture_output=True, timeout=300)
    for path in files:
        assert essence(read(tmp_path / "out" / path.name)) == essence(read(path)), path.name
