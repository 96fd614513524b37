"""How many planted defects the checks find: ``python -m benchmarks.quality [--seeds N] [--defects NAME …] [--clean]``."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt

from benchmarks.quality.measure import Score, Tally, measure
from benchmarks.quality.registry import LEVELS, Defect, all_defects
from benchmarks.quality.twins import all_twins
from yzperf.quality import all_checks

_KINDS = {"P": "proof", "R": "rule", "L": "lead"}


def wilson(successes: int, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (E. B. Wilson, JASA 22, 1927)."""
    if not trials:
        return 0.0, 1.0
    share = successes / trials
    centre, spread = share + z**2 / (2 * trials), z * sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return max(0.0, (centre - spread) / (1 + z**2 / trials)), min(1.0, (centre + spread) / (1 + z**2 / trials))


def shown(successes: int, trials: int) -> str:
    """13/15 0.87 [0.62–0.96]."""
    low, high = wilson(successes, trials)
    return f"{successes}/{trials} {successes / trials:.2f} [{low:.2f}–{high:.2f}]" if trials else "–"


def table(tally: Tally) -> Iterator[str]:
    """The printed report, as Markdown tables."""
    known = {one.id for one in all_checks()}
    yield from _overall(tally, known)
    if not tally.scores:
        return
    yield ""
    yield from _by_defect(tally, known)
    yield ""
    yield from _twins(tally)


def _overall(tally: Tally, known: set[str]) -> Iterator[str]:
    clean = tally.clean.values()
    false = [finding for one in clean for finding in one.false()]
    untouched = sum(not one.false() for one in clean)
    yield "| measure | result |"
    yield "|---|---|"
    for kind, word in _KINDS.items() if tally.scores else ():
        for level in LEVELS:
            scores = [one for one in tally.scores.values() if one.defect.kind == kind and one.level == level]
            there = [one for one in scores if known & set(one.defect.checks)]
            found, trials = _sum(there)
            everything = _sum(scores)
            yield f"| recall, {word}, {level}: defects whose check exists | {shown(found, trials)} |"
            yield f"| recall, {word}, {level}: all defects | {shown(*everything)} |"
    hits, right = (sum(getattr(one, name) for one in tally.scores.values()) for name in ("hits", "hits_at_place"))
    if tally.scores:
        yield f"| findings at the right place | {shown(right, hits)} |"
    yield f"| clean deliverables without proof or rule finding | {shown(untouched, len(tally.clean))} |"
    yield f"| false findings per clean deliverable | {len(false) / len(tally.clean):.2f} |"
    if tally.twins:
        yield f"| benign twins passed | {shown(*_passed(tally))} |"
    ran, whole = (sum(one.coverage[at] for one in clean) for at in (0, 1))
    yield f"| coverage: checks that had something to judge | {ran / max(whole, 1):.2f} |"
    times = sorted(one.seconds for one in clean)
    yield f"| seconds per deliverable, opened and checked | median {times[len(times) // 2]:.2f}, longest {times[-1]:.2f} |"
    for id in sorted({finding.id for finding in false}):
        texts = [finding.message for finding in false if finding.id == id]
        yield f"| false finding of {id} | {len(texts)} times, e.g. {texts[0]} |"


def _sum(scores: Sequence[Score]) -> tuple[int, int]:
    return sum(one.found for one in scores), sum(one.trials for one in scores)


def _passed(tally: Tally) -> tuple[int, int]:
    runs = [extra for results in tally.twins.values() for _, extra in results]
    return sum(not extra for extra in runs), len(runs)


def _by_defect(tally: Tally, known: set[str]) -> Iterator[str]:
    yield "| checks | defect | kind | easy | hard | at place | also spoke |"
    yield "|---|---|---|---|---|---|---|"
    by_name: dict[str, list[Score]] = defaultdict(list)
    for one in tally.scores.values():
        by_name[one.defect.name].append(one)
    for scores in by_name.values():
        first = scores[0].defect
        checks = " ".join(id if id in known else f"({id})" for id in first.checks)
        hits, right, others = (
            sum(getattr(one, name) for one in scores) for name in ("hits", "hits_at_place", "others")
        )
        cells = [_cell(one) for one in scores]
        place = f"{right}/{hits}" if hits else "–"
        yield f"| {checks} | {first.title} `{first.name}` | {first.kind} | {' | '.join(cells)} | {place} | {others or ''} |"


def _cell(score: Score) -> str:
    text = shown(score.found, score.trials)
    notes = [f"{score.refused} refused by the loader"] * bool(score.refused) + score.failures[:1]
    return text + (f" ({'; '.join(notes)})" if notes else "")


def _twins(tally: Tally) -> Iterator[str]:
    yield "| benign twin | tempts | passed | false findings |"
    yield "|---|---|---|---|"
    for one in all_twins():
        results = tally.twins.get(one.name, [])
        extra = [finding for _, findings in results for finding in findings]
        said = "；".join(dict.fromkeys(f"{finding.id} {finding.message}" for finding in extra[:2]))
        yield f"| {one.title} `{one.name}` | {one.tempts} | {shown(sum(not e for _, e in results), len(results))} | {said} |"


def _chosen(names: Sequence[str]) -> tuple[Defect, ...]:
    known = all_defects()
    unknown = set(names) - {one.name for one in known} - {id for one in known for id in one.checks}
    if unknown:
        raise SystemExit(f"no such defect or check: {', '.join(sorted(unknown))}")
    return tuple(one for one in known if not names or one.name in names or set(names) & set(one.checks))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="clean deliverables; 15 see every project in every house")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--defects", nargs="*", default=[], metavar="NAME", help="names of defects, or ids of checks")
    parser.add_argument("--jobs", type=int, default=1, help="cores; a seed runs on one")
    parser.add_argument("--clean", action="store_true", help="only the clean deliverables: no defects, no twins")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    given = parser.parse_args(arguments)
    if given.list:
        for one in all_defects():
            print(f"{one.name}\t{one.title}\t{' '.join(one.checks)}")
        return
    seeds = range(given.first, given.first + given.seeds)
    defects, twins = ((), ()) if given.clean else (_chosen(given.defects), all_twins())
    print("\n".join(table(measure(defects, twins, seeds, given.jobs))))


if __name__ == "__main__":
    main()
