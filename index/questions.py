"""A question in a person's own words becomes a plan, by rules."""

import re
from collections.abc import Sequence

from extraction import DisclosureKind, Unit, normal_form
from index import cues
from index.agencies import find_mentions
from index.records import Aspect, Document, Operation, Plan, Want


def read_question(question: str, documents: Sequence[Document]) -> Plan:
    """What a question asks of these documents; its topic still holds the asking's small words."""
    mentions = find_mentions(question, documents)
    text = _carry(cues.CARRIED.sub("上年", mentions.rest), documents)
    want = _read_want(text)
    of_agency = [d for d in documents if not mentions.known or d.agency in mentions.known]
    years = _read_years(text, of_agency)
    aspect = _read_aspect(text) if want is Want.FIGURE else None
    return Plan(
        question=question,
        want=want,
        documents=tuple(document.name for document in of_agency),
        agencies=mentions.known,
        unknown_agencies=mentions.unknown,
        years=years,
        kind=DisclosureKind.FINAL if cues.FINAL.search(text) else None,
        topic=_drop_asides(text),
        aspect=aspect,
        unit=_read_unit(text) if want is Want.FIGURE else None,
        operation=_read_operation(text, aspect, years, of_agency),
        unknown_unit=_read_unknown_unit(text),
    )


def _carry(text: str, documents: Sequence[Document]) -> str:
    """Money kept for a year: into a document's own it is 上年结转, into a later one 结转下年."""
    years = {str(document.year) for document in documents}

    def name(found: re.Match[str]) -> str:
        into = found["year"]
        return "上年结转" if into in years or into in ("今", "本") else "结转下年"

    return cues.NEXT.sub(name, text)


def money_unit(question: str) -> Unit | None:
    """The unit of money that an amount is asked for in (几个亿, 折合多少万元); None if none is."""
    text = normal_form(question)
    return next((unit for unit, pattern in cues.MONEY_UNITS if pattern.search(text)), None)


def _read_want(text: str) -> Want:
    if cues.WHY.search(text):
        return Want.REASON
    if cues.WHICH.search(text):
        return Want.FIGURE
    if cues.DEFINITION.search(text) and not re.search(r"多少(?!钱的)|几[个家辆]", text):
        return Want.DEFINITION
    if cues.ENUMERATES.search(text) or (cues.LIST.search(text) and not cues.HOW_MUCH.search(text)):
        return Want.LIST
    if cues.WHO.search(text) and not cues.ASKS.search(text):
        return Want.LIST
    return Want.FIGURE


def _read_years(text: str, documents: Sequence[Document]) -> tuple[int, ...]:
    years = {int(found[1]) for found in cues.YEAR.finditer(text)}
    years |= {2000 + int(found[1]) for found in cues.SHORT_YEAR.finditer(text)}
    dated = [document.year for document in documents if document.year]
    if dated and not years:
        for shift, pattern in cues.RELATIVE:
            if pattern.search(text):
                return (max(dated) + shift,)
    return tuple(sorted(years))


def _drop_asides(text: str) -> str:
    text = cues.EXCEPT.sub("|", text)
    return cues.SHORT_YEAR.sub("|", cues.YEAR.sub("|", text))


def _read_aspect(text: str) -> Aspect:
    """Which figure of an item the first clause that asks for one wants."""
    clauses = [clause for clause in re.split(r"[,，;；。?？]", text) if clause]
    asking = [clause for clause in clauses if cues.ASKS.search(clause)] or [text]
    first = asking[0]
    if cues.SHARED.search(text):
        return Aspect.SHARE
    if cues.PERCENT.search(first):
        if cues.COMPLETION.search(first):
            return Aspect.COMPLETION
        if cues.SHARE.search(first):
            return Aspect.SHARE
        return (
            Aspect.RATE if cues.CHANGES.search(text) or cues.COMPARED.search(text) else Aspect.SHARE
        )
    if cues.COMPLETION.search(first) and "率" in first:
        return Aspect.COMPLETION
    if cues.CHANGES.search(first) and (cues.COMPARED.search(first) or cues.COMPARED.search(text)):
        return Aspect.CHANGE
    return Aspect.LEVEL


def _read_operation(
    text: str, aspect: Aspect | None, years: tuple[int, ...], documents: Sequence[Document]
) -> Operation:
    """What is to be computed where it is not printed; for passages nothing is."""
    if aspect is None:
        return Operation.LOOKUP
    if _wants_more(text):
        return Operation.OTHER
    dated = {document.year for document in documents}
    if years and not dated & set(years) and dated & {year + 1 for year in years}:
        return Operation.EARLIER
    if aspect is Aspect.RATE:
        return Operation.GROWTH
    return Operation.SHARE if aspect is Aspect.SHARE else Operation.LOOKUP


def _read_unknown_unit(text: str) -> str:
    """A measure word or a part of a year that no figure is of."""
    if found := cues.MEASURE_WORD.search(text):
        return found["word"]
    found = cues.MONTH.search(text)
    return found[0] if found else ""


def _wants_more(text: str) -> bool:
    """Whether a sum, a difference, what is left or which is most is wanted."""
    return bool(cues.OTHER.search(cues.JOINED.sub("", text)) or cues.EXCLUDED.search(text))


def _read_unit(text: str) -> Unit | None:
    """The unit that the first clause that asks for a figure names."""
    plain = cues.QUOTED_MONEY.sub("", text)
    clauses = [clause for clause in re.split(r"[,，;；。?？]", plain) if clause]
    first = next((clause for clause in clauses if cues.ASKS.search(clause)), plain)
    return next((unit for unit, pattern in cues.UNITS if pattern.search(first)), None)
