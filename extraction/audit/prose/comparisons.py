"""The statements of the prose, each against its own arithmetic.

A printed figure is wrong only where no exact ones that print like those beside it make it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from extraction.audit.figures import (
    MENDED,
    NOT_BESIDE,
    VAGUE,
    Figure,
    are_alike,
    bare,
    distance,
    is_vague,
    judge_percentage,
    minus,
    percentage,
    plus,
    quantity_operand,
    rounded,
    size,
)
from extraction.audit.verdicts import tied, unchecked
from extraction.crosssums import FUND_BUDGETS
from extraction.places import offset_in
from extraction.records import Amount, Quantity, Statement
from extraction.relations import Outcome, Relation, Remark, Verdict, judge
from extraction.text import normal_form
from extraction.vocabulary import Direction

TEXT_CHANGE = "text_change"
TEXT_DIRECTION = "text_direction"
TEXT_RATE = "text_rate"
TEXT_COMPLETION = "text_completion"
TEXT_BASE = "text_base"

_NO_BASE = "the figure that it is a percentage of is zero: there is none"
_SMALL_BASE = "the figure that it is a percentage of is too small, or negative"
_TWO_BASES = "the sentence compares with more than one figure"
_FLAT_WITH_CHANGE = "the sentence says both that nothing changed and by how much"
_ZERO_BASE = Remark("但基数为0，没有比例", "What it is a percentage of is 0.")
_MISREAD = "with its figures read another way it ties: it may be misread"
_LARGER = Remark("增加的比全部还多", "It rose by more than it is.")
_MAY_BE_NEGATIVE = re.compile("结余|结转|余额|收益|损益|盈余|利润|亏损|净|差额|其他收入")
_OWN_BUDGET = re.compile(r"(?:年初|当年|本年|全年|调整后?的?)预算")
_PAST = re.compile(r"上一?年|去年|同比|环比|上一度")
_PAST_YEAR = re.compile(rf"{_PAST.pattern}|上年|20\d\d年")
_YEAR = re.compile(r"(20\d\d)年")
_CLAUSE_END = re.compile(r"[,，;；:：。]")
_TURNS = re.compile(r"[,、]?(?:(?P<up>增加|增长|上升|提高)|(?P<down>减少|下降|降低))了?")
_ADJUSTED = re.compile(r"(?:全年|调整后?的?)预算")
_ROUGHLY_FLAT = re.compile(r"(?:基本|大致|大体|总体)(?:持平|一致|不变|相同)")


def verdicts_on(statement: Statement) -> set[Verdict]:
    """What comes of a statement's own arithmetic."""
    return {outcome.verdict for make in _MAKERS if (outcome := make(statement))}


def own_outcomes(statement: Statement, told: Amount | None, *, is_sure: bool) -> Iterator[Outcome]:
    """The verdicts on a statement's own arithmetic; none is broken where it is not sure.

    Where its level is not what the tables have (`told`) and with that all ties, the level alone
    is wrong, and is found where it is held against the tables.
    """
    level = statement.level
    mended = None
    if level and told:
        level = level.model_copy(update={"amount": told})
        mended = statement.model_copy(update={"level": level})
    for make in _MAKERS:
        outcome = make(statement)
        if outcome is None:
            continue
        other = make(mended) if mended and outcome.verdict is Verdict.BROKEN else None
        if other and other.verdict is Verdict.TIED:
            outcome = unchecked(outcome.relation, MENDED)
        elif not is_sure and outcome.verdict in (Verdict.BROKEN, Verdict.ROUNDING):
            outcome = unchecked(outcome.relation, _MISREAD)
        yield outcome


def _check_direction(statement: Statement) -> Outcome | None:
    """The direction word against level and earlier figure."""
    level, earlier, said = statement.level, statement.earlier, statement.direction
    if level is None or earlier is None or said is None or not are_alike(level, earlier):
        return None
    now, before = _figure(level), _figure(earlier)
    rose, fell = now.low >= before.high, now.high <= before.low
    wrong = {Direction.UP: fell, Direction.DOWN: rose, Direction.FLAT: rose or fell}[said]
    relation = _relation(TEXT_DIRECTION, statement, statement.change or level, level, earlier)
    if reason := _doubt(statement, (level, earlier)):
        return unchecked(relation, reason)
    if not wrong:
        return tied(relation)
    if _ties_misread(statement):
        return unchecked(relation, _MISREAD)
    if said is Direction.FLAT and _ROUGHLY_FLAT.search(normal_form(statement.sentence.printed)):
        return unchecked(relation, VAGUE)
    words = {Direction.UP: "增加", Direction.DOWN: "减少", Direction.FLAT: "持平"}
    meant = words[Direction.UP if rose else Direction.DOWN]
    worked = Remark(
        f"“{words[said]}”应为“{meant}”：由{before.words}到{now.words}",
        f"“{words[said]}” should be “{meant}”: from {before.words} to {now.words}.",
    )
    return Outcome(relation, Verdict.BROKEN, "", None, worked)


