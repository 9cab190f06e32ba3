"""All verdicts on what the prose says."""

from extraction.audit.prose.chains import find_compared
from extraction.audit.prose.comparisons import own_outcomes
from extraction.audit.prose.levels import table_sayings
from extraction.audit.prose.list_ends import with_comparisons_of_heads
from extraction.audit.prose.pairs import pair_outcomes
from extraction.audit.prose.shares import share_outcomes
from extraction.audit.prose.sums import prose_sums
from extraction.records import Disclosure
from extraction.relations import Outcome, Verdict, doubt_family


def prose_outcomes(disclosure: Disclosure) -> list[Outcome]:
    """The verdicts on all that the prose says, in printed order rule by rule."""
    disclosure, unsure = with_comparisons_of_heads(disclosure)
    sayings = table_sayings(disclosure)
    tables = doubt_family([saying.outcome for saying in sayings])
    told = {
        id(saying.statement): saying.amount
        for saying, outcome in zip(sayings, tables, strict=True)
        if outcome.verdict in (Verdict.BROKEN, Verdict.ROUNDING)
    }
    own = [
        outcome
        for one in find_compared(disclosure)
        for outcome in own_outcomes(
            one.statement, told.get(id(one.origin)), is_sure=id(one.origin) not in unsure
        )
    ]
    verdicts = {
        id(saying.statement): outcome.verdict
        for saying, outcome in zip(sayings, tables, strict=True)
    }
    sums = prose_sums(disclosure, told)
    pairs = pair_outcomes(disclosure, verdicts, sums)
    shares = share_outcomes(disclosure.statements)
    return [*own, *shares, *tables, *(one.outcome for one in sums), *pairs]
