"""A .docx written piece by piece as raw XML: what python-docx cannot make, or makes in one way only."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


def run(text: str, *, bold: bool = False, size: float = 0, font: str = "", more: str = "") -> str:
    """One run; ``more`` is further content of its ``w:rPr``."""
    properties = "".join(
        (
            f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>' if font else "",
            "<w:b/>" if bold else "",
            more,
            f'<w:sz w:val="{int(size * 2)}"/>' if size else "",
        )
    )
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*content: str, style: str = "", more: str = "") -> str:
    """One paragraph of ready runs, or of plain text; ``more`` is further content of its ``w:pPr``."""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{runs}</w:p>"


def centred(*content: str, style: str = "") -> str:
    """A centred paragraph."""
    return para(*content, style=style, more='<w:jc w:val="center"/>')


def word_field(code: str, shown: str = "") -> str:
    """A complex field with its stored result."""
    result = run(shown) if shown else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def tracked(kind: str, *runs: str, author: str = "张三", date: str = "2025-03-01T08:00:00Z") -> str:
    """Runs inside a tracked ``ins``, ``del``, ``moveTo`` or ``moveFrom``."""
    inside = "".join(runs)
    if kind in ("del", "moveFrom"):
        inside = inside.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f'<w:{kind} w:id="9" w:author="{author}" w:date="{date}">{inside}</w:{kind}>'


@dataclass(frozen=True)
class C:
    """A cell: text or ready blocks, columns that it spans, whether it begins or continues a merge downwards."""

    content: str = ""
    span: int = 1
    down: str = ""  # "" | restart | continue


def cell(given: C | str, width: int = 1500) -> str:
    """One ``w:tc``."""
    made = C(given) if isinstance(given, str) else given
    blocks = made.content if made.content.startswith("<") else para(made.content)
    span = f'<w:gridSpan w:val="{made.span}"/>' if made.span > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[made.down]
    size = f'<w:tcW w:w="{width * made.span}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{size}{span}{down}</w:tcPr>{blocks}</w:tc>"


def table(rows: Sequence[Sequence[C | str]], *, heading_rows: int = 0, more: str = "") -> str:
    """One ``w:tbl``; rows give cells from left to right."""
    width = max(sum(c.span if isinstance(c, C) else 1 for c in row) for row in rows)
    grid = '<w:gridCol w:w="1500"/>' * width
    body = "".join(
        f"<w:tr><w:trPr>{'<w:tblHeader/>' if number < heading_rows else ''}</w:trPr>"
        f"{''.join(cell(one) for one in row)}</w:tr>"
        for number, row in enumerate(rows)
    )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{1500 * width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>{more}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def picture(relation: str = "rIdPicture", *, alt: str = "", floating: bool = False, mm: float = 60) -> str:
    """A run with an inline or floating picture."""
    emu = int(mm * 36000)
    inner = (
        f'<wp:extent cx="{emu}" cy="{emu // 2}"/><wp:docPr id="1" name="图片 1" descr={quoteattr(alt)}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu}" cy="{emu // 2}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
    if floating:
        inner = (
            '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            + inner.replace("<wp:docPr", "<wp:wrapNone/><wp:docPr")
        )
        head = 'wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" locked="0" layoutInCell="1" allowOverlap="1" relativeHeight="2"'
        return f"<w:r><w:drawing><{head}>{inner}</wp:anchor></w:drawing></w:r>"
    return f"<w:r><w:drawing><wp:inline>{inner}</wp:inline></w:drawing></w:r>"


def text_box(*blocks: str) -> str:
    """A run with a drawn text box, and the fallback that older programs read."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" locked="0" layoutInCell="1" allowOverlap="1" relativeHeight="3">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1800000" cy="720000"/><wp:wrapNone/><wp:docPr id="5" name="文本框 5"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="720000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


@dataclass
class WordFile:
    """A Word file in the making: body and further parts, saved with fixed names."""

    body: list[str] = field(default_factory=list)
    styles: str = ""
    numbering: str = ""
    section: str = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    parts: dict[str, bytes] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    content_types: dict[str, str] = field(default_factory=dict)

    def add(self, *blocks: str) -> WordFile:
        """Append blocks to the body."""
        self.body += blocks
        return self

    def part(self, kind: str, name: str, xml: str, root: str, *, relation: str = "") -> WordFile:
        """Add a part of the main vocabulary: footnotes, comments, settings, a header …"""
        self.parts[f"word/{name}"] = f"<w:{root} {NAMESPACES}>{xml}</w:{root}>".encode()
        self.relations.append((relation or f"rId{len(self.relations) + 10}", kind, name))
        self.content_types[f"/word/{name}"] = f"{_TYPES}.{kind}+xml"
        return self

    def raw_part(self, name: str, data: bytes, *, relation: tuple[str, str] | None = None, mime: str = "") -> WordFile:
        """Add any other part: a picture, a chart, properties."""
        self.parts[name] = data
        if relation:
            self.relations.append((relation[0], relation[1], name.removeprefix("word/")))
        if mime:
            self.content_types[f"/{name}"] = mime
        return self

    def with_picture(self) -> WordFile:
        """Add the picture that ``picture()`` shows."""
        return self.raw_part("word/media/image1.png", PNG, relation=("rIdPicture", "image"))

    def save(self, path: Path) -> Path:
        """Write the file."""
        if self.styles:
            self.part("styles", "styles.xml", self.styles, "styles")
            self.styles = ""
        if self.numbering:
            self.part("numbering", "numbering.xml", self.numbering, "numbering")
            self.numbering = ""
        parts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml"), *self._properties()]),
            "word/document.xml": self.document(),
            "word/_rels/document.xml.rels": _relations(self.relations),
            **self.parts,
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path

    def document(self) -> bytes:
        """The main part."""
        body = "".join(self.body)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        return f"{head}<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{self.section}</w:sectPr></w:body></w:document>".encode()

    def _properties(self) -> list[tuple[str, str, str]]:
        kinds = {"core": "core-properties", "app": "extended-properties", "custom": "custom-properties"}
        return [
            (f"p{key}", kind, f"docProps/{key}.xml")
            for key, kind in kinds.items()
            if f"docProps/{key}.xml" in self.parts
        ]

    def _types(self) -> str:
        overrides = {"/word/document.xml": f"{_TYPES}.document.main+xml", **self.content_types}
        return (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
            + "</Types>"
        )


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def style(
    key: str, name: str, *, based_on: str = "", outline: int | None = None, more: str = "", look: str = ""
) -> str:
    """A paragraph style; ``more`` and ``look`` are further content of its ``w:pPr`` and ``w:rPr``."""
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline - 1}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{parent}'
        f"<w:pPr>{more}{level}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


NORMAL = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋" w:hAnsi="Times New Roman"/>'
    '<w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
)


def level(at: int, style_of_number: str, text: str, *, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style_of_number}"/>{more}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def numbered_list(*levels: str, key: int = 0) -> str:
    """A list definition with its instance ``key + 1``."""
    return f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'


def list_instance(number: int, definition: int, overrides: str = "") -> str:
    """A list of a definition, perhaps with a start of its own."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def in_list(number: int, at: int = 0) -> str:
    """The ``w:numPr`` of a paragraph."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
