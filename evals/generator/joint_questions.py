"""Questions over several disclosures: years of one agency, or agencies in one year."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random

from evals.generator import phrasings as ask
from evals.generator.labels import GeneratedDocument
from evals.generator.questions import DraftQuestion, Figure, figures_of, rounded, say_amount
from evals.labels.questions import Language, QuestionType
from extraction.vocabulary import Unit

_ASKED = (ask.ALL, ask.BASIC, ask.PROJECT, ask.PERSONNEL, ask.OPERATING, ask.RECEPTION)


def questions_over_years(
    documents: Sequence[GeneratedDocument], seed: int
) -> tuple[DraftQuestion, ...]:
    """Questions on the disclosures of one agency, one a year, in order of years."""
    rng = Random(f"years {seed} {documents[0].name}")
    return tuple(_ask_years(documents, rng))


def questions_over_agencies(
    documents: Sequence[GeneratedDocument], seed: int
) -> tuple[DraftQuestion, ...]:
    """Questions on the disclosures of several agencies, of one kind and year."""
    rng = Random(f"agencies {seed} {documents[0].name}")
    return tuple(_ask_agencies(documents, rng))


def _ask_years(documents: Sequence[GeneratedDocument], rng: Random) -> Iterator[DraftQuestion]:
    known = [figures_of(document, index) for index, document in enumerate(documents)]
    words = {"who": documents[0].agency, "first": str(documents[0].year)}
    words["last"] = str(documents[-1].year)
    for name in _draw_shared(known, rng, 3):
        row = [figures[name] for figures in known]
        first, last, unit = row[0].value, row[-1].value, row[0].unit
        gap, ends = abs(last - first), (row[0], row[-1])
        yield _draft(QuestionType.COMPARE, ask.YEARS_APART, ends, gap, unit, words, rng)
        total = sum((figure.value for figure in row), Decimal(0))
        yield _draft(QuestionType.AGGREGATE, ask.YEARS_TOGETHER, row, total, unit, words, rng)
        if first:
            growth = rounded((last - first) * 100 / first)
            yield _draft(QuestionType.COMPUTE, ask.GROWTH, ends, growth, "%", words, rng)


def _ask_agencies(documents: Sequence[GeneratedDocument], rng: Random) -> Iterator[DraftQuestion]:
    known = [figures_of(document, index) for index, document in enumerate(documents)]
    words = {"year": str(documents[0].year)}
    for name in _draw_shared(known, rng, 2):
        row = [figures[name] for figures in known]
        amounts = [_in_wan(figure) for figure in row]
        unit, total = str(Unit.WAN), sum(amounts, Decimal(0))
        yield _draft(QuestionType.AGGREGATE, ask.AGENCIES_TOGETHER, row, total, unit, words, rng)
        if amounts.count(max(amounts)) == 1:
            most = max(amounts)
            yield _draft(QuestionType.COMPARE, ask.AGENCIES_MOST, row, most, unit, words, rng)


def _draw_shared(known: Sequence[Mapping[str, Figure]], rng: Random, count: int) -> list[str]:
    shared = [name for name in _ASKED if all(name in figures for figures in known)]
    return rng.sample(shared, min(count, len(shared)))


def _in_wan(figure: Figure) -> Decimal:
    return figure.value if figure.unit == Unit.WAN else figure.value / 10_000


def _draft(
    type_: QuestionType,
    forms: ask.Forms,
    figures: Sequence[Figure],
    value: Decimal,
    unit: str,
    words: Mapping[str, str],
    rng: Random,
) -> DraftQuestion:
    lang = Language.ZH if rng.random() < 0.7 else Language.EN
    name = figures[0].topic.draw(rng, lang)
    operands = ", ".join(f"{figure.value:f}{figure.unit}" for figure in figures)
    return DraftQuestion(
        type=type_,
        lang=lang,
        question=rng.choice(forms[lang]).format(name=name, **words),
        answer=f"{operands}: {say_amount(value, unit)}",
        value=value,
        unit=unit,
        proofs=tuple(figure.proof for figure in figures),
    )
