"""A question in a person's own words becomes a plan, by rules."""

import re
from collections.abc import Sequence

from extraction import DisclosureKind, Unit, normal_form
from index.planning import cues
from index.planning.across import read_across
from index.planning.families import MOVED
from index.planning.nesting import read_shares
from index.planning.operations import STAFF, names_several, read_calculation
from index.records import Aspect, Document, Operation, Plan, Want
from index.translation import is_english, translate
from index.words.agencies import find_mentions
from index.words.wording import canonical, frame_mask

_CHOOSES = frozenset({Operation.MOST, Operation.LEAST, Operation.RANK, Operation.COUNT})
# Calculations over figures that are named, of which changes may be meant as well.
_OF_LEVELS = frozenset(
    {Operation.DIFFERENCE, Operation.SUM, Operation.RATIO, Operation.SHARE, Operation.CHECK}
)


def read_question(question: str, documents: Sequence[Document]) -> Plan:
    """What a question asks of these documents; its topic still holds the asking's small words."""
    if is_english(question):
        wording = translate(question, documents)
        return read_question(wording.text, documents).model_copy(update=wording.of_plan(question))
    mentions = find_mentions(question, documents)
    text = cues.PARTED_CODE.sub(lambda found: "".join(filter(None, found.groups())), mentions.rest)
    text = _carry(cues.CARRIED.sub("上年", text), documents)
    want = _read_want(text)
    known = frozenset(mentions.known)
    of_agency = [d for d in documents if not known or d.agency in known]
    why = _clause_of(text, cues.WHY) if want is Want.REASON else ""
    years = read_years(why, of_agency) or read_years(text, of_agency)
    aspect = _read_aspect(text) if want is Want.FIGURE else None
    plan = Plan(
        question=question,
        wording=question,
        want=want,
        documents=tuple(document.name for document in of_agency),
        agencies=mentions.known,
        unknown_agencies=mentions.unknown,
        years=years,
        kind=DisclosureKind.FINAL if cues.FINAL.search(text) else None,
        topic=_drop_asides(text),
        aspect=aspect,
        unit=_read_unit(text) if want is Want.FIGURE else None,
        unknown_unit=_read_unknown_unit(text),
    )
    if want is Want.FINDINGS:
        return plan
    return read_across(_read_operation(plan, text, of_agency), documents)


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
    if cues.FINDINGS.search(text):
        return Want.FINDINGS
    if cues.WHY.search(text):
        return Want.REASON
    if cues.WHICH.search(text):
        return Want.FIGURE
    if cues.TOLD.search(text):
        return Want.LIST
    if cues.DEFINITION.search(text) and not re.search(r"多少(?!钱的)|几[个家辆]", text):
        return Want.DEFINITION
    if cues.ENUMERATES.search(text) or (cues.LIST.search(text) and not cues.HOW_MUCH.search(text)):
        return Want.LIST
    if cues.WHO.search(text) and not cues.ASKS.search(text):
        return Want.LIST
    return Want.FIGURE


def read_years(text: str, documents: Sequence[Document]) -> tuple[int, ...]:
    """The years that a text names, or means by 今年 or 去年 of these documents; empty for none."""
    years = {int(found[1]) for found in cues.YEAR.finditer(text)}
    years |= {2000 + int(found[1]) for found in cues.SHORT_YEAR.finditer(text)}
    newest: dict[str | None, int] = {}
    for document in documents:
        if document.year:
            newest[document.agency] = max(document.year, newest.get(document.agency, 0))
    if newest and not years:
        for shift, pattern in cues.RELATIVE:
            if pattern.search(text):
                return tuple(sorted({year + shift for year in newest.values()}))
    return tuple(sorted(years))


def _clause_of(text: str, cue: re.Pattern[str]) -> str:
    """The first clause in which a cue stands; empty where none does."""
    return next((clause for clause in re.split(r"[,，;；。?？]", text) if cue.search(clause)), "")


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


def _read_operation(plan: Plan, text: str, documents: Sequence[Document]) -> Plan:
    """The plan with what is to be computed where it is not printed; for passages nothing is."""
    found = None if plan.want is Want.REASON else read_calculation(text)
    if found and (plan.want is Want.FIGURE or found.operation in _CHOOSES):
        keeps = plan.aspect is not None and cues.LAST_YEAR.search(text)
        moved = found.operands[0].startswith(MOVED)
        is_mean = found.operation is Operation.AVERAGE and not cues.EACH_MONTH.search(text)
        update: dict[str, object] = {
            "want": Want.FIGURE,
            "aspect": plan.aspect if keeps else Aspect.LEVEL,
            "unit": plan.unit if found.operands == (STAFF,) else None,
            "operation": found.operation,
            "operands": found.operands,
            "unknown_unit": "" if is_mean else plan.unknown_unit,
        }
        if found.operation in _OF_LEVELS and (said := cues.CHANGE_SAID.search(text)):
            update["aspect"] = Aspect.RATE if said["rate"] else Aspect.CHANGE
        if moved:
            update |= _without_basis(plan, text)
        return plan.model_copy(update=update)
    if plan.aspect is None:
        return plan
    if _wants_more(text) or (plan.aspect is Aspect.LEVEL and names_several(text)):
        return plan.model_copy(update={"operation": Operation.OTHER})
    if (year := _earlier_year(plan, text, documents)) is not None:
        kind = None if cues.CARRIED_OUT.search(text) else plan.kind
        return plan.model_copy(
            update={
                "operation": Operation.EARLIER,
                "topic": _first_asked(plan.topic),
                "years": (year,),
                "kind": kind,
            }
        )
    if plan.aspect is Aspect.RATE:
        update = {"operation": Operation.GROWTH, "topic": _first_asked(plan.topic)}
        return plan.model_copy(update=update | _without_basis(plan, text))
    if plan.aspect is Aspect.SHARE:
        update = {"operation": Operation.SHARE, "operands": read_shares(plan.topic)}
        return plan.model_copy(update=update)
    return plan


def _without_basis(plan: Plan, text: str) -> dict[str, object]:
    """What a plan is without the outturn of a year that its figures are set against."""
    if not (found := cues.AGAINST_OUTTURN.search(text)):
        return {}
    years = set(plan.years) - set(read_years(found[0], ()))
    return {"kind": None, "years": tuple(sorted(years))}


def _first_asked(topic: str) -> str:
    """The first clause that asks for a figure, if it says of what; else the topic as it is."""
    clauses = re.split(r"[,，;；。?？]", topic)
    asked = next((clause for clause in clauses if cues.ASKS.search(clause)), "")
    return asked if False in frame_mask(canonical(asked)) else topic


def _earlier_year(plan: Plan, text: str, documents: Sequence[Document]) -> int | None:
    """The year before a document's, where that is what a level is asked of."""
    dated = {document.year for document in documents if document.year}
    before = {year - 1 for year in dated}
    if plan.aspect is Aspect.LEVEL and cues.BACKWARDS.search(text) and dated:
        if not plan.years or max(plan.years) not in dated:
            return next((year for year in plan.years if year in before), max(before))
        return max(plan.years) - 1 if cues.YEAR_BEFORE.search(text) else None
    if plan.aspect is Aspect.LEVEL and plan.years and not dated & set(plan.years):
        return next((year for year in plan.years if year in before), None)
    return None


def _read_unknown_unit(text: str) -> str:
    """A measure word, a currency or a part of a year that no figure is of."""
    if found := cues.MEASURE_WORD.search(text) or cues.COUNTED.search(text):
        return found["word"]
    found = cues.FOREIGN_MONEY.search(text) or cues.MONTH.search(text)
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
