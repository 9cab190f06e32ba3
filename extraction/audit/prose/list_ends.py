"""Comparisons at the end of a list that are of its total."""

from collections.abc import Iterator, Sequence

from extraction.audit.prose.comparisons import verdicts_on
from extraction.audit.prose.entries import find_entries
from extraction.audit.prose.lists import find_lists
from extraction.audit.prose.part_lists import PartList
from extraction.records import Disclosure, Statement
from extraction.relations import Verdict

_COMPARED = ("change", "rate", "earlier", "completion", "direction")
_COMPARISON = (*_COMPARED, "against", "reason")


def with_comparisons_of_heads(disclosure: Disclosure) -> tuple[Disclosure, set[int]]:
    """The document with comparisons at the end of a list that tie only with its total moved there.

    With the `id` of those statements whose comparison ties neither with their own figure nor with
    the total.
    """
    statements, unsure = list(disclosure.statements), set[int]()
    own = {id(one): at for at, one in enumerate(statements)}
    if not any(verdicts_on(one) & {Verdict.BROKEN} for one in statements):
        return disclosure, unsure
    heads = _heads_of_last(find_lists(find_entries(disclosure)))
    for last, above in heads:
        if Verdict.BROKEN not in verdicts_on(last):
            continue
        said = {name: getattr(last, name) for name in _COMPARISON}
        for head in above:
            other = head.model_copy(update=said)
            verdicts = verdicts_on(other)
            if Verdict.TIED in verdicts and Verdict.BROKEN not in verdicts:
                statements[own[id(head)]] = other
                statements[own[id(last)]] = last.model_copy(update=dict.fromkeys(_COMPARISON))
                break
        else:
            unsure.add(id(last))
    return disclosure.model_copy(update={"statements": tuple(statements)}), unsure


def _heads_of_last(lists: Sequence[PartList]) -> Iterator[tuple[Statement, list[Statement]]]:
    """Each last part of a list that alone is compared, and the totals over it, inner first."""
    over = {
        id(one.parts[-1]): one.heads[0]
        for one in lists
        if one.is_inline and not any(_compares(part) for part in (one.heads[0], *one.parts[:-1]))
    }
    for last in {id(one.parts[-1]): one.parts[-1] for one in lists}.values():
        above, head = [], over.get(id(last))
        while head and head not in above:
            above.append(head)
            head = over.get(id(head))
        if above and last.level and _compares(last):
            yield last, above


def _compares(statement: Statement) -> bool:
    return any(getattr(statement, name) is not None for name in _COMPARED)
