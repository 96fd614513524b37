"""Make the sample case 扬中市农村生活污水治理项目（示例）: all but the three files that are written by hand.

Run ``python data/make_case.py [FOLDER]``. The same code gives the same bytes. Everything in it is invented.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from case_evidence import save_evidence  # noqa: E402
from case_numbers import draw_facts  # noqa: E402
from case_planted import planted  # noqa: E402
from case_report import report  # noqa: E402
from case_scores import score_book, self_evaluation_book, target_book  # noqa: E402
from case_tables import save_tables  # noqa: E402
from fixed_bytes import save_office, save_text  # noqa: E402

CASE = HERE / "cases" / "rural_sewage_2024"
BY_HAND = ("case.toml", "narrative.toml", "log.csv")


def make_case(folder: Path) -> None:
    """Write the whole case into the folder."""
    facts = draw_facts()
    folder.mkdir(parents=True, exist_ok=True)
    for name in BY_HAND:
        if folder != CASE:
            shutil.copyfile(CASE / name, folder / name)
    save_tables(facts, folder)
    save_evidence(facts, folder / "evidence")
    books = {"scores": score_book, "targets": target_book, "self_evaluation": self_evaluation_book}
    for name, book in books.items():
        save_office(book(facts), folder / f"{name}.xlsx")
    save_office(report(facts), folder / "report.docx")
    save_text(folder / "PLANTED.md", planted(facts))


if __name__ == "__main__":
    make_case(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else CASE)
