"""What is wrong with a sentence that a model wrote around placeholders.

Stricter than the gate: a model's own words hold no figure, name no year, agency or item but those
of what the sentence shows, and say nothing of them (more, fell, not) that is not printed there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extraction import normal_form
from index.library import Library
from index.modelling.model_wording import PLACEHOLDER, Placeholder
from index.modelling.model_words import find_foreign
from index.proving.gate import find_unproven, split
from index.proving.proofs import Ground
from index.proving.stated import BETWEEN, compact, drop_years, find_figures

_MARK = re.compile(r"\[(\d+)\]")
# Other signs (a minus before a formula, a mark that turns what is read round) may change a figure.
_FORBIDDEN = re.compile(
    r"https?:|www\.|\]\(|(?:[^\w ，。：；、！（）《》“”‘’「」,.:;!()'\"\[\]-]|(?<!\w)-|-(?!\w)|_)"
)
_PLACE = re.compile(r"[一-龥]{2}(?:省|市|县|区|旗|镇|乡|街道)")
# What may be said only where it is printed with the figure, or follows from a formula.
_CLAIM = re.compile(
    r"增|升|涨|提高|扩大|减|降|跌|缩|压|高于|低于|多于|少于|大于|小于|超|最|翻|半"
    r"|倍|近|约|仅|只|上下|左右|以[上下内]|平均|合计|总计|总额|累计|一共|总共|占|预算|决算|去年|上年|明年"
    r"|[百千万亿]"
)
_ENGLISH_CLAIM = re.compile(
    r"\b(?:increas|rise|rising|rose|gr[eo]w|decreas|fell|fall|declin|drop|reduc|cut|up|down|more"
    r"|less|fewer|greater|high|low|most|least|larg|small|half|halv|doubl|twice|tripl|thrice"
    r"|quarter|third|dozen|hundred|thousand|million|billion|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|per ?cent"
    r"|zero|nil|about|near|almost|over|under|above|below|exceed|total|sum"
    r"|averag|share|budget|final|last year|next year)\w*",
    re.IGNORECASE,
)
# What a formula bears out where the question asks for it.
_RESULT = re.compile(
    r"结果|结论|答案|回答|答|所问|问题|所以|因此|得到|得出|算得|算出|比重|比例"
    r"|\b(?:results?|answers?|asked|question|thus|so)\b",
    re.IGNORECASE,
)
_WORKED = re.compile(r"占|合计|总计|总额|累计|一共|总共|平均|倍|share|total|sum|average")
_DENIAL = re.compile(
    r"[不没未无非否勿莫]|\b(?:not|no|never|none|nor|without|\w+n['’]t|false)\b", re.IGNORECASE
)
_LEAST_ITEM = 2
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it, and what it may be traced to."""

    question: str
    """As it was asked, and as it was read; empty for a sentence without the figure asked for."""
    text: str
    placeholders: Mapping[str, Placeholder]
    ground: Ground
    """All that the answer stands on."""

    @property
    def own(self) -> str:
        """The model's own words."""
        return PLACEHOLDER.sub(BETWEEN, self.text)

    @property
    def held(self) -> tuple[Placeholder, ...]:
        """What it shows."""
        names = PLACEHOLDER.findall(self.text)
        return tuple(self.placeholders[name] for name in names if name in self.placeholders)

    @property
    def marks(self) -> frozenset[int]:
        """The citations that its own words name."""
        return frozenset(int(number) for number in _MARK.findall(self.own))

    @property
    def cited(self) -> Ground:
        """What is proven by the citations that it shows or names."""
        numbers = self.marks.union(*(held.numbers for held in self.held))
        proofs = tuple(p for p in self.ground.proofs if p.citation.number in numbers)
        names = {proof.citation.document for proof in proofs}
        documents = tuple(d for d in self.ground.documents if d.name in names)
        years = {document.year for document in documents} | {p.fact.year for p in proofs if p.fact}
        return replace(
            self.ground,
            proofs=proofs,
            documents=documents,
            years=frozenset(year for year in years if year is not None),
            most=0,
        )

    @property
    def named(self) -> str:
        """What the figures and formulas that it shows are, in normal form."""
        words = {p.citation.number for p in self.ground.proofs if p.fact is None}
        figures = (held.filled for held in self.held if words.isdisjoint(held.numbers))
        worked = any(name.startswith("f") for name in PLACEHOLDER.findall(self.text))
        asked = _WORKED.findall(self.question.lower()) if worked else []
        return normal_form("\n".join((*figures, *asked))).lower()


