"""A made-up list of projects as a workbook, written the way Excel writes it (示例数据，纯属虚构)."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = ("General", "#,##0.00_ ", "0.00%", "yyyy/m/d", "0.0000")
_LETTERS = "ABCDEFGHIJKLMNOPQRST"

# Heading, style, kind, and how a value is drawn from the row number and a source of chance.
Draw = Callable[[int, random.Random], str]
COLUMNS: tuple[tuple[str, int, str, Draw], ...] = (
    ("序号", 0, "n", lambda row, chance: str(row)),
    ("项目编码", 0, "s", lambda row, chance: f"3211822024{row:08d}"),
    ("项目名称", 0, "s", lambda row, chance: f"示例项目{row}号道路维修工程"),
    ("单位", 0, "s", lambda row, chance: f"示例市第{chance.randrange(300)}实验学校"),
    ("镇", 0, "s", lambda row, chance: f"示例镇{chance.randrange(12)}"),
    ("科目", 0, "s", lambda row, chance: f"20{chance.randrange(500):05d} 示例科目"),
    *(
        (name, 1, "n", lambda row, chance: repr(round(chance.uniform(1, 5000), 2)))
        for name in ("年初预算数", "调整数", "全年预算数", "全年执行数", "结余")
    ),
    ("执行率", 2, "n", lambda row, chance: repr(round(chance.random(), 4))),
    ("目标完成率", 2, "n", lambda row, chance: repr(round(chance.random(), 4))),
    ("开工日期", 3, "n", lambda row, chance: str(45292 + chance.randrange(366))),
    ("完工日期", 3, "n", lambda row, chance: str(45292 + chance.randrange(366))),
    ("数量", 0, "n", lambda row, chance: str(chance.randrange(1, 999))),
    ("系数", 4, "n", lambda row, chance: repr(chance.random())),
    ("等级", 0, "s", lambda row, chance: chance.choice("优良中差")),
    ("重点项目", 0, "b", lambda row, chance: str(chance.randrange(2))),
    ("说明", 0, "s", lambda row, chance: chance.choice(("正常", "雨季影响工期", "资金未及时到位，已补充说明"))),
)


def write_large(path: Path, rows: int, seed: int = 20200225) -> None:
    """Write ``rows`` × 20 cells, one in twenty-five blank from the seventh column on."""
    strings: dict[str, int] = {}
    sheet = "".join(_sheet(rows, random.Random(seed), strings))
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    formats = "".join(f'<numFmt numFmtId="{176 + n}" formatCode="{code}"/>' for n, code in enumerate(_FORMATS))
    cells = "".join(f'<xf numFmtId="{176 + n}" applyNumberFormat="1"/>' for n in range(len(_FORMATS)))
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="项目库" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts><fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, _HEAD + text)


def _sheet(rows: int, chance: random.Random, strings: dict[str, int]) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:T{rows + 1}"/><sheetData>'
    yield from _row(1, [(0, "s", name) for name, *_ in COLUMNS], strings)
    for row in range(2, rows + 2):
        drawn = [(style, kind, draw(row - 1, chance)) for _, style, kind, draw in COLUMNS]
        kept = [cell if n < 6 or chance.random() > 0.04 else None for n, cell in enumerate(drawn)]
        yield from _row(row, kept, strings)
    yield "</sheetData></worksheet>"


def _row(row: int, cells: list[tuple[int, str, str] | None], strings: dict[str, int]) -> Iterator[str]:
    yield f'<row r="{row}" spans="1:20">'
    for letter, cell in zip(_LETTERS, cells, strict=True):
        if cell:
            style, kind, text = cell
            value = strings.setdefault(text, len(strings)) if kind == "s" else text
            look, sort = f' s="{style}"' * bool(style), f' t="{kind}"' * (kind != "n")
            yield f'<c r="{letter}{row}"{look}{sort}><v>{value}</v></c>'
    yield "</row>"


def _relations(pairs: list[tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = {
        "workbook": "sheet.main",
        "worksheets/sheet1": "worksheet",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{sort}+xml"/>' for name, sort in names.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )
