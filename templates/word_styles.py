"""Styles, page and package parts after GB/T 9704-2012 (公文格式), as plain WordprocessingML.

Measured in LibreOffice: 22 lines × 28 characters come out with ``docGrid type="lines"`` of 28.95 pt and
characters set 0.25 pt closer. The stricter ``linesAndChars`` grid halves the line there.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LINE = 579  # 版心 225 mm ÷ 22 lines, in twentieths of a point

FANGSONG, KAITI, HEITI, SONGTI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"


def mm(length: float) -> int:
    """Millimetres in twentieths of a point (twips)."""
    return round(length / 25.4 * 1440)


def _fonts(east: str, latin: str = "Times New Roman") -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'


def _style(key: str, name: str, paragraph: str = "", run: str = "", base: str = "Normal") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base != key else ""
    default = ' w:default="1"' if key == "Normal" else ""
    inner = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val={quoteattr(name)}/>{based}'
        f"<w:qFormat/>{inner}</w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(key: str, name: str, font: str, level: int) -> str:
    # Black, not bold: the levels differ by typeface only (一、黑体 （一）楷体 1.仿宋).
    paragraph = (
        '<w:keepNext/><w:keepLines/><w:ind w:firstLineChars="200" w:firstLine="630"/><w:jc w:val="left"/>'
        f'<w:outlineLvl w:val="{level}"/>'
    )
    return _style(key, name, paragraph, _fonts(font))


_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_LOOSE = '<w:snapToGrid w:val="0"/><w:spacing w:before="{0}" w:after="{1}" w:line="240" w:lineRule="auto"/>'
# Off the grid: after = {0}, exact line = {1}.
_EXACTLY = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="{0}" w:line="{1}" w:lineRule="exact"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def _cell(key: str, name: str, align: str, size: int, font: str = FANGSONG, *, keep: bool = False) -> str:
    paragraph = ("<w:keepNext/>" if keep else "") + _LOOSE.format(30, 30) + f'<w:jc w:val="{align}"/>'
    return _style(key, name, paragraph, _fonts(font) + '<w:spacing w:val="0"/>' + _size(size))


def _text_styles() -> list[str]:
    indent = '<w:ind w:firstLineChars="200" w:firstLine="630"/>'
    caption = "<w:keepNext/>" + _LOOSE.format(120, 60) + '<w:jc w:val="center"/>'
    under = _LOOSE.format(40, 160) + '<w:jc w:val="left"/>'
    return [
        _style("Normal", "Normal", f'<w:widowControl w:val="0"/>{_EXACT}<w:jc w:val="both"/>'),
        _style("BodyText", "Body Text", indent),
        _heading("Heading1", "heading 1", HEITI, 0),
        _heading("Heading2", "heading 2", KAITI, 1),
        _heading("Heading3", "heading 3", FANGSONG, 2),
        _style("TableCaption", "表题", caption, _fonts(HEITI) + '<w:spacing w:val="0"/>' + _size(24)),
        _style(
            "FigureCaption",
            "图题",
            _LOOSE.format(40, 160) + '<w:jc w:val="center"/>',
            _fonts(HEITI) + '<w:spacing w:val="0"/>' + _size(24),
        ),
        _style("Figure", "图", "<w:keepNext/>" + _LOOSE.format(120, 0) + '<w:jc w:val="center"/>'),
        _style(
            "Note",
            "附表说明",
            "<w:keepLines/>" + _LOOSE.format(20, 0) + '<w:jc w:val="left"/>',
            '<w:spacing w:val="0"/>' + _size(18),
        ),
        _style("Source", "资料来源", under, '<w:spacing w:val="0"/>' + _size(21)),
    ]


def _front_styles() -> list[str]:
    title = _EXACTLY.format(0, 700) + f'{_FLUSH}<w:jc w:val="center"/>'
    dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{mm(156)}"/></w:tabs>' + _EXACTLY.format(0, 440)
    return [
        _style(
            "Label",
            "示例标记",
            f'{_FLUSH}<w:jc w:val="center"/>',
            _fonts(HEITI) + '<w:color w:val="C00000"/>',
        ),
        _style("Title", "Title", title, _fonts(TITLE, TITLE) + '<w:spacing w:val="0"/>' + _size(44)),
        _style(
            "FrontHeading",
            "前置部分标题",
            "<w:keepNext/><w:pageBreakBefore/>" + _EXACTLY.format(290, 700) + f'{_FLUSH}<w:jc w:val="center"/>',
            _fonts(TITLE, TITLE) + '<w:spacing w:val="0"/>' + _size(44),
        ),
        # Level two in the front matter: no outline level, so that it stays out of the contents.
        _style(
            "FrontLevel",
            "前置部分二级",
            '<w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="630"/>',
            _fonts(KAITI),
        ),
        # The paragraph that ends a section must fit below a full page: one point high.
        _style(
            "SectionEnd",
            "分节",
            _EXACTLY.format(0, 20) + _FLUSH,
            _size(2),
        ),
        _style(
            "CoverCell",
            "封面项目",
            '<w:snapToGrid w:val="0"/>'
            '<w:spacing w:before="100" w:after="20" w:line="480" w:lineRule="exact"/>'
            f'{_FLUSH}<w:jc w:val="left"/>',
        ),
        _style(
            "Contents1",
            "目录一级",
            f'{dots}{_FLUSH}<w:jc w:val="left"/>',
            _fonts(HEITI) + '<w:spacing w:val="0"/>' + _size(28),
        ),
        _style(
            "Contents2",
            "目录二级",
            f'{dots}<w:ind w:left="560"/><w:jc w:val="left"/>',
            '<w:spacing w:val="0"/>' + _size(28),
        ),
        _style(
            "AnnexNumber",
            "附表序号",
            f'<w:keepNext/><w:pageBreakBefore/>{_FLUSH}<w:jc w:val="left"/><w:outlineLvl w:val="0"/>',
            _fonts(HEITI),
        ),
        _style(
            "AnnexTitle",
            "附表标题",
            f'<w:keepNext/>{_EXACTLY.format(120, 560)}{_FLUSH}<w:jc w:val="center"/>',
            _fonts(TITLE, TITLE) + '<w:spacing w:val="0"/>' + _size(36),
        ),
    ]


def _cell_styles() -> list[str]:
    return [
        _cell("Cell", "表内文字", "left", 21),
        _cell("CellNumber", "表内数字", "right", 21),
        _cell("CellCentre", "表内居中", "center", 21),
        _cell("CellHead", "表头", "center", 21, HEITI, keep=True),
        _cell("SmallCell", "小表内文字", "left", 18),
        _cell("SmallNumber", "小表内数字", "right", 18),
        _cell("SmallCentre", "小表内居中", "center", 18),
        _cell("SmallHead", "小表头", "center", 18, HEITI, keep=True),
    ]


def _footer_styles() -> list[str]:
    # — 1 — in 4号 Songti, outside: one character in from the right (odd) or from the left (even).
    run = _fonts(SONGTI, SONGTI) + '<w:spacing w:val="0"/>' + _size(28)
    loose = _LOOSE.format(0, 0)
    return [
        _style(
            "HeaderLabel",
            "页眉标记",
            loose + '<w:jc w:val="right"/>',
            _fonts(HEITI) + '<w:color w:val="C00000"/><w:spacing w:val="0"/>' + _size(18),
        ),
        _style("FooterOdd", "单页页码", loose + '<w:ind w:right="280"/><w:jc w:val="right"/>', run),
        _style("FooterEven", "双页页码", loose + '<w:ind w:left="280"/><w:jc w:val="left"/>', run),
    ]


def styles_xml() -> str:
    """Part ``word/styles.xml``."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG)}<w:spacing w:val="-5"/>{_size(32)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    every = _text_styles() + _front_styles() + _cell_styles() + _footer_styles()
    return f"{XML}<w:styles {W}>{defaults}{''.join(every)}{table}</w:styles>"


