"""Every number that a report states, understood (数字陈述): role, unit, printed precision, subject, period, place.

``plain`` → ``numbers`` | ``statistics`` → ``roles`` → ``prose`` | ``tables`` → ``read``; the words are in ``words.toml``.
A number whose meaning is not told stays with a modest role and low confidence; none is made up.
"""

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.claims import Claims
from yzperf.domain.claims.counted_ties import find_counted_ties
from yzperf.domain.claims.derived import find_derived
from yzperf.domain.claims.mention import Mention, MentionKind
from yzperf.domain.claims.mentions import read_mentions
from yzperf.domain.claims.outcome import Outcome, outcomes
from yzperf.domain.claims.prose import Setting, read_prose
from yzperf.domain.claims.read import read_all_mentions, read_claims
from yzperf.domain.claims.tables import TableCell, read_table
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.claims.ties import find_ties
from yzperf.domain.claims.web_ties import find_in_web

__all__ = [
    "Claim", "Claims", "Mention", "MentionKind", "Outcome", "Role", "Setting", "Standing", "TableCell", "Tie", "TieKind",
    "find_counted_ties", "find_derived", "find_in_web", "find_ties", "outcomes", "read_all_mentions", "read_claims", "read_mentions", "read_prose", "read_table",
]  # fmt: skip
