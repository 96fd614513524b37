"""Word lists that scoring and checks use (提示用语表). Program settings: they give leads, never verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yzperf.domain.quantity import normalise
from yzperf.rules.entry import Entry, Origin


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by which names and texts are recognised. ``clause`` is the program setting that says so."""

    clause: str
    blocks: Mapping[str, tuple[str, ...]]
    capped_rates: tuple[str, ...]
    uncapped_rates: tuple[str, ...]
    money_executed: tuple[str, ...]
    less_is_better: tuple[str, ...]
    vague: tuple[str, ...]
    not_applicable: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    hidden_target_pattern: str
    origin: Origin

    def block_of(self, heading: str) -> str | None:
        """Return the plain block name (产出) of a first-level heading (产出指标（50分）), or None.

        Only the part before a bracket, slash or digit counts.
        """
        plain = re.split(r"[(/\d]", re.sub(r"\s+", "", normalise(heading)))[0]
        return next((block for block, words in self.blocks.items() if plain in words), None)

    def is_capped_rate(self, name: str) -> bool:
        """Whether an indicator's name says that it cannot exceed 100 % (合格率, but not 完成率)."""
        return _has(name, self.capped_rates) and not _has(name, self.uncapped_rates)

    def is_money_executed(self, name: str) -> bool:
        """Whether an indicator's name means money spent (资金支付进度)."""
        return _has(name, self.money_executed)

    def is_less_better(self, name: str) -> bool:
        """Whether an indicator's name suggests that less is better (投诉率); 下降 and the like turn it round."""
        return _has(name, self.less_is_better) and not _has(
            name,
            ("下降", "降低", "减少", "处理", "办结", "整改", "控制", "修复", "排除", "处置", "化解", "及时", "按时"),
        )

    def is_not_applicable(self, text: str) -> bool:
        """Whether a cell says that the indicator does not apply (不适用)."""
        return _plain(text) in self.not_applicable

    def answer(self, text: str) -> bool | None:
        """Read yes or no (是否…); None for anything else."""
        plain = _plain(text)
        return True if plain in self.yes else False if plain in self.no else None

    def vague_word(self, text: str) -> str | None:
        """Return the first vague word of a text without any digit, or None."""
        plain = normalise(text)
        if re.search(r"\d", plain):
            return None
        return next((word for word in self.vague if word in plain), None)

    def hidden_target(self, name: str) -> str | None:
        """Return the target that is written inside an indicator's name (支付完成率100%), or None."""
        match = re.search(self.hidden_target_pattern, normalise(name))
        return match.group() if match else None


def _plain(text: str) -> str:
    return re.sub(r"[\s。.;,]+", "", normalise(text))


def _has(text: str, words: tuple[str, ...]) -> bool:
    plain = normalise(text)
    return any(word in plain for word in words)


def read_vocabulary(entry: Entry) -> Vocabulary:
    """Read ``vocabulary.toml``."""
    blocks, names = entry.table("blocks", required=True), entry.table("names", required=True)
    patterns, texts = entry.table("patterns", required=True), entry.table("texts", required=True)
    return Vocabulary(
        clause=entry.text("clause"),
        blocks={name: blocks.texts(name) for name in blocks.names()},
        capped_rates=names.texts("capped_rates", required=True),
        uncapped_rates=names.texts("uncapped_rates", required=True),
        money_executed=names.texts("money_executed", required=True),
        less_is_better=names.texts("less_is_better", required=True),
        vague=texts.texts("vague", required=True),
        not_applicable=texts.texts("not_applicable", required=True),
        yes=texts.texts("yes", required=True),
        no=texts.texts("no", required=True),
        hidden_target_pattern=_read_pattern(patterns, "hidden_target"),
        origin=entry.origin,
    )


def _read_pattern(entry: Entry, key: str) -> str:
    pattern = entry.text(key)
    try:
        re.compile(pattern)
    except re.error:
        entry.complain(key, pattern, "正则表达式")
        return "(?!)"
    return pattern
