"""The gate: what an answer states is traced to what proves it, or it is not shown.

A figure is proven by a citation whose place prints it, by a formula over such figures that is
worked out again, or by its standing in cited words. A year and an agency are proven by the record
of a document that is cited or was looked through, or by cited words. A sentence that states
anything else is dropped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from extraction import normal_form
from index.answering.quoting import refuse
from index.library import Library
from index.proving.proofs import Ground, find_ground, find_quoted, find_shown, is_measured, is_same
from index.proving.stated import (
    BETWEEN,
    Calculation,
    Figure,
    compact,
    drop_years,
    find_calculations,
    find_constants,
    find_figures,
    find_years,
    is_number,
    is_right,
    make_figure,
    read_figure,
)
from index.records import Answer, Citation
from index.words.bodies import find_bodies

_MARK = re.compile(r" ?\[(\d+)\]")
_INSIDE = re.compile(r"(?<=[\d.,])\s?(?:\[\d+\]\s?)+(?=\d)")
_END = re.compile(r"[。！？!?\n]+(?: ?\[\d+\])*|\.(?=\s+[A-Z“《(]|\s*$)")
_ORDINAL = re.compile(r"第(\d+)")
_MOST_UNITS = 64


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer."""

    text: str
    """As it is written."""
    own: str
    """What it states in words of its own, compact: what it repeats is taken out."""
    spaced: str
    """The same with its white space."""
    shows: frozenset[int]
    """Numbers of the citations whose words it repeats."""
    marks: tuple[tuple[int, int, int], ...]
    """Where each mark of a citation begins and ends in `text`, and its number; `[208]` among
    printed words is none."""


def gate(library: Library, given: Answer) -> Answer:
    """The answer with nothing left in it that is not proven; a refusal if nothing is left."""
    ground = find_ground(library, given)
    sentences = list(split(given.answer, ground))
    results = find_results(sentences, ground)
    kept = [one for one in sentences if not find_unproven(one, ground, results)]
    stated = [figure for one in kept for figure in find_figures(one.own)]
    citations = list(_carrying(kept, ground, stated))
    if not "".join(one.text for one in kept).strip() or (given.citations and not citations):
        return refuse(library, given.plan, None, [])
    numbers = {old.number: new for new, old in enumerate(citations, start=1)}
    named = {number for one in kept for _, _, number in one.marks}
    is_whole = len(kept) == len(sentences) and len(citations) == len(given.citations)
    if is_whole and named.issubset(numbers):
        return _check_value(given, ground, stated)
    shown = given.model_copy(
        update={
            "answer": "".join(renumber(one, numbers) for one in kept).strip(),
            "citations": tuple(_number(citations)),
        }
    )
    return _check_value(shown, ground, stated)


def split(text: str, ground: Ground) -> Iterator[Sentence]:
    """The sentences of a text; what it repeats of cited words ends none."""
    hidden, shown = _hide(text, ground)
    start = 0
    ends = [m.end() for m in _END.finditer(text) if m.start() not in hidden]
    for end in dict.fromkeys((*ends, len(text))):
        if piece := text[start:end]:
            own = "".join(
                BETWEEN if at in hidden else text[at] for at in range(start, start + len(piece))
            )
            shows = frozenset(n for n, at in shown if start <= at < end)
            spaced = _MARK.sub("", _INSIDE.sub(BETWEEN, own))
            marks = tuple((m.start(), m.end(), int(m[1])) for m in _MARK.finditer(own))
            yield Sentence(piece, compact(spaced), spaced, shows, marks)
        start = end


def find_unproven(sentence: Sentence, ground: Ground, results: Sequence[Figure]) -> tuple[str, ...]:
    """What a sentence states that nothing proves: figures, years, agencies, as it writes them."""
    left = sentence.own
    for one in find_calculations(sentence.own):
        if is_proven_calculation(one, ground):
            left = left.replace(one.text, BETWEEN)
    left = _ORDINAL.sub(lambda m: BETWEEN if int(m[1]) <= ground.most else m[0], left)
    years = (f"{year}年" for year in find_years(left) if year not in ground.years)
    figures = (
        f"{figure.value}{figure.unit}"
        for figure in find_figures(drop_years(left))
        if not is_proven_figure(figure, ground, results) and not _is_tally(figure, sentence, ground)
    )
    return (*years, *figures, *find_bodies(sentence.spaced, ground.documents, ground.text))


def find_results(sentences: Iterable[Sentence], ground: Ground) -> list[Figure]:
    """What the proven formulas of an answer come to."""
    return [
        result
        for sentence in sentences
        for one in find_calculations(sentence.own)
        if is_proven_calculation(one, ground)
        for result, _ in one.results
    ]