def section(*, landscape: bool = False, numbered: bool = True, start: int | None = None) -> str:
    """A ``w:sectPr``: A4, margins 37/28/26/35 mm turned with the page, line grid, label above, page numbers."""
    top, left, right, bottom, wide, high = (28, 35, 37, 26, 297, 210) if landscape else (37, 28, 26, 35, 210, 297)
    turned = ' w:orient="landscape"' if landscape else ""
    number = f'<w:pgNumType w:start="{start}"/>' if start is not None else ""
    return (
        f'<w:sectPr>{_references(numbered)}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{mm(wide)}" w:h="{mm(high)}"{turned}/>'
        f'<w:pgMar w:top="{mm(top)}" w:right="{mm(right)}" w:bottom="{mm(bottom)}" w:left="{mm(left)}" '
        f'w:header="{mm(15)}" w:footer="{mm(16 if landscape else 25)}" w:gutter="0"/>{number}'
        # The cover prints the label large and needs no second one above it.
        f'{"" if numbered else "<w:titlePg/>"}<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def _references(numbered: bool) -> str:
    header = '<w:headerReference w:type="default" r:id="rId12"/><w:headerReference w:type="even" r:id="rId13"/>'
    footer = '<w:footerReference w:type="default" r:id="rId10"/><w:footerReference w:type="even" r:id="rId11"/>'
    return header + (footer if numbered else "")


def settings_xml() -> str:
    """Part ``word/settings.xml``: odd and even footers; Word refreshes the contents on opening."""
    return (
        f'{XML}<w:settings {W}><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:updateFields w:val="true"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def header_xml() -> str:
    """A header that prints the label of example data, and nothing on a real case."""
    run = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{{ label }}</w:t></w:r>'
    return f'{XML}<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="HeaderLabel"/></w:pPr>{run}</w:p></w:hdr>'


def footer_xml(style: str) -> str:
    """A footer with the page number between two dashes."""
    number = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    return f'{XML}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{number}</w:p></w:ftr>'
