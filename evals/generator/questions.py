"""Questions on generated disclosures, with exact answers and the prints that prove them.

What is asked follows from what the prose says of the accounts; a figure that a planted error
makes doubtful is not asked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from evals.generator import phrasings as ask
from evals.generator.blocks import Spot, Words
from evals.generator.claims import Claim, Part
from evals.generator.labels import GeneratedDocument
from evals.generator.phrasings import Forms, Topic
from evals.generator.places import Places
from evals.labels.questions import Evidence, Language, Question, QuestionType

_TERM = re.compile(r"[一二三四五六七八九十]+、(?P<term>[^：]+)：(?P<meaning>.+)", re.DOTALL)
_UNITS = re.compile(r"下属单位(?P<units>[^。]+)。")
_DUTY = re.compile(r"（[一二三四五六七八九十]+）(?P<duty>[^。]+)。")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Proof:
    """A print that proves an answer."""

    document: int
    """Which of the documents it is in, by index."""
    spot: Spot
    """Where it begins."""
    quote: str
    """What is printed there."""
    figure: int | None = None
    """Where in the quote its figure begins; None for words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the prose that questions are asked of."""

    topic: Topic
    """What readers call it."""
    claim: Claim
    """What is said of it."""
    proof: Proof
    """Where it is printed."""

    @property
    def value(self) -> Decimal:
        """The figure."""
        return self.claim.label.level

    @property
    def unit(self) -> str:
        """Its unit."""
        return str(self.claim.label.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuestion:
    """A question before it is known in which format its documents are printed."""

    type: QuestionType
    lang: Language
    question: str
    answer: str
    value: Decimal | None = None
    unit: str | None = None
    proofs: tuple[Proof, ...] = ()


def questions_of(document: GeneratedDocument, seed: int) -> tuple[DraftQuestion, ...]:
    """Questions of all types on one disclosure, drawn by the seed."""
    return tuple(_Asker(document, Random(f"questions {seed} {document.name}")).ask())


def place_questions(
    drafts: Sequence[DraftQuestion], names: Sequence[str], places: Sequence[Places], prefix: str
) -> tuple[Question, ...]:
    """Questions as label files have them, for the printed documents of these names and places."""
    return tuple(
        Question(
            id=f"{prefix}-q{number:02d}",
            type=draft.type,
            lang=draft.lang,
            documents=tuple(names),
            question=draft.question,
            answer=draft.answer,
            value=draft.value,
            unit=draft.unit,
            evidence=tuple(
                _place(proof, names[proof.document], places[proof.document])
                for proof in draft.proofs
            ),
        )
        for number, draft in enumerate(drafts, start=1)
    )


def figures_of(document: GeneratedDocument, index: int = 0) -> dict[str, Figure]:
    """The figures that are asked for, by the name of the amount, or by the item of a count."""
    doubted = frozenset[str]().union(*(error.keys for error in document.errors))
    figures: dict[str, Figure] = {}
    for spot, words in clean_words(document):
        for claim in words.claims:
            name = claim.key or claim.label.item
            topic = ask.topic_of(claim.key) or ask.COUNTS.get(name)
            # Income and expenditure are one amount; what is spent is asked for.
            if topic and name not in doubted and "收入" not in claim.label.item:
                figures.setdefault(name, Figure(topic, claim, _prove(index, spot, words, claim)))
    return figures


def clean_words(document: GeneratedDocument) -> Iterator[tuple[int, Words]]:
    """The words of a document with their index, without those that hold an error."""
    wrong = {spot.block for spot in document.finding_spots}
    for index, block in enumerate(document.blocks):
        if isinstance(block, Words) and index not in wrong:
            yield index, block


def say_amount(value: Decimal, unit: str | None) -> str:
    """A figure with its unit, for an answer."""
    return f"{value:,f}{unit or ''}"


def rounded(value: Decimal) -> Decimal:
    """Two decimal places, as answers round what is computed."""
    return value.quantize(_CENT, ROUND_HALF_UP)


class _Asker:
    """Draws the questions on one disclosure."""

    def __init__(self, document: GeneratedDocument, rng: Random) -> None:
        self.document = document
        self.rng = rng
        self.figures = figures_of(document)

    def ask(self) -> Iterator[DraftQuestion]:
        yield from self._lookups()
        yield from self._earlier()
        yield from self._pairs()
        yield from self._reasons()
        yield from self._definitions()
        yield from self._lists()
        yield from self._unanswerable()

    def _lang(self) -> Language:
        return Language.ZH if self.rng.random() < 0.7 else Language.EN

    def _say(self, forms: Forms, lang: Language, **words: str) -> str:
        year = self.document.year
        known = {"who": self.document.agency, "year": str(year), "before": str(year - 1)}
        return self.rng.choice(forms[lang]).format(**known, **words)

    def _sample(self, names: Sequence[str], count: int) -> list[Figure]:
        drawn = self.rng.sample(names, min(count, len(names)))
        return [self.figures[name] for name in drawn]

    def _lookups(self) -> Iterator[DraftQuestion]:
        for figure in self._sample(list(self.figures), 6):
            lang = self._lang()
            name = figure.topic.draw(self.rng, lang)
            forms = ask.LOOKUP if figure.claim.key else ask.COUNT
            yield DraftQuestion(
                type=QuestionType.LOOKUP,
                lang=lang,
                question=self._say(forms, lang, name=name),
                answer=f"{name}: {say_amount(figure.value, figure.unit)}",
                value=figure.value,
                unit=figure.unit,
                proofs=(figure.proof,),
            )

    def _earlier(self) -> Iterator[DraftQuestion]:
        compared = [name for name, one in self.figures.items() if one.claim.label.change]
        for figure in self._sample(compared, 2):
            label, lang = figure.claim.label, self._lang()
            assert label.change is not None
            change = label.change if label.direction == "up" else -label.change
            name = figure.topic.draw(self.rng, lang)
            was = label.level - change
            yield DraftQuestion(
                type=QuestionType.COMPUTE,
                lang=lang,
                question=self._say(ask.EARLIER, lang, name=name),
                answer=f"{label.level:f} - ({change:f}) = {say_amount(was, figure.unit)}",
                value=was,
                unit=figure.unit,
                proofs=(figure.proof,),
            )

    def _pairs(self) -> Iterator[DraftQuestion]:
        """Questions on two figures: shares, multiples, differences and sums."""
        compute, compare = QuestionType.COMPUTE, QuestionType.COMPARE
        add = QuestionType.AGGREGATE
        choices = (
            (compute, ask.SHARE, ask.PROJECT, ask.ALL),
            (compute, ask.TIMES, ask.PERSONNEL, ask.OPERATING),
            (compare, ask.DIFFERENCE, ask.BASIC, ask.PROJECT),
            (compare, ask.DIFFERENCE, ask.PERSONNEL, ask.OPERATING),
            (add, ask.TOGETHER, ask.RECEPTION, ask.VEHICLES),
            (add, ask.TOGETHER, "在职行政人员", "在职事业人员"),
        )
        for type_, forms, first, second in choices:
            one, other = self.figures.get(first), self.figures.get(second)
            if one and other and other.value:
                value, unit = _combine(forms, one, other)
                lang = self._lang()
                name, whole = (figure.topic.draw(self.rng, lang) for figure in (one, other))
                operands = f"{one.value:f}{one.unit}, {other.value:f}{other.unit}"
                yield DraftQuestion(
                    type=type_,
                    lang=lang,
                    question=self._say(forms, lang, name=name, whole=whole),
                    answer=f"{operands}: {say_amount(value, unit)}",
                    value=value,
                    unit=unit,
                    proofs=(one.proof, other.proof),
                )

    def _reasons(self) -> Iterator[DraftQuestion]:
        explained = [name for name, one in self.figures.items() if one.claim.phrase(Part.REASON)]
        for figure in self._sample(explained, 2):
            direction, phrase = figure.claim.label.direction, figure.claim.phrase(Part.REASON)
            assert direction
            assert phrase
            block = figure.proof.spot.block
            words = self.document.blocks[block]
            assert isinstance(words, Words)
            reason, lang = words.text[phrase.start : phrase.end], self._lang()
            forms = {one: ways[direction.value] for one, ways in ask.WHY.items()}
            yield self._passage(
                QuestionType.WHY,
                lang,
                self._say(forms, lang, name=figure.topic.draw(self.rng, lang)),
                [(Spot(block, phrase.start), reason)],
            )

    def _definitions(self) -> Iterator[DraftQuestion]:
        found = [
            (index, term)
            for index, words in clean_words(self.document)
            if not words.level and not words.claims and (term := _TERM.fullmatch(words.text))
        ]
        for index, term in self.rng.sample(found, min(2, len(found))):
            lang, meaning = self._lang(), term.group("meaning").rstrip("。").split("，")[0]
            question = self._say(ask.DEFINITION, lang, name=term.group("term"))
            proofs = [(Spot(index, term.start("meaning")), meaning)]
            yield self._passage(QuestionType.DEFINITION, lang, question, proofs)

    def _lists(self) -> Iterator[DraftQuestion]:
        duties, units = [], []
        for index, words in clean_words(self.document):
            if duty := _DUTY.fullmatch(words.text):
                duties.append((Spot(index, duty.start("duty")), duty.group("duty")))
            if unit := _UNITS.search(words.text):
                units.append((Spot(index, unit.start("units")), unit.group("units")))
        for forms, proofs in ((ask.DUTIES, duties), (ask.UNITS, units[:1])):
            if proofs:
                lang = self._lang()
                yield self._passage(QuestionType.LIST, lang, self._say(forms, lang), proofs)

    def _passage(
        self,
        type_: QuestionType,
        lang: Language,
        question: str,
        quotes: Sequence[tuple[Spot, str]],
    ) -> DraftQuestion:
        return DraftQuestion(
            type=type_,
            lang=lang,
            question=question,
            answer="；".join(quote for _, quote in quotes),
            proofs=tuple(Proof(0, spot, quote) for spot, quote in quotes),
        )

    def _unanswerable(self) -> Iterator[DraftQuestion]:
        for lang in (Language.ZH, self._lang()):
            yield DraftQuestion(
                type=QuestionType.UNANSWERABLE,
                lang=lang,
                question=self._say(ask.UNANSWERABLE, lang),
                answer="这份公开没有这个内容。" if lang is Language.ZH else "It does not say.",
            )


def _combine(forms: Forms, one: Figure, other: Figure) -> tuple[Decimal, str]:
    if forms is ask.SHARE:
        return rounded(one.value * 100 / other.value), "%"
    if forms is ask.TIMES:
        return rounded(one.value / other.value), "倍"
    if forms is ask.DIFFERENCE:
        return abs(one.value - other.value), one.unit
    return one.value + other.value, one.unit


def _prove(document: int, block: int, words: Words, claim: Claim) -> Proof:
    item, level = claim.phrase(Part.ITEM), claim.phrase(Part.LEVEL)
    assert item
    assert level
    quote = words.text[item.start : level.end]
    return Proof(document, Spot(block, item.start), quote, level.start - item.start)


def _place(proof: Proof, name: str, places: Places) -> Evidence:
    """The evidence: of a quote that goes on elsewhere, its figure or the longer part of its words.

    No page cuts a figure.
    """

    def where(offset: int) -> str:
        return places(Spot(proof.spot.block, proof.spot.at + offset))

    start, end = 0, len(proof.quote)
    if where(start) != where(end - 1):
        cut = next(at for at in range(end) if where(at) != where(start))
        if proof.figure is not None:
            start = proof.figure
        elif cut * 2 < end:
            start = cut
        else:
            end = cut
    return Evidence(document=name, where=where(start), quote=proof.quote[start:end])
