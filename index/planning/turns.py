"""What a question of a conversation was about: whose figure, of which years, and of what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction import DisclosureKind, normal_form
from index.planning import across_cues as cues
from index.planning.across_operands import read_operand
from index.planning.kinds import EXECUTED
from index.records import Document, Plan
from index.words.wording import canonical, frame_mask

KIND = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?:预算|决算)(?!执行|完成|编制)")
_KINDS = {DisclosureKind.BUDGET: "预算", DisclosureKind.FINAL: "决算"}
_ASKED = re.compile(r"(?:是多少|有几辆|有多少人|是百分之几|多少|百分之几)$")
_CHOOSING = "谁哪最各"
# The comparing, which names no item.
_COMPARING = (
    re.compile(r"更(?=[高低多少大小])"),
    cues.GROUP,
    EXECUTED,
    cues.SPEED,
    cues.WHICH,
    cues.HOW_MANY,
    cues.WHO,
    cues.YEARS,
    cues.ORDER,
    cues.MOST,
    cues.APART,
    cues.TIMES,
    cues.TOGETHER,
    cues.MEAN,
    cues.EACH,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a question was about; empty where it left that open."""

    agencies: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    """预算 and 决算, as far as one must be told from the other."""
    item: str
    is_yearly: bool = False
    """Whether several years of one agency are set side by side."""
    is_of_all: bool = False
    """Whether all agencies in scope were meant, and none was named."""

    @property
    def lead(self) -> str:
        """Agencies, years and kinds, as they lead a question."""
        years = "、".join(f"{year}年" for year in self.years)
        if self.is_yearly and len(self.years) < 2:
            years = "历年"
        agencies = "、".join(self.agencies) or ("各单位" if self.is_of_all else "")
        return f"{agencies}{years}{'和'.join(self.kinds)}"


def read_turn(plan: Plan, documents: Sequence[Document]) -> Turn:
    """What the question of a plan was about, with the documents that were chosen for it."""
    own = [document for document in documents if document.name in plan.documents]
    there = {document.agency for document in own if document.agency}
    agencies = plan.agencies
    if not agencies and len({d.agency for d in documents}) > len(there):
        agencies = tuple(sorted(there))
    of_agency = [d for d in documents if not agencies or d.agency in agencies]
    is_yearly = plan.is_across and len(there) == 1 and len({d.year for d in own}) > 1
    years = plan.years or _only_year(own, of_agency)
    dated = [d for d in of_agency if not years or d.year in years]
    kinds = _read_kinds(normal_form(plan.wording), own, dated)
    is_of_all = plan.is_across and len(there) > 1 and not agencies
    return Turn(agencies, years, kinds, item_of(plan), is_yearly, is_of_all)


def _only_year(own: Sequence[Document], others: Sequence[Document]) -> tuple[int, ...]:
    """The one year of the documents that answered, where there are others of other years."""
    years = {document.year for document in own if document.year}
    is_chosen = len(years) == 1 and len({document.year for document in others}) > 1
    return tuple(years) if is_chosen else ()


def _read_kinds(asked: str, own: Sequence[Document], others: Sequence[Document]) -> tuple[str, ...]:
    if len({document.kind for document in others}) < 2:
        return ()
    if said := tuple(dict.fromkeys(KIND.findall(asked))):
        return said
    kinds = {_KINDS[document.kind] for document in own if document.kind}
    return tuple(kinds) if len(kinds) == 1 else ()


def join(turns: Iterable[Turn]) -> Turn:
    """All that several questions were about, each once, in their order."""
    every = list(turns)
    items = dict.fromkeys(turn.item for turn in every if turn.item)
    return Turn(
        tuple(dict.fromkeys(name for turn in every for name in turn.agencies)),
        tuple(sorted({year for turn in every for year in turn.years})),
        tuple(dict.fromkeys(kind for turn in every for kind in turn.kinds)),
        "和".join(items),
        any(turn.is_yearly for turn in every),
        any(turn.is_of_all for turn in every),
    )


def item_of(plan: Plan) -> str:
    """What a plan asks the figure of; empty where it names nothing."""
    if plan.is_across and plan.operands:
        return _ASKED.sub("", plan.operands[0])
    topic = KIND.sub("", plan.topic)
    return find_item(topic) or _ASKED.sub("", read_operand(plan.topic, is_yearly=False))


def names_item(text: str) -> bool:
    """Whether a text names what it asks about, and not only how that is to be compared."""
    for pattern in _COMPARING:
        text = pattern.sub("|", text)
    return bool(find_item(text) or re.search(r"收入|支出|收支|预算|决算|花|盘子|经费", text))


def find_item(text: str) -> str:
    """What a text is about: the longest run of characters that are no part of the asking."""
    plain = canonical(text)
    mask = zip(plain, frame_mask(plain), strict=True)
    marks = "".join("-" if is_frame or char in _CHOOSING else "+" for char, is_frame in mask)
    runs = [found.span() for found in re.finditer(r"\++(?:-\++)*", marks)]
    start, end = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return plain[start:end]
