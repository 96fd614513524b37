"""Signs that the file holds as something else than text (符号): symbol fonts, check boxes of forms."""

from __future__ import annotations

from typing import Any

from yzperf.loaders.docx.names import VAL, is_on, w, whole

CHECKED, UNCHECKED = "☑", "□"
UNKNOWN = "\ufffd"
# Code in the font → the sign that it shows; the ones that forms and reports are made with.
_SIGNS = {
    "wingdings": {
        0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xA8: "□", 0xFC: "√", 0xFB: "×", 0xFD: "☒", 0xFE: "☑",
        0x6C: "●", 0x6E: "■", 0x75: "◆", 0xD8: "➢", 0xE0: "→", 0xAB: "★", 0xB6: "☆",
    },
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x50: "√", 0x4F: "×", 0x2A: "□"},
    "symbol": {
        0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB7: "·", 0x63: "χ", 0x61: "α",
        0x62: "β", 0x6D: "μ", 0x73: "σ", 0xE5: "∑", 0x53: "Σ", 0xAE: "→", 0xB0: "°", 0xA5: "∞",
    },
}  # fmt: skip


def symbol(node: Any) -> str:
    """The sign of a ``w:sym``; U+FFFD where it is not known."""
    try:
        code = int(node.get(w("char")) or "", 16)
    except ValueError:
        return UNKNOWN
    signs = _SIGNS.get((node.get(w("font")) or "").lower())
    if signs is None and not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 else UNKNOWN
    return (signs or {}).get(code & 0xFF, UNKNOWN)


def form_value(node: Any) -> str:
    """What an old-style form field shows that stores no text: the state of a box, the chosen entry of a list."""
    box, entries = node.find(w("checkBox")), node.find(w("ddList"))
    if box is not None:
        checked = is_on(box.find(w("checked")))
        return CHECKED if (is_on(box.find(w("default"))) if checked is None else checked) else UNCHECKED
    if entries is not None:
        texts = [entry.get(VAL) or "" for entry in entries.iter(w("listEntry"))]
        result = entries.find(w("result"))
        at = whole(result.get(VAL)) if result is not None else 0
        return texts[at] if 0 <= at < len(texts) else ""
    return ""


def is_gallery_of_contents(node: Any) -> bool:
    """Whether a content control is Word's own table of contents."""
    galleries = (gallery.get(VAL) or "" for gallery in node.iter(w("docPartGallery")))
    return any("contents" in gallery.lower() or "目录" in gallery for gallery in galleries)


def is_placeholder(properties: Any | None) -> bool:
    """Whether a content control still shows its prompt (单击此处输入文字)."""
    return properties is not None and bool(is_on(properties.find(w("showingPlcHdr"))))