def _check_words(statement: Statement) -> Outcome | None:
    """The direction word of a rate against that of the change right before it."""
    change, rate, said = statement.change, statement.rate, statement.direction
    if change is None or rate is None or rate.amount.value <= 0 or change.amount.value <= 0:
        return None
    source, text = statement.sentence.source, statement.sentence.printed
    first, last = offset_in(source, change.source), offset_in(source, rate.source)
    if first is None or last is None:
        return None
    words = _TURNS.fullmatch(normal_form(text[first + len(change.printed) : last]))
    other = said and _TURNED.get(said)
    if words is None or other is None or words[other.value] is None:
        return None
    relation = _relation(TEXT_DIRECTION, statement, rate, change)
    worked = Remark(
        f"“{words[other.value]}”与前面增减额的方向相反",
        f"“{words[other.value]}” is the other way than the change before it.",
    )
    return Outcome(relation, Verdict.BROKEN, "", None, worked)


def _check_change(statement: Statement) -> Outcome | None:
    """Earlier figure and change against the level."""
    level, earlier, change = statement.level, statement.earlier, statement.change
    if level and change and earlier is None:
        return _check_increase(statement, level, change)
    if level is None or earlier is None or change is None:
        return None
    if not are_alike(level, earlier, change):
        return None
    relation = _relation(TEXT_CHANGE, statement, level, earlier, change)
    if reason := _doubt(statement, (level, earlier, change)):
        return unchecked(relation, reason)
    fell = _figure(level).value < _figure(earlier).value
    part = size(change)
    signed = part.model_copy(update={"value": -part.value}) if fell else part
    base, step = relation.parts
    step = step.model_copy(update={"amount": signed})
    judged = judge(replace(relation, parts=(base, step)))
    computed = judged.computed
    if computed is None:
        return replace(judged, relation=relation)
    apart = distance(_figure(level), _figure(earlier))
    if judged.verdict is Verdict.BROKEN and _figure(change).meets(apart):
        judged = replace(judged, verdict=Verdict.ROUNDING)  # a change that rounds to zero
    gap = abs(level.amount.value - computed)
    way = f"{bare(base.printed)}{'－' if fell else '＋'}{bare(step.printed)}＝{computed}"
    worked = Remark(f"应为{way}，相差{gap}", f"It is {way}, {gap} apart.")
    return replace(judged, relation=relation, worked=worked)


def _check_increase(statement: Statement, level: Quantity, change: Quantity) -> Outcome | None:
    """An increase that is larger than the level, for money that cannot be negative."""
    is_up = statement.direction is Direction.UP and bool(statement.against)
    is_money = all(unit and unit.in_yuan for unit in (level.amount.unit, change.amount.unit))
    if not is_up or not is_money or level.amount.value < 0:
        return None
    relation = _relation(TEXT_CHANGE, statement, change, level)
    if _figure(change).low < _figure(level).high:
        return None
    name = statement.item.printed if statement.item else ""
    if not name or _MAY_BE_NEGATIVE.search(name):
        return unchecked(relation, _SMALL_BASE)
    if reason := _doubt(statement, (level, change)):
        return unchecked(relation, reason)
    return (
        unchecked(relation, _MISREAD)
        if _ties_misread(statement)
        else Outcome(relation, Verdict.BROKEN, "", None, _LARGER)
    )


def _check_rate(statement: Statement) -> Outcome | None:
    """The growth rate against change and earlier figure, printed or computed."""
    if statement.rate is None:
        return None
    said = (statement.level, statement.change, statement.earlier)
    parts = [part for part in said if part]
    relation = _relation(TEXT_RATE, statement, statement.rate, *parts)
    if reason := _doubt(statement, (statement.rate, *parts)):
        return unchecked(relation, reason)
    ratios = list(_growths(statement)) if are_alike(*parts) else []
    outcome = _judge_ratios(relation, ratios)
    if outcome.verdict is Verdict.BROKEN and _ties_misread(statement):
        return unchecked(relation, _MISREAD)
    turned = _TURNED.get(statement.direction) if statement.direction else None
    worked = outcome.worked
    if outcome.verdict is Verdict.BROKEN and turned and worked and statement.earlier is None:
        other = statement.model_copy(update={"direction": turned})
        if _judge_ratios(relation, list(_growths(other))).verdict is Verdict.TIED:
            word = "增加" if turned is Direction.UP else "减少"
            way = Remark(f"{worked.zh}（若为{word}则相符）", f"{worked.en} With “{word}” it ties.")
            outcome = replace(outcome, worked=way)
    return outcome


_TURNED = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
_Ratio = tuple[Figure, Figure]
"""A part and its whole."""


