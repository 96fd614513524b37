"""Where the files that come with the package lie: in the wheel, or in the checkout (随包文件)."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """Return the folder ``templates``, ``data`` or ``notebooks`` that came with this installation.

    An installed wheel carries them in ``yzperf/_shipped``; a checkout has them beside the package.

    Raises
    ------
    FileNotFoundError
        If the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"安装不完整：找不到随包目录“{name}”，请重新安装 yzperf")
