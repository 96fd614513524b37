"""Pictures among the evidence (照片): a small grey copy to compare, when and where the camera says it was taken."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from yzperf.domain.picture import GREY_SIDE

# What cameras and Word store. Others are not tried whatever a file is called: for EPS the library would start a program.
_FORMATS = ("JPEG", "MPO", "PNG", "BMP", "GIF", "TIFF", "WEBP")
_MOST_PIXELS = 120_000_000  # a camera has less; more is a bomb
_TAKEN, _DIGITISED, _POSITION, _DETAILS = 0x9003, 0x9004, 0x8825, 0x8769
_MOMENT = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Photo:
    """``grey`` has shape (GREY_SIDE, GREY_SIDE), 0–255; ``taken`` and ``position`` (degrees) where the file tells.

    ``pixels`` are width and height as stored.
    """

    grey: NDArray[np.float64]
    taken: datetime | None = None
    position: tuple[float, float] | None = None
    pixels: tuple[int, int] = (0, 0)


def read_photo(path: Path | IO[bytes]) -> Photo | None:
    """Read a picture; None where it is none, is broken, or is larger than any camera makes them."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return None
                pixels = image.size  # before a draft makes it smaller
                details = image.getexif()
                image.draft("L", (8 * GREY_SIDE, 8 * GREY_SIDE))  # a JPEG is decoded at an eighth of its size
                small = image.convert("L").resize((GREY_SIDE, GREY_SIDE), Image.Resampling.BOX)
                grey = np.asarray(small, np.float64)
                taken, position = _taken(dict(details.get_ifd(_DETAILS))), _position(dict(details.get_ifd(_POSITION)))
                return Photo(grey, taken, position, pixels)
    except Exception:  # decoders fail in their own ways; what cannot be read is no photo
        return None


def _taken(details: dict[int, Any]) -> datetime | None:
    text = str(details.get(_TAKEN) or details.get(_DIGITISED) or "")
    match = _MOMENT.match(text)
    try:
        return datetime(*map(int, match.groups())) if match else None  # type: ignore[arg-type]
    except ValueError:  # 0000:00:00, the clock was never set
        return None


def _position(details: dict[int, Any]) -> tuple[float, float] | None:
    """Latitude and longitude from degrees, minutes, seconds; 0, 0 is a camera that knew none."""
    try:
        north, east = (_degrees(details[at + 1], str(details[at])) for at in (1, 3))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (north, east) if (north, east) != (0.0, 0.0) else None


def _degrees(parts: Any, side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if side in ("S", "W") else value
