"""Pictures of a .docx as small grey copies (报告图片): decoded in the child process, joined to their figures in the parent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from yzperf.domain.document import Document, Figure, FigureKind
from yzperf.domain.picture import GREY_SIDE, Picture
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.guard import require_safe_archive
from yzperf.loaders.photos import read_photo

_PICTURE = re.compile(r"\.(?:jpe?g|png|bmp|gif|tiff?|webp)$", re.IGNORECASE)
_MOST_BYTES = 60_000_000  # of one picture, unpacked
_LEAST_PIXELS, _LEAST_MM = 160, 25.0  # a smaller one is a logo, a seal, a bullet
_WHITE, _MOST_WHITE = 235, 0.5  # of a drawing, a map, a chart or a scanned page most is paper
# 图注写明是图纸、图表、证照的，各份报告都可以用
_NO_PHOTO = re.compile(
    "流程图|架构|结构图|组织图|区位|位置图|地图|示意|平面图|规划图|框架图|统计图|折线|柱状|饼图|雷达图|标志|标识|徽|LOGO|二维码"
    "|证书|执照|许可证|资质|签章|印章|截图|聘书",
    re.IGNORECASE,
)


def read_pictures(path: Path) -> dict[str, Any]:
    """Decode every picture of a guarded .docx. Runs in the child.

    Returns
    -------
    dict
        ``pictures``: part, pixels and grey copy of each that can be decoded.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {"pictures": list(_decoded(archive))}
    except (zipfile.BadZipFile, OSError) as error:
        raise LoadError(Problem(Place(path.name), "损坏的文件包", "完好的 Word 文档", "请另存一份")) from error


def _decoded(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    for info in archive.infolist():
        if not _PICTURE.search(info.filename) or info.file_size > _MOST_BYTES:
            continue
        photo = read_photo(io.BytesIO(archive.read(info)))
        if photo:
            grey = np.clip(photo.grey, 0, 255).astype(np.uint8).tobytes()
            yield {"part": info.filename, "pixels": list(photo.pixels), "grey": grey}


def load_pictures(path: Path, document: Document) -> tuple[Picture, ...]:
    """The photographs of a report that was already read: logos, seals, drawings, charts and scanned pages left out.

    Raises
    ------
    LoadError
    """
    require_safe_archive(path)
    found = parse("pictures", path)
    try:
        return tuple(_joined(document, found))
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # the child is not trusted either
        remedy = "请用 WPS/Word 打开后另存一份；仍不行请把文件交给 yzperf 的维护人员"
        raise LoadError(Problem(Place(file=path.name), "内容前后不符的图片", "完好的 .docx", remedy)) from error


def _joined(document: Document, found: dict[str, Any]) -> Iterator[Picture]:
    decoded = {one["part"].lower(): one for one in found["pictures"]}
    for figure in document.figures:
        one = decoded.get(figure.part.lower())
        if one and _is_photo(figure, one):
            yield Picture(figure.where, figure.caption, bytes(one["grey"]))


def _is_photo(figure: Figure, one: dict[str, Any]) -> bool:
    grey = np.frombuffer(one["grey"], np.uint8)
    if figure.kind is not FigureKind.PICTURE or grey.size != GREY_SIDE**2 or min(one["pixels"]) < _LEAST_PIXELS:
        return False
    is_small = 0 < min(figure.width, figure.height) < _LEAST_MM
    return not is_small and (grey >= _WHITE).mean() < _MOST_WHITE and not _NO_PHOTO.search(figure.caption + figure.alt)
