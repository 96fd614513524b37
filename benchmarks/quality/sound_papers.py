"""Sound papers of other agencies: ``python -m benchmarks.quality.sound_papers [NAME …]`` prints what they are wronged by.

Thirteen cases in ``sound`` (示例数据，纯属虚构), written by people who had not looked at the checks: the right answer is no
proof and no breach. The checks were mended with them at hand, so they tell nothing of papers nobody has seen.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yzperf as yz
from benchmarks.quality.measure import is_serious
from yzperf.face import check_case

PAPERS = Path(__file__).parent / "sound"


def main() -> None:
    """Check the papers that are named, or all of them."""
    for name in sys.argv[1:] or sorted(path.name for path in PAPERS.iterdir()):
        said = [one for one in check_case(yz.open_case(PAPERS / name)).findings if is_serious(one)]
        print(f"{name}: {len(said)}")
        for one in said:
            print(f"  {one.id} {one.where} {one.message}")


if __name__ == "__main__":
    main()
