"""Names that break over lines: whether two pieces are one name."""

import re

from extraction.columns import is_total
from extraction.money import is_quantity
from extraction.text import drop_ordinal, leaves_open, normal_form, ordinal_rank

# Shorter names are not broken by a column's width, unless something else says so.
SHORTEST_BROKEN = 8
_CODE = re.compile(r"^\s*[\[［(（【]?\s*\d(?:\s?\d){2,8}(?!\d|\s*[.,年月])")
# No row is called this: it ends a name that began above.
_TAIL = re.compile(
    r"支\s*出|收\s*入|费用?|缴费|拨款|结余|结转|出|款|金|入|表|[等的及和与、].{0,8}"
    r"|[）)].{0,4}|[^（()）]{0,6}[)）]|[（(][^（()）]{1,6}[)）]"
)
_NOUN = re.compile(r"(?:支出|收入|费用?|经费|拨款|\([^()]*\))$")
_SHORTEST_STEM = 5


def bears_mark(text: str) -> bool:
    """Whether a code or an ordinal leads a text, as it does the first piece of a name."""
    form = normal_form(text).removeprefix("其中:")
    return ordinal_rank(form) is not None or _CODE.match(text) is not None


def may_go_on(text: str) -> bool:
    """Whether a text may be a later piece of a name: no figure, no total, without a mark."""
    if not text.strip() or is_quantity(text) or is_total(text):
        return False
    return not bears_mark(text) and not text.strip().startswith("其中")


def is_one_name(first: str, rest: str, plain: str) -> bool:
    """Whether two pieces are one name for sure.

    They are where the whole, or all but the noun at its end, is printed elsewhere in the document
    (`plain`, in normal form), where the rest closes a bracket that the first piece opens, and
    where no row can bear the rest.
    """
    if leaves_open(first) or _TAIL.fullmatch(rest.strip()):
        return True
    start, whole = (bare_name(text) for text in (first, first + rest))
    stem = _NOUN.sub("", whole)
    return whole in plain or (len(stem) > max(len(start), _SHORTEST_STEM) and stem in plain)


def bare_name(text: str) -> str:
    """A name in normal form without the code or ordinal before it."""
    return drop_ordinal(_CODE.sub("", normal_form(text), count=1).lstrip("])"))
