"""Whether two pictures show the same (图像比对): small grey copies compared by their low frequencies and point by point.

References
----------
Zauner, C. (2010). Implementation and benchmarking of perceptual image hash functions. (DCT hash)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
_LOW = 8  # frequencies each way
_FLAT = 12.0  # grey levels: a page or a dark picture has nothing to compare
_BITS_APART, _LEAST_CORRELATION = 8, 0.97


def perceptual_hash(grey: Floats | Bytes) -> Bits:
    """The 63 low frequencies of a square picture, each above or below their median."""
    from scipy.fft import dctn

    low = dctn(grey, norm="ortho")[:_LOW, :_LOW].ravel()[1:]
    bits: Bits = low > np.median(low)
    return bits


def pairs_alike(pictures: Sequence[Floats]) -> Iterator[tuple[int, int]]:
    """Pairs that are one picture saved anew, resized, brightened or compressed; flat ones are not compared."""
    usable = [at for at, one in enumerate(pictures) if one.std() >= _FLAT]
    if len(usable) < 2:
        return
    hashes = np.array([perceptual_hash(pictures[at]) for at in usable])
    levels = np.array([_standardised(pictures[at]) for at in usable])
    for first in range(len(usable) - 1):
        apart = (hashes[first + 1 :] != hashes[first]).sum(axis=1)
        alike = levels[first + 1 :] @ levels[first]
        for at in np.flatnonzero((apart <= _BITS_APART) & (alike >= _LEAST_CORRELATION)):
            yield usable[first], usable[first + 1 + int(at)]


def alike_elsewhere(pictures: Sequence[Bytes], others: Sequence[Bytes]) -> Iterator[tuple[int, int]]:
    """For each picture the others that are the same one, saved anew; flat ones on either side are not compared."""
    known = [at for at, one in enumerate(others) if one.std() >= _FLAT]
    hashes = np.array([perceptual_hash(others[at]) for at in known])
    for at, picture in enumerate(pictures if known else ()):
        if picture.std() < _FLAT:
            continue
        near = np.flatnonzero((hashes != perceptual_hash(picture)).sum(axis=1) <= _BITS_APART)
        unit = _standardised(picture)
        yield from (
            (at, known[one]) for one in near if float(_standardised(others[known[one]]) @ unit) >= _LEAST_CORRELATION
        )


def _standardised(grey: Floats | Bytes) -> Floats:
    flat = grey.ravel() - grey.mean()
    unit: Floats = flat / np.linalg.norm(flat)
    return unit


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two places given in degrees, on a sphere; exact enough for a few kilometres.

    >>> round(metres_apart((32.0, 119.8), (32.0, 119.801)))
    94
    """
    north, east = np.radians(np.subtract(other, one))
    return float(6_371_000 * np.hypot(north, east * np.cos(np.radians((one[0] + other[0]) / 2))))