def _growths(statement: Statement) -> Iterator[_Ratio]:
    """What a growth rate may be of what, with the figures at hand."""
    level, change, earlier = statement.level, statement.change, statement.earlier
    if earlier:
        if change:
            yield _figure(change), _figure(earlier)
        if level:
            yield distance(_figure(level), _figure(earlier)), _figure(earlier)
    elif level and change:
        now, step = _figure(level), _figure(change)
        if statement.direction is not Direction.DOWN:
            yield step, minus(now, step)
        if statement.direction is not Direction.UP:
            yield step, plus(now, step)


def _ties_misread(statement: Statement) -> bool:
    """Whether the rate ties where the earlier figure is taken for the change, or the other way."""
    rate, change, earlier = statement.rate, statement.change, statement.earlier
    if rate is None or (change is None) is (earlier is None):
        return False
    update = {"change": earlier, "earlier": change, "direction": None}
    other = statement.model_copy(update=update)
    relation = _relation(TEXT_RATE, other, rate)
    return _judge_ratios(relation, list(_growths(other))).verdict is Verdict.TIED


def _check_completion(statement: Statement) -> Outcome | None:
    """The completion rate against level and budget."""
    rate, level, earlier = statement.completion, statement.level, statement.earlier
    if rate is None:
        return None
    parts = [part for part in (level, earlier) if part]
    relation = _relation(TEXT_COMPLETION, statement, rate, *parts)
    text = normal_form(statement.sentence.printed)
    if _ADJUSTED.search(text) and "年初" in text:
        return unchecked(relation, _TWO_BASES)
    if is_vague(statement, [rate, *parts]):
        return unchecked(relation, VAGUE)
    is_budget = "预算" in (statement.against or "") and not _PAST.search(statement.against or "")
    if level is None or earlier is None or not is_budget or not are_alike(level, earlier):
        return unchecked(relation, NOT_BESIDE)
    words = _words_before(statement, earlier)
    if _PAST.search(words) or _names_year_before(statement, words):
        return unchecked(relation, NOT_BESIDE)
    outcome = _judge_ratios(relation, [(_figure(level), _figure(earlier))])
    other = _judge_ratios(relation, [(_figure(earlier), _figure(level))])
    if outcome.verdict is Verdict.BROKEN and other.verdict is Verdict.TIED:
        return unchecked(relation, _MISREAD)
    return outcome


_MAKERS: tuple[Callable[[Statement], Outcome | None], ...] = (
    _check_direction,
    _check_words,
    _check_change,
    _check_rate,
    _check_completion,
)


def _judge_ratios(relation: Relation, ratios: list[_Ratio]) -> Outcome:
    """The verdict on a percentage; of nothing there is none, and printing one breaks a rule."""
    if not ratios:
        return unchecked(relation, NOT_BESIDE)
    amount = relation.total.amount
    if all(whole.value == 0 for _, whole in ratios):
        if amount is None or not amount.value:
            return unchecked(relation, _NO_BASE)
        return Outcome(replace(relation, rule=TEXT_BASE), Verdict.BROKEN, "", None, _ZERO_BASE)
    ways = [way for part, whole in ratios if (way := percentage(part, whole))]
    return judge_percentage(relation, ways) if ways else unchecked(relation, _SMALL_BASE)


def _doubt(statement: Statement, quantities: tuple[Quantity, ...]) -> str:
    """Why the figures of a comparison may not belong together; empty where they do."""
    text = normal_form(statement.sentence.printed)
    change = statement.change
    if _OWN_BUDGET.search(text) and _PAST.search(text):
        return _TWO_BASES
    if "预算" in (statement.against or "") and not _PAST_YEAR.search(statement.against or ""):
        level = _words_before(statement, statement.level)
        is_budget = "预算" in level and "决算" not in level
        is_other = is_budget or _names_year_before(statement, text)
        if is_other or _PAST_YEAR.search(_words_before(statement, statement.earlier)):
            return _TWO_BASES
    if statement.direction is Direction.FLAT and change and change.amount.value:
        return _FLAT_WITH_CHANGE
    return VAGUE if is_vague(statement, list(quantities)) else ""


def _names_year_before(statement: Statement, text: str) -> bool:
    year = statement.year
    return year is not None and any(int(one) < year for one in _YEAR.findall(text))


def _words_before(statement: Statement, quantity: Quantity | None) -> str:
    """The clause that leads to a figure, without the names of funds; empty where there is none."""
    at = offset_in(statement.sentence.source, quantity.source) if quantity else None
    text = normal_form(statement.sentence.printed[:at]) if at else ""
    return FUND_BUDGETS.sub("", _CLAUSE_END.split(text)[-1])


def _relation(rule: str, statement: Statement, total: Quantity, *parts: Quantity) -> Relation:
    operands = tuple(quantity_operand(statement, part) for part in parts if part is not total)
    return Relation(rule, quantity_operand(statement, total), operands)


def _figure(quantity: Quantity) -> Figure:
    return rounded(size(quantity), bare(quantity.printed))
