"""The same deliverable said otherwise (同一交付物，换个样子): what a program or a house does to files without changing a number.

Each change takes the folder of a saved deliverable and rewrites its files. The findings must stay what they were.
"""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from yzperf.domain.finding import Finding

Change = Callable[[Path], None]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FULL = str.maketrans("0123456789.%(),:;", "０１２３４５６７８９．％（），：；")
_HALF = str.maketrans("（），：；％．０１２３４５６７８９", "(),:;%.0123456789")
_YUAN = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)元(?!/)")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)(万?)元")
_BARE = re.compile(r"\d+\.\d\d")
_EVIDENCE = re.compile(r"\S+\.(?:csv|txt|xlsx|jpg|docx)")
_WAN = 10_000


# ── rows and files in another order ─────────────────────────────────────────────────────────────────


def reordered(folder: Path) -> None:
    """Rows of the survey, its codebook's items, the frame and the manifest, and the log's entries of one day."""
    rng = random.Random(1)
    for name in ("survey.csv", "survey_frame.csv", "evidence/manifest.csv"):
        head, *rows = _rows(folder / name)
        rng.shuffle(rows)
        _write(folder / name, [head, *rows])
    head, *rows = _rows(folder / "log.csv")
    day = head.index("日期")
    _write(folder / "log.csv", [head, *sorted(rows, key=lambda row: (row[day], rng.random()))])


def renamed(folder: Path) -> None:
    """Files of evidence under other names, and the manifest that says so."""
    head, *rows = _rows(folder / "evidence" / "manifest.csv")
    file = head.index("文件")
    for number, row in enumerate(rows):
        new = f"附{number + 100}号（扫描）{Path(row[file]).suffix}"
        source = folder / "evidence" / row[file]
        if source.exists():
            source.rename(folder / "evidence" / new)
        row[file] = new
    _write(folder / "evidence" / "manifest.csv", [head, *rows])


# ── other programs ──────────────────────────────────────────────────────────────────────────────────


def windows_lines(folder: Path) -> None:
    """CRLF in every table and in the settings; evidence keeps its bytes."""
    for path in (*folder.glob("*.csv"), *folder.glob("*.toml"), folder / "evidence" / "manifest.csv"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def by_excel(folder: Path) -> None:
    """Tables as Excel on a Chinese Windows saves them: GB18030, CRLF."""
    for path in (*folder.glob("*.csv"), folder / "evidence" / "manifest.csv"):
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\n", "\r\n")
        path.write_bytes(text.encode("gb18030"))


def by_libreoffice(folder: Path) -> None:
    """Report and workbooks opened and saved by LibreOffice, with a profile of its own."""
    office = shutil.which("soffice") or shutil.which("libreoffice") or ""
    out = folder.parent / f"{folder.name}_office"
    profile = f"-env:UserInstallation=file://{out}/profile"
    for kind, names in (("docx:MS Word 2007 XML", ["report.docx"]), ("xlsx", ["scores.xlsx", "targets.xlsx"])):
        there = [str(folder / name) for name in names if (folder / name).exists()]
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *there]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    for path in [*out.glob("*.docx"), *out.glob("*.xlsx")]:
        path.replace(folder / path.name)
    shutil.rmtree(out)


# ── other signs and units ───────────────────────────────────────────────────────────────────────────


def full_width(folder: Path) -> None:
    """Digits and signs of the report in full width."""
    _each_text(folder / "report.docx", lambda text: text.translate(_FULL))


def half_width(folder: Path) -> None:
    """Signs and digits of the report in half width."""
    _each_text(folder / "report.docx", lambda text: text.translate(_HALF))


def in_wan(folder: Path) -> None:
    """Every amount of 元 in the text and the table of money of the report in 万元; other houses print 万元 already."""
    in_table = False

    def change(text: str) -> str:
        nonlocal in_table
        in_table = in_table or text == "单位：元"
        if text == "单位：元":
            return "单位：万元"
        if in_table and re.fullmatch(r"[\d,]+\.\d\d", text):
            return _wan(text)
        in_table = in_table and not text.startswith(("二、", "2 ", "（二）", "1.2"))
        return _YUAN.sub(lambda match: f"{_wan(match[1])}万元", text)

    _each_text(folder / "report.docx", change)


def _wan(text: str) -> str:
    """The same amount to the last digit, with two decimals at least."""
    value = Decimal(text.replace(",", "")) / _WAN
    return f"{value:.2f}" if value == value.quantize(Decimal("0.01")) else f"{value.normalize():f}"


CHANGES: dict[str, Change] = {
    "reordered": reordered,
    "renamed evidence": renamed,
    "CRLF": windows_lines,
    "saved by Excel": by_excel,
    "full width": full_width,
    "half width": half_width,
    "万元": in_wan,
    "LibreOffice": by_libreoffice,
}


# ── what must stay ──────────────────────────────────────────────────────────────────────────────────


def essence(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    """What was found: check, kind of place, reported and recomputed value in plain signs; not where a row stands now."""
    return sorted(
        (
            one.id,
            str(one.severity),
            str(one.evidence),
            _kind_of_place(one),
            _plain(one.reported),
            _plain(one.recomputed),
        )
        for one in findings
    )


def _kind_of_place(finding: Finding) -> str:
    where = finding.where
    file = "evidence" if where.file.startswith("evidence/") or not where.file.count(".") else where.file
    return f"{file} {'格' if where.cell else '段' if where.paragraph else '行' if where.line else ''}"


def _plain(text: str) -> str:
    """Without blanks, width and separators; amounts in 元, a file of evidence by its kind.

    A bare number of a table goes by its digits: the unit stands above the table, in 元 or 万元.
    """
    plain = re.sub(r"[\s,]", "", text.translate(_HALF))
    if _BARE.fullmatch(plain):
        return plain.replace(".", "").strip("0")
    if _EVIDENCE.fullmatch(plain):
        return Path(plain).suffix
    return _MONEY.sub(
        lambda match: f"{Decimal(match[1]) * (_WAN if match[2] else 1):f}".rstrip("0").rstrip(".") + "元", plain
    )


# ── files ───────────────────────────────────────────────────────────────────────────────────────────


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def _write(path: Path, rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")


def _each_text(path: Path, change: Callable[[str], str]) -> None:
    """Change the words of every paragraph of a Word file; each becomes one run, as a person would type it anew."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    tree = etree.fromstring(parts["word/document.xml"])
    for paragraph in tree.iter(f"{_W}p"):
        texts = list(_texts(paragraph))
        if texts:
            texts[0].text = change("".join(node.text or "" for node in texts))
            for node in texts[1:]:
                node.text = ""
    parts["word/document.xml"] = etree.tostring(tree)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _texts(paragraph: Any) -> Iterator[Any]:
    return (node for node in paragraph.iter(f"{_W}t"))