def is_proven_figure(figure: Figure, ground: Ground, results: Sequence[Figure]) -> bool:
    """Whether a figure is printed at a cited place, the result of a formula, or a mere count."""
    if any(proof.prints(figure) for proof in ground.proofs):
        return True
    is_count = not figure.unit and figure.value <= ground.most and bool(ground.question)
    return is_count or any(figure.unit == r.unit and is_same(figure, r) for r in results)


def _is_tally(figure: Figure, sentence: Sentence, ground: Ground) -> bool:
    """Whether a figure is the number of rows that its sentence lists, where rows are counted."""
    listed = {number for _, _, number in sentence.marks}
    return ground.is_counted and figure.unit in ("", "个") and figure.value == len(listed)


def is_proven_calculation(one: Calculation, ground: Ground) -> bool:
    """Whether a formula's figures are printed at cited places and come to its results."""
    constants = find_constants(one.terms)
    written = [read_figure(term) for term in one.terms if is_number(term)]
    numbered = [at for at, term in enumerate(one.terms) if is_number(term)]
    fixed = [at in constants for at in numbered]
    readings: list[list[Figure]] = []
    for figure, is_fixed in zip(written, fixed, strict=True):
        printed = [f for p in ground.proofs for f in p.figures if is_same(figure, f)]
        if not is_fixed and not printed:
            return False
        bare = [f for f in printed if f.unit and not figure.unit]
        readings.append([figure] if is_fixed or figure.unit or not bare else _distinct(bare))
    whole = [list(figures) for figures in _few(product(*readings))]
    if not any(result.unit for result, _ in one.results):
        whole.append(written)
    return any(
        all(
            is_right(one.terms, figures, result, -1 if negative else 1)
            for result, negative in one.results
        )
        for figures in whole
    )


def renumber(sentence: Sentence, numbers: dict[int, int]) -> str:
    """Its text with its marks numbered anew; marks of citations that are gone are taken out."""
    text, at = "", 0
    for start, end, number in sentence.marks:
        mark = sentence.text[start:end].replace(str(number), str(numbers.get(number)))
        text += sentence.text[at:start] + (mark if number in numbers else "")
        at = end
    return text + sentence.text[at:]


def _few(readings: Iterable[tuple[Figure, ...]]) -> Iterator[tuple[Figure, ...]]:
    return (one for one, _ in zip(readings, range(_MOST_UNITS), strict=False))


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    return list({figure.unit: figure for figure in figures}.values())


def _hide(text: str, ground: Ground) -> tuple[set[int], list[tuple[int, int]]]:
    """The places of a text at which it repeats what is printed, and the words cited there.

    The words are told by the number of their citation and by where they begin.
    """
    letters = [(letter, at) for at, one in enumerate(text) for letter in normal_form(one)]
    form = "".join(letter for letter, _ in letters)
    hidden: set[int] = set()
    shown: list[tuple[int, int]] = []
    for proof in ground.proofs:
        for start, end in find_shown(form, proof.words) if proof.words else ():
            hidden.update(at for _, at in letters[start:end])
            shown.append((proof.citation.number, letters[start][1]))
    for name in dict.fromkeys(ground.names_in(text)):
        if len(name) > 1 and not name.replace(",", "").replace(".", "").isdigit():
            for start, end in find_shown(form, name):
                hidden.update(at for _, at in letters[start:end])
    for start, end, name in find_quoted(text):
        if name in ground.text and not is_measured(text, end):
            hidden.update(range(start, end))
    return hidden, shown


def _carrying(
    kept: Sequence[Sentence], ground: Ground, stated: Sequence[Figure]
) -> Iterator[Citation]:
    """The citations whose words or figure the kept sentences show."""
    shows = frozenset[int]().union(*(one.shows for one in kept))
    for proof in ground.proofs:
        if proof.citation.number in shows or (
            not proof.words and any(proof.prints(figure) for figure in stated)
        ):
            yield proof.citation


def _number(citations: Iterable[Citation]) -> Iterator[Citation]:
    for number, citation in enumerate(citations, start=1):
        yield citation.model_copy(update={"number": number})


def _check_value(given: Answer, ground: Ground, stated: Sequence[Figure]) -> Answer:
    """The answer without its value where no sentence states it."""
    if given.value is None:
        return given
    value = make_figure(given.value, given.unit)
    words = (figure for proof in ground.proofs if proof.words for figure in proof.figures)
    if any(_gives(figure, value) for figure in (*stated, *words)):
        return given
    return given.model_copy(update={"value": None, "unit": None})


def _gives(stated: Figure, value: Figure) -> bool:
    """Whether a figure is a value; a unit in no list (万元/人, 人次) is read in part."""
    is_begun = bool(stated.unit) and value.unit.startswith(stated.unit)
    return stated.base == value.base or (is_begun and stated.value == value.value)
