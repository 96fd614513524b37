"""Files that were made to harm the reader, or came to harm themselves: every kind with what must become of it.

``KINDS`` maps the name of a file to the words of its refusal (nothing: it is read, and harmless) and the way to make it.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.loaders.packages import HEAD, MAIN, OFFICE, RELATIONS, packed, parts, sheet, strings, styles

Make = Callable[[Path], object]
Kind = tuple[str, Make]
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def workbook(rows: str = CELL, more: dict[str, bytes] | None = None, **texts: str) -> Make:
    return lambda path: packed(path, parts(rows, **texts) | (more or {}))


def raw(data: bytes) -> Make:
    return lambda path: path.write_bytes(data)


def columns(count: int) -> Make:
    names, line = b",".join(b"c%d" % n for n in range(count)), b"1," * (count - 1) + b"1\n"
    return raw(names + b"\n" + line)


def hole(size: int) -> Make:
    """A file that claims so many bytes and has none of them on the disk."""

    def make(path: Path) -> None:
        path.touch()
        os.truncate(path, size)

    return make


def repeated(piece: bytes, count: int, begin: bytes = b"", end: bytes = b"") -> Make:
    """Made only when it is written: the corpus itself must not fill the memory."""
    return lambda path: path.write_bytes(begin + piece * count + end)


def archive(change: Callable[[bytes], bytes]) -> Make:
    """A good workbook whose bytes are changed afterwards."""

    def make(path: Path) -> None:
        packed(path, parts("".join(_rows(300))))
        path.write_bytes(change(path.read_bytes()))

    return make


def _rows(count: int) -> list[str]:
    return [f'<row r="{n}"><c r="A{n}"><v>{n * 7919}</v></c></row>' for n in range(1, count + 1)]


def entities(text: str) -> bytes:
    return text.encode()


# ── archives ────────────────────────────────────────────────────────────────────────────────────────


def _flip(data: bytes) -> bytes:
    middle = data.index(b"PK\x03\x04") + 900
    return data[:middle] + bytes(40) + data[middle + 40 :]


def _claim(size: int) -> Callable[[bytes], bytes]:
    """Claim another size for the first part, in its own header and in the directory."""

    def change(data: bytes) -> bytes:
        local, entry = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
        data = data[: local + 22] + struct.pack("<I", size) + data[local + 26 :]
        return data[: entry + 24] + struct.pack("<I", size) + data[entry + 28 :]

    return change


def _flag(data: bytes) -> bytes:
    entry = data.index(b"PK\x01\x02")
    return data[: entry + 8] + b"\x01\x00" + data[entry + 10 :]


def _overlap(data: bytes) -> bytes:
    """Let a second directory entry point at the bytes of the first part."""
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    return data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :]


def named(name: str) -> Make:
    return workbook(more={name: b"<x/>"})


def doubled(path: Path) -> None:
    packed(path, parts())
    with zipfile.ZipFile(path, "a") as target:
        target.writestr(SHEET.upper(), sheet(CELL))


def many(path: Path) -> None:
    packed(path, parts() | {f"docProps/{n}.xml": b"<x/>" for n in range(2_001)})


def method(number: int) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", number) as target:
            for name, data in parts().items():
                target.writestr(name, data)

    return make


def zipped_twice(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("bomb", bytes(50_000_000))
    packed(path, parts() | {"xl/media/inner.zip": inner.getvalue()})


def zeros(size: int, name: str = SHEET) -> Make:
    return lambda path: packed(path, parts() | {name: b"<x>" + b"0" * size})


ARCHIVES: dict[str, Kind] = {
    "no zip.xlsx": ("损坏", raw(b"not a zip at all")),
    "begins like a zip.xlsx": ("损坏", raw(b"PK\x03\x04 broken")),
    "empty zip.xlsx": ("里面没有工作表", raw(b"PK\x05\x06" + bytes(18))),
    "empty.xlsx": ("0 字节", raw(b"")),
    "blanks.xlsx": ("损坏", raw(b" " * 5000)),
    "cut in half.xlsx": ("损坏", archive(lambda data: data[: len(data) // 2])),
    "cut at the end.xlsx": ("损坏", archive(lambda data: data[:-30])),
    "flipped bytes.xlsx": ("损坏", archive(_flip)),
    "something in front.xlsx": ("", archive(lambda data: b"MZ" + bytes(500) + data)),
    "something behind.xlsx": ("", archive(lambda data: data + bytes(300))),
    "claims to be small.xlsx": ("损坏", archive(_claim(10))),
    "claims 4 GB.xlsx": ("MB", archive(_claim(4_000_000_000))),
    "encrypted part.xlsx": ("加密", archive(_flag)),
    "overlapping parts.xlsx": ("重叠", archive(_overlap)),
    "doubled part.xlsx": ("重名", doubled),
    "leaves the archive.xlsx": ("包内相对路径", named("../../evil.xml")),
    "absolute path.xlsx": ("包内相对路径", named("/etc/evil.xml")),
    "drive letter.xlsx": ("包内相对路径", named("C:evil.xml")),
    "backslashes.xlsx": ("包内相对路径", named("xl\\evil.xml")),
    "control signs in a name.xlsx": ("包内相对路径", named("xl/\x1b[31mevil.xml")),
    "2001 parts.xlsx": ("不超过 2000 个", many),
    "packed by bzip2.xlsx": ("少见的压缩方法", method(zipfile.ZIP_BZIP2)),
    "packed by lzma.xlsx": ("少见的压缩方法", method(zipfile.ZIP_LZMA)),
    "zip in the zip.xlsx": ("", zipped_twice),
    "bomb in the sheet.xlsx": ("MB", zeros(150_000_000)),
    "bomb in a picture.xlsx": ("MB", zeros(250_000_000, "xl/media/image1.png")),
    "bomb in the strings.xlsx": ("MB", zeros(60_000_000, "xl/sharedStrings.xml")),
}

# ── XML ─────────────────────────────────────────────────────────────────────────────────────────────

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>'


def declared(doctype: str, name: str = SHEET, encoding: str = "UTF-8") -> Make:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<x>{"&a;" * 1000}</x>'
    return workbook(more={name: text.encode(encoding)}, shared=strings("<si><t>x</t></si>"), style=styles("0%"))


def filled_with_digits(begin: str, end: str) -> Make:
    """Sixteen million digits, which pack badly."""

    def make(path: Path) -> None:
        digits = random.Random(3).randbytes(8_000_000).hex()
        body(begin + digits + end)(path)

    return make


def body(inner: str) -> Make:
    return workbook(f'{HEAD}<worksheet xmlns="{MAIN}">{inner}</worksheet>')


XML: dict[str, Kind] = {
    "external entity.xlsx": ("实体", declared(EXTERNAL)),
    "billion laughs.xlsx": ("实体", declared(LAUGHS)),
    "quadratic blowup.xlsx": ("实体", declared(QUADRATIC)),
    "parameter entity.xlsx": ("实体", declared(PARAMETER)),
    "entity in the strings.xlsx": ("实体", declared(EXTERNAL, "xl/sharedStrings.xml")),
    "entity in the styles.xlsx": ("实体", declared(EXTERNAL, "xl/styles.xml")),
    "entity in the book.xlsx": ("实体", declared(EXTERNAL, "xl/workbook.xml")),
    "entity in the relations.xlsx": ("实体", declared(EXTERNAL, "_rels/.rels")),
    "entity in UTF-16.xlsx": ("不是 UTF-8", declared(EXTERNAL, encoding="UTF-16")),
    "entity in UTF-32.xlsx": ("不是 UTF-8", declared(EXTERNAL, encoding="UTF-32")),
    "entity in UTF-7.xlsx": ("不是 UTF-8", declared(EXTERNAL, encoding="UTF-7")),
    "entity behind a megabyte.xlsx": ("实体", workbook(more={SHEET: f"<!--{'x' * (1 << 20)}-->{LAUGHS}<x/>".encode()})),
    "entity over two chunks.xlsx": (
        "实体",
        workbook(more={SHEET: f"<!--{'x' * ((1 << 20) - 12)}-->{LAUGHS}<x/>".encode()}),
    ),
    "undefined entity.xlsx": (
        "损坏",
        body('<sheetData><row r="1"><c r="A1" t="str"><v>&evil;</v></c></row></sheetData>'),
    ),
    "nested deeply.xlsx": ("损坏", body("<x>" * 100_000 + "</x>" * 100_000)),
    "long attribute.xlsx": ("损坏", filled_with_digits('<sheetData x="', '"/>')),
    "long text in a cell.xlsx": (
        "",
        filled_with_digits('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>', "</t></is></c></row></sheetData>"),
    ),
    "never closed.xlsx": (
        "损坏",
        workbook(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v>'),
    ),
    "closed wrongly.xlsx": ("损坏", body("<sheetData><row></c></row></sheetData>")),
    "two roots.xlsx": ("损坏", workbook(f"{sheet(CELL)}<x/>")),
    "control signs.xlsx": ("损坏", body('<sheetData><row r="1"><c r="A1" t="str"><v>&#0;</v></c></row></sheetData>')),
    "broken UTF-8.xlsx": ("损坏", workbook(more={SHEET: sheet(CELL).encode().replace(b"<v>1", b"<v>\xff\xfe")})),
    "include.xlsx": (
        "",
        body(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        ),
    ),
    "style sheet.xlsx": (
        "",
        workbook(sheet(CELL).replace("<worksheet", '<?xml-stylesheet href="http://127.0.0.1:9/x"?><worksheet')),
    ),
    "foreign words.xlsx": (
        "没有内容",
        workbook('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
    ),
}

# ── workbooks ───────────────────────────────────────────────────────────────────────────────────────


def cells(*inner: str) -> Make:
    return workbook(
        "".join(f'<row r="{n}">{cell}</row>' for n, cell in enumerate(inner, 1)), shared=strings("<si><t>甲</t></si>")
    )


def cell(inner: str) -> Make:
    return cells(inner)


def merged(*areas: str, rows: str = CELL) -> Make:
    return workbook(
        rows, behind="<mergeCells>" + "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</mergeCells>"
    )


def wide_rows(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 300_001))
    packed(path, parts(rows))


def formatted(code: str) -> Make:
    return workbook('<row r="1"><c r="A1" s="1"><v>12.5</v></c></row>', style=styles(code))


def related(target: str, mode: str = "") -> Make:
    line = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="{target}"{mode}/>'
    return workbook(
        more={"xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">{line}</Relationships>'.encode()}
    )


def sheets(count: int, targets: Callable[[int], str], rows: str = CELL) -> Make:
    """A workbook of many sheets."""
    lines = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="{targets(n)}"/>' for n in range(count))
    names = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(count))
    more = {f"xl/{targets(n)}": sheet(rows).encode() for n in range(count)}
    more["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'.encode()
    more["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'.encode()
    )
    return workbook(more=more)


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
QUITE_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="300"><c r="XFD300"><v>1</v></c></row>'
SHARED_FORMULAS = "".join(
    f'<row r="{n}"><c r="A{n}"><f t="shared" si="{n % 5}" ref="A1:A900">A{n + 1}+A{n}</f><v>{n}</v></c></row>'
    for n in range(1, 900)
)

BOOKS: dict[str, Kind] = {
    "two far cells.xlsx": ("紧凑", workbook(FAR)),
    "one far cell.xlsx": ("紧凑", workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "300000 rows of two far columns.xlsx": ("紧凑", wide_rows),
    "claims to fill the sheet.xlsx": (
        "",
        workbook(sheet(CELL).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    ),
    "row behind the last.xlsx": ("损坏", cell('<c r="A1048577"><v>1</v></c>')),
    "row nought.xlsx": ("损坏", cell('<c r="A0"><v>1</v></c>')),
    "column behind the last.xlsx": ("损坏", cell('<c r="XFE1"><v>1</v></c>')),
    "no reference at all.xlsx": ("损坏", cell('<c r="?"><v>1</v></c>')),
    "rows downwards.xlsx": ("", workbook("".join(reversed(_rows(50))))),
    "the same cell twice.xlsx": ("", cell('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')),
    "merged all over.xlsx": ("", merged("A1:XFD1048576")),
    "10000 merged areas on each other.xlsx": (
        "紧凑",
        merged(*["A1:Z5000"] * 10_000, rows="".join(_rows(5000)).replace("A5000", "Z5000")),
    ),
    "200000 merged areas.xlsx": ("", merged(*(f"A{n}:B{n}" for n in range(1, 200_001)), rows="".join(_rows(3)))),
    "merged backwards.xlsx": ("", merged("C3:A1", "A1", "A1:A1")),
    "merged nonsense.xlsx": ("损坏", merged("nonsense")),
    "300 far sheets.xlsx": ("紧凑", sheets(300, lambda n: f"worksheets/sheet{n}.xml", QUITE_FAR)),
    "1900 sheets.xlsx": ("", sheets(1900, lambda n: f"worksheets/sheet{n}.xml")),
    "one part as 5000 sheets.xlsx": ("损坏", sheets(5000, lambda n: "worksheets/sheet1.xml")),
    "sheet outside.xlsx": ("里面没有工作表", related("../../../etc/passwd")),
    "sheet by address.xlsx": ("里面没有工作表", related("http://127.0.0.1:9/x", ' TargetMode="External"')),
    "sheet that is missing.xlsx": ("里面没有工作表", related("worksheets/sheet9.xml")),
    "sheet that is the book.xlsx": ("没有内容", related("workbook.xml")),
    "sheet of an odd name.xlsx": (
        "实体",
        workbook(
            more={
                "xl/data.bin": f"{LAUGHS}<x/>".encode(),
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="data.bin"/></Relationships>'.encode(),
            }
        ),
    ),
    "string that is missing.xlsx": ("损坏", cell('<c r="A1" t="s"><v>999999</v></c>')),
    "string minus one.xlsx": ("损坏", cell('<c r="A1" t="s"><v>-2</v></c>')),
    "string of ten digits.xlsx": ("损坏", cell('<c r="A1" t="s"><v>9999999999</v></c>')),
    "style of ten digits.xlsx": ("", cell('<c r="A1" s="9999999999"><v>1</v></c>')),
    "kind that is none.xlsx": ("损坏", cell('<c r="A1" t="evil"><v>1</v></c>')),
    "number too large.xlsx": ("损坏", cell('<c r="A1"><v>1e400</v></c>')),
    "number of 100000 digits.xlsx": ("损坏", cell(f'<c r="A1"><v>{"9" * 100_000}</v></c>')),
    "no number.xlsx": ("损坏", cell('<c r="A1"><v>NaN</v></c>')),
    "number of 300 places.xlsx": ("", cells(*[f'<c r="A{n}"><v>1e{n}</v></c>' for n in range(1, 300)])),
    "date too late.xlsx": (
        "",
        workbook(
            '<row r="1"><c r="A1" s="1"><v>1e18</v></c><c r="B1" s="1"><v>-1e9</v></c></row>', style=styles("yyyy/m/d")
        ),
    ),
    "format of 100000 noughts.xlsx": ("", formatted("0" * 100_000)),
    "format of quotes.xlsx": ("", formatted('"' * 20_001)),
    "format of brackets.xlsx": ("", formatted("[" * 20_000)),
    "format of sections.xlsx": ("", formatted(";" * 20_000)),
    "format of conditions.xlsx": ("", formatted("[>1]0;" * 5_000)),
    "format of commas.xlsx": ("", formatted("0" + "," * 20_000)),
    "60000 styles.xlsx": (
        "",
        workbook('<row r="1"><c r="A1" s="59999"><v>1</v></c></row>', style=styles(*["0.00"] * 60_000)),
    ),
    "shared formulas in a ring.xlsx": ("", workbook(SHARED_FORMULAS)),
    "long formula.xlsx": ("", cell(f'<c r="A1"><f>{"A1+" * 100_000}1</f><v>1</v></c>')),
    "formula that starts a program.xlsx": ("", cell("<c r=\"A1\"><f>cmd|' /C calc'!A0</f><v>0</v></c>")),
    "formula that loads.xlsx": ("", cell('<c r="A1" t="str"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>x</v></c>')),
    "macros.xlsx": ("宏", named("xl/vbaProject.bin")),
    "old macros.xlsx": ("宏", named("xl/macrosheets/sheet1.xml")),
    "controls.xlsx": ("嵌入对象", named("xl/activeX/activeX1.bin")),
    "embedded object.xlsx": ("嵌入对象", named("xl/embeddings/oleObject1.bin")),
    "external link.xlsx": ("外部链接", named("xl/externalLinks/externalLink1.xml")),
    "connection.xlsx": ("", named("xl/connections.xml")),
    "remote picture.xlsx": (
        "",
        workbook(
            more={
                "xl/drawings/_rels/drawing1.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}/image" Target="http://127.0.0.1:9/x.png" TargetMode="External"/></Relationships>'.encode()
            }
        ),
    ),
    "name of markup.xlsx": (
        "",
        workbook(
            more={
                "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="&lt;script&gt;[red]" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode()
            }
        ),
    ),
}

# ── other kinds of file under the name of a workbook ────────────────────────────────────────────────


def as_docx(path: Path) -> None:
    packed(
        path,
        {
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
            "word/document.xml": b"<w:document xmlns:w='x'><w:body/></w:document>",
        },
    )


def as_ods(path: Path) -> None:
    packed(path, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


def pipe(path: Path) -> None:
    os.mkfifo(path)


RENAMED: dict[str, Kind] = {
    "old workbook.xlsx": ("旧版文件", raw(OLE)),
    "workbook with a password.xlsx": ("打开密码", raw(OLE + "EncryptedPackage".encode("utf-16-le"))),
    "word document.xlsx": ("里面没有工作表", as_docx),
    "open document.xlsx": ("里面没有工作表", as_ods),
    "picture of a page.xlsx": ("PDF", raw(b"%PDF-1.7\n" + bytes(200))),
    "web page.xlsx": ("网页", raw(b"\xef\xbb\xbf\r\n<html><table><tr><td>1</td></tr></table></html>")),
    "packed.xlsx": ("gzip", raw(gzip.compress(bytes(1000)))),
    "packed otherwise.xlsx": ("RAR", raw(b"Rar!\x1a\x07\x01\x00" + bytes(100))),
    "text.xlsx": ("损坏", raw("甲,乙\n1,2\n".encode())),
    "noise.xlsx": ("损坏", raw(random.Random(1).randbytes(200_000))),
    "old.xls": ("另存为", raw(OLE)),
    "office of another house.et": ("另存为", raw(OLE)),
    "binary.xlsb": ("另存为", raw(b"PK")),
    "with macros.xlsm": ("另存为", raw(b"PK")),
    "pipe.xlsx": ("管道或设备", pipe),
    "folder.xlsx": ("文件夹", lambda path: path.mkdir()),
    "link to nowhere.xlsx": ("没有这个文件", lambda path: path.symlink_to("/nowhere/at/all")),
}

# ── delimited text ──────────────────────────────────────────────────────────────────────────────────

TEXTS: dict[str, Kind] = {
    "noughts.csv": ("空字节", raw("甲,乙\n1,\0\n".encode())),
    "utf-7.csv": ("UTF-7", raw("项目,金额\n农村公路养护,1\n".encode("utf-7"))),
    "big5.csv": ("像乱码", raw("專案名稱,金額\n鄉村道路養護與環境綜合整治,1\n".encode("big5"))),
    "noise.csv": ("认不出编码", raw(b"a,b\n" + random.Random(2).randbytes(100_000).replace(b"\0", b"\1"))),
    "one line of 3 MB.csv": ("长度正常的单元格", repeated(b"x", 3_000_000, b"a,b\n")),
    "10 MB of commas.csv": ("万个单元格", repeated(b",", 10_000_000)),
    "10 MB of line ends.csv": ("万个单元格", repeated(b"\n", 10_000_000)),
    "10 MB of returns.csv": ("万个单元格", repeated(b"\r", 10_000_000)),
    "110 MB.csv": ("超过 100 MB", hole(110_000_000)),
    "a quote that is never closed.csv": ("双引号", raw('甲,乙\n1,"2\n'.encode() + b"3,4\n" * 100_000)),
    "a quote that swallows.csv": ("双引号", raw('甲,乙\n1,"2\n'.encode() + b"3,4\n" * 100_000 + b'",5\n')),
    "a million quotes.csv": ("双引号", raw(b'a,"' + b'"' * 1_000_000 + b"\n")),
    "100000 columns.csv": ("不超过 16384 列", columns(100_000)),
    "3000 columns.csv": ("", columns(3_000)),
    "mixed delimiters.csv": ("", raw(b"a;b,c\td|e\n" * 5000)),
    "formulas.csv": ("", raw("名称,值\n=cmd|' /C calc'!A0,1\n@SUM(A1),2\n".encode())),
    "mark alone.csv": ("", raw(b"\xef\xbb\xbf")),
    "workbook in fact.csv": ("改了后缀的 Office 文件", lambda path: packed(path, parts())),
}

# ── word documents, as far as the same guard serves ─────────────────────────────────────────────────

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(inner: str, more: dict[str, bytes] | None = None, head: str = "") -> Make:
    text = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'
    return lambda path: packed(path, {"word/document.xml": text.encode()} | (more or {}))


DOCUMENTS: dict[str, Kind] = {
    "no zip.docx": ("损坏", raw(b"nonsense")),
    "old document.docx": ("旧版 Word", raw(OLE)),
    "external entity.docx": ("实体", document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", head=EXTERNAL)),
    "bomb.docx": ("MB", document("", {"word/styles.xml": b"<x>" + b"0" * 150_000_000})),
    "nested deeply.docx": ("正文部件损坏", document("<w:ins>" * 50_000 + "</w:ins>" * 50_000)),
    "macros.docx": ("宏", document("<w:p/>", {"word/vbaProject.bin": b"x"})),
    "workbook in fact.docx": ("内容却是 Excel 工作簿", lambda path: packed(path, parts())),
}

KINDS: dict[str, Kind] = {**ARCHIVES, **XML, **BOOKS, **RENAMED, **TEXTS, **DOCUMENTS}


def make_all(folder: Path) -> list[Path]:
    """Write every file of the corpus."""
    paths = [folder / name for name in KINDS]
    for path in paths:
        KINDS[path.name][1](path)
    return paths
