"""Workbooks put together part by part, so that every byte of them can be odd."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet(rows: str, behind: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def strings(*items: str) -> str:
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(items)}</sst>'


def styles(*codes: str) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in enumerate(map(_escaped, codes), 200)
    )
    cells = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + number}"/>' for number in range(len(codes)))
    return f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def _escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def parts(
    rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>',
    *,
    behind: str = "",
    shared: str = "",
    style: str = "",
    book: str = "",
) -> dict[str, bytes]:
    """All parts of a workbook of one sheet; ``book`` stands before the list of sheets."""
    related = [("worksheet", "worksheets/sheet1.xml")]
    texts = {"xl/worksheets/sheet1.xml": rows if rows.startswith("<?xml") else sheet(rows, behind)}
    for kind, name, text in (("styles", "styles.xml", style), ("sharedStrings", "sharedStrings.xml", shared)):
        if text:
            related.append((kind, name))
            texts[f"xl/{name}"] = text
    texts["_rels/.rels"] = _relations([("officeDocument", "xl/workbook.xml")])
    texts["xl/_rels/workbook.xml.rels"] = _relations(related)
    texts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}'
        '<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    texts["[Content_Types].xml"] = _CONTENT_TYPES
    return {name: text.encode() for name, text in texts.items()}


def _relations(pairs: list[tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'


_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SPREADSHEET}.sharedStrings+xml"/></Types>'
)


def packed(path: Path, content: Mapping[str, bytes]) -> Path:
    """Write the parts as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def workbook(path: Path, rows: str, **texts: str) -> Path:
    """Write a workbook of one sheet."""
    return packed(path, parts(rows, **texts))