def find_faults(library: Library, draft: Draft) -> Iterator[str]:
    """Why a sentence may not be shown; nothing where it may."""
    yield from _find_strangers(draft)
    cited = draft.cited
    left = ""
    for sentence in split(draft.own, cited):
        left += sentence.spaced
        figures = find_figures(drop_years(sentence.own))
        yield from (f"{one.value}{one.unit} is a figure: write a placeholder" for one in figures)
        for stated in find_unproven(sentence, cited, ()):
            yield f"{stated} is not what the citations print"
    yield from _find_claims(left, draft.named)
    for result in () if draft.question else dict.fromkeys(_RESULT.findall(left)):
        yield f"“{result}” may be said of the figure asked for alone"
    shown = "".join(held.filled for held in draft.held)
    for word in find_foreign(left, normal_form(f"{draft.question}\n{shown}").lower()):
        yield f"“{word}” is neither in the question nor printed"
    yield from _find_items(library, draft, cited)


def _find_strangers(draft: Draft) -> Iterator[str]:
    """Placeholders and marks that are not there, and what no answer holds."""
    names = PLACEHOLDER.findall(draft.text)
    yield from (f"there is no {{{name}}}" for name in names if name not in draft.placeholders)
    if found := _FORBIDDEN.search(draft.own):
        yield f"{found[0]} is not allowed"
    if len(draft.own) > _LONGEST:
        yield "it is too long"
    if not draft.held and not draft.marks:
        yield "it shows no placeholder"
    words = {p.citation.number: p.words for p in draft.ground.proofs}
    shown = normal_form(draft.own)
    for number in sorted(draft.marks):
        if number not in words:
            yield f"there is no [{number}]"
        elif words[number] and words[number] not in shown:
            yield f"[{number}] does not say that: write {{c{number}}}"


def _find_claims(text: str, named: str) -> Iterator[str]:
    """Words that deny what is shown, or say more of a figure than is printed with it."""
    for denial in dict.fromkeys(found[0] for found in _DENIAL.finditer(text)):
        yield f"“{denial}” may not be said of what it shows"
    own = drop_years(compact(text))
    claims = [found[0] for found in _CLAIM.finditer(own)]
    spoken = [found[0].lower() for found in _ENGLISH_CLAIM.finditer(text)]
    for claim in dict.fromkeys((*claims, *spoken, *_PLACE.findall(own))):
        if normal_form(claim) not in named:
            yield f"“{claim}” is not printed with what it shows"


def _names(cited: Ground) -> Iterator[str]:
    for proof in cited.proofs:
        yield from proof.names
    for document in cited.documents:
        yield normal_form(f"{document.region or ''}\n{document.agency or ''}")


def _find_items(library: Library, draft: Draft, cited: Ground) -> Iterator[str]:
    """Items of the cited documents that its words name and none of its citations is of."""
    own = compact(draft.own)
    names = "\n".join((*_names(cited), *(p.words for p in cited.proofs)))
    documents = [document.name for document in cited.documents]
    items = {normal_form(fact.item) for fact in library.facts(documents)}
    for item in sorted(items, key=len, reverse=True):
        if len(item) >= _LEAST_ITEM and item in own and item not in names:
            yield f"“{item}” is not what it shows"
            own = own.replace(item, BETWEEN)
