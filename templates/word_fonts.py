"""Fonts with their stand-ins, and the plain theme that Word expects to find in every file."""

from __future__ import annotations

from word_styles import FANGSONG, HEITI, KAITI, SONGTI, TITLE, XML, W

# Windows has 仿宋 and 楷体 but not the _GB2312 faces: the other name keeps the look without a licence question.
_STAND_INS = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", TITLE: "宋体"}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "0072B2",
    "accent2": "D55E00",
    "accent3": "009E73",
    "accent4": "CC79A7",
    "accent5": "E69F00",
    "accent6": "56B4E9",
    "hlink": "0563C1",
    "folHlink": "954F72",
}


def fonts_xml() -> str:
    """Part ``word/fontTable.xml``."""
    chinese = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in _STAND_INS.items()
    )
    latin = '<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    return f"{XML}<w:fonts {W}>{chinese}{latin}</w:fonts>"


def theme_xml() -> str:
    """Part ``word/theme/theme1.xml``: no effects, the colours of the figures."""
    colours = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in _COLOURS.items())
    face = f'<a:latin typeface="Times New Roman"/><a:ea typeface="{FANGSONG}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{XML}<a:theme xmlns:a="{_A}" name="yzperf"><a:themeElements>'
        f'<a:clrScheme name="yzperf">{colours}</a:clrScheme>'
        f'<a:fontScheme name="yzperf"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="yzperf"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f'<a:lnStyleLst>{f"""<a:ln w="6350">{fill}</a:ln>""" * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
