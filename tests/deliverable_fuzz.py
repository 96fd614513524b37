"""Damaged and absurd deliverables by seed: one file of a clean case folder mutated at the level of bytes, parts, nodes or words.

Every one must end with findings or a refusal in Chinese; nothing may crash, hang or break off.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.quality.clean import make_clean
from tests.word_fuzz import is_xml, mutate_names, mutated_bytes, mutated_tree, zipped
from yzperf import face
from yzperf.errors import YzperfError
from yzperf.quality.audit import BROKEN_OFF

TASK = f"{__name__}:check_folder"
_SEEDS = (0, 1, 2)  # the three houses
_QUESTIONNAIRES = 40
_HAN = re.compile("[\u4e00-\u9fff]")
_ABSURD = (
    "", "0", "-0.00", "１２．５％", "1e999", "9" * 400, "NaN", "inf", "－", "100%%", "50万元亿元", "≥≤5", "1/0", "２０２４年１３月４５日",
    "2024-02-30", "90.65分", "优", "\u202e", "\ufffd" * 40, "\ud7ff", "附件99", "E01,E01,E999", "=1+1", "第零章", "t(0)=0，P＜0", "t(-1)=∞",
    "由0%提高到0%，提高0个百分点", "其中0万元、0万元，合计0万元", "占比100%，占0人的5%", "(((((", "］【〔", "α=1.5", "《》", "χ2=，df=", "n=0",
)  # fmt: skip
_CELLS = (*_ABSURD, ",", '"', "a" * 5000, "\x00", "\r", "２０２３", "示例甲镇", "非常满意", "8:99", "-5")


@cache
def bases() -> tuple[dict[str, bytes], ...]:
    """Clean deliverables as files by name, with few questionnaires: it is the reading that is tried."""
    found = []
    for seed in _SEEDS:
        made = make_clean(seed)
        made.survey = made.survey[:: len(made.survey) // _QUESTIONNAIRES]
        with tempfile.TemporaryDirectory() as folder:
            made.save(Path(folder) / "case")
            root = Path(folder) / "case"
            found.append({p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()})
    return tuple(found)


# ── mutations ───────────────────────────────────────────────────────────────────────────────────────


def mutated(seed: int) -> tuple[str, dict[str, bytes]]:
    """The name of the file that was changed, and all files of the deliverable."""
    rng = random.Random(seed)
    files = dict(rng.choice(bases()))
    name = rng.choice(_names(files, rng))
    for _ in range(rng.choice((1, 1, 2, 3))):
        files[name] = rng.choice(_ways(name))(files[name], rng)
    return name, files


def _names(files: Mapping[str, bytes], rng: random.Random) -> list[str]:
    """Files of one kind: report and workbooks as often as all tables and settings."""
    ending = rng.choice((".docx", ".docx", ".xlsx", ".csv", ".csv", ".toml"))
    return sorted(name for name in files if name.endswith(ending))


def _ways(name: str) -> tuple[Callable[[bytes, random.Random], bytes], ...]:
    ending = name.rpartition(".")[2]
    if ending in ("docx", "xlsx"):
        return (_parts, _nodes, _nodes, _said, _said, mutated_bytes)
    return (_cells, _cells, _lines, mutated_bytes) if ending == "csv" else (_settings, _settings, _lines, mutated_bytes)


def _opened(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zipfile.zlib.error, EOFError):  # type: ignore[attr-defined]
        return {}  # an earlier mutation went deep


def _in_package(change: Callable[[dict[str, bytes], random.Random], None]) -> Callable[[bytes, random.Random], bytes]:
    def apply(data: bytes, rng: random.Random) -> bytes:
        parts = _opened(data)
        if not parts:
            return mutated_bytes(data, rng)
        change(parts, rng)
        return zipped(parts, rng)

    return apply


@_in_package
def _parts(parts: dict[str, bytes], rng: random.Random) -> None:
    mutate_names(parts, rng)


@_in_package
def _nodes(parts: dict[str, bytes], rng: random.Random) -> None:
    name = _part(parts, rng)
    if is_xml(parts[name]):
        parts[name] = mutated_tree(parts[name], rng)


@_in_package
def _said(parts: dict[str, bytes], rng: random.Random) -> None:
    """Words between tags: numbers, cells and sentences become absurd; the file stays sound."""
    name = _part(parts, rng)
    text = parts[name].decode("utf-8", "replace")
    spots = [match.span(1) for match in re.finditer(r">([^<>\n]+)<", text)]
    for start, end in sorted(rng.sample(spots, min(len(spots), rng.choice((1, 3, 20)))), reverse=True):
        new = _absurd(text[start:end], rng)
        text = text[:start] + new.replace("&", "&amp;").replace("<", "&lt;") + text[end:]
    parts[name] = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text).encode("utf-8", "replace")


def _part(parts: Mapping[str, bytes], rng: random.Random) -> str:
    """A part that says something more often than one that only describes."""
    telling = [name for name in parts if re.search(r"document\.xml$|sheet\d*\.xml$|sharedStrings", name)]
    every = [name for name in parts if name.endswith((".xml", ".rels"))] or list(parts)
    return rng.choice(telling if telling and rng.random() < 0.7 else every)


def _absurd(text: str, rng: random.Random) -> str:
    """The words replaced, repeated, cut, or with another number in them."""
    number = re.search(r"\d[\d,.]*", text)
    ways = [rng.choice(_ABSURD), text * rng.choice((2, 40)), text[: len(text) // 2], text + rng.choice(_ABSURD)]
    if number:
        ways += [text[: number.start()] + rng.choice(_ABSURD) + text[number.end() :]] * 4
    return rng.choice(ways)


def _cells(data: bytes, rng: random.Random) -> bytes:
    """Cells, columns and rows of a delimited file changed."""
    rows = [line.split(",") for line in data.decode("utf-8", "replace").splitlines()] or [[""]]
    for _ in range(rng.choice((1, 2, 10))):
        row = rng.choice(rows[:1] * 4 + rows)
        at = rng.randrange(len(row))
        kind = rng.randrange(5)
        if kind == 0:
            row[at] = rng.choice(_CELLS)
        elif kind == 1:
            row[at] = _absurd(row[at], rng)
        elif kind == 2:
            for one in rows:
                del one[at : at + 1]
        elif kind == 3:
            row.insert(at, row[at])
        else:
            rows[:] = [*rows[:1], *(one for one in rows[1:] if rng.random() < 0.5)]
        rows[:] = [one or [""] for one in rows]
    return "\n".join(",".join(row) for row in rows).encode("utf-8", "replace")


def _lines(data: bytes, rng: random.Random) -> bytes:
    """Lines dropped, repeated, exchanged; another encoding now and then."""
    lines = data.decode("utf-8", "replace").splitlines()
    for _ in range(rng.choice((1, 3))):
        if lines:
            at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
            kind = rng.randrange(3)
            if kind == 0:
                del lines[at]
            elif kind == 1:
                lines[at:at] = [lines[at]] * rng.choice((1, 200))
            else:
                lines[at], lines[other] = lines[other], lines[at]
    return "\r\n".join(lines).encode(rng.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), "replace")


def _settings(data: bytes, rng: random.Random) -> bytes:
    """Values of case.toml of another kind, out of range or absurd."""
    lines = data.decode("utf-8", "replace").splitlines()
    at = rng.randrange(len(lines))
    key, sign, _ = lines[at].partition(" = ")
    absurd = rng.choice(_ABSURD).replace("\\", "").replace('"', "")
    kinds = (
        f'"{absurd}"',
        "0",
        "-1",
        "99999999999999999999",
        "[]",
        "{}",
        "true",
        "1.5e300",
        "9999-12-31",
        "[2024-12-31, 2024-01-01]",
        "",
    )
    lines[at] = (
        f"{key}{sign}{rng.choice(kinds)}" if sign else rng.choice((f"[{absurd}]", "[[method]]", key * 2, "x = 1"))
    )
    return "\n".join(lines).encode("utf-8", "replace")


# ── outcome ─────────────────────────────────────────────────────────────────────────────────────────


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Lay the files into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def check_folder(folder: Path, settings: Mapping[str, Any]) -> str:
    """``发现 n``, or ``拒绝`` for a refusal in Chinese; anything else is told as the fault that it is.

    Runs in a limited child (``settings`` is empty), where nothing may be written.
    """
    try:
        audit = face.check_case(face.open_case(folder))
        for finding in audit.findings:
            str(finding.where)
        audit.coverage.sentence()
    except YzperfError as error:
        return "拒绝" if _HAN.search(str(error)) and "Traceback" not in str(error) else f"没有中文：{error}"
    except Exception:
        return f"故障\n{traceback.format_exc()}"
    broken = [text for text in audit.coverage.missing.values() if BROKEN_OFF in text]
    return f"故障\n{broken[0]}" if broken else f"发现 {len(audit.findings)}"
