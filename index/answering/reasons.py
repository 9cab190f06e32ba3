"""Answers to why: the reason that is given for an item, for several, or for the whole budget."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.answering.constraints import names_among
from index.answering.groups import find_groups, is_part, segments, shared_groups, with_path
from index.answering.quoting import (
    COVERED,
    Ranked,
    as_good,
    ask_back,
    bears_out,
    cover,
    quote_all,
    quote_best,
    weigh_names,
)
from index.answering.sections import REASON, answer_told
from index.answering.subjects import BECAUSE, known_names, reasoned
from index.answering.totals import names_no_item, names_whole
from index.library import Library
from index.planning import cues
from index.proving.citing import cut
from index.records import Answer, Passage, PassageKind, Plan
from index.words.classification import ITEM_NAMES, MEASURE_NAMES
from index.words.matching import Topic, Weights, pairs, weigh_topic
from index.words.wording import canonical, frame_mask

_SUBJECT = re.compile(r"([^。；;，,：:\n]{2,40}?)的?主?要?原因")
_CHANGED = re.compile(
    r"(?:较|比|同比|与)?(?:上年|去年)?(?:预算|决算)?(?:有所)?(?:增加|减少|增长|下降|上升|变化|变动)$"
)
_AGAINST_PLAN = re.compile(
    r"(?:比|超过?|完成|小于|大于|低于|高于|少于|多于|达到)(?:了|当)?(?:年初)?(?:安排的?)?预算"
    r"(?!执行)|预算(?:没|未|完成)|预算[^,，。]*?(?:只|才|没|未)(?:有)?(?:用|花|完成|执行|支出)|执行率|完成率|决算[数额]?(?:比|与|和|同|较)(?:年初)?预算"
)
_AND = re.compile(r"[、和与跟及]|以及|还有")
_NAMED = 0.6
_LONG_NAME = 3
_SHORTEST = 2
_ABOUT = 0.2
_OTHER_SIDE = 0.3
_ONE_SIDE = 0.05
_OTHER_BASIS = 0.4
_FUND_ASKED = 0.3
_FUND_NOT_ASKED = 0.1
_MOST_PARTS = 6
_FIGURE = re.compile(r"\d[\d|]*(?:万|亿)?元?")
_UNSPENT = re.compile(r"结转下年|结转|结余|剩余?下?来?|(?:没有?|未)能?(?:花|用|支|使用|支出)完")
# Items that a heading names, and whose parts the text under it gives reasons of.
_PARTS = {
    "三公经费": ("因公出国费", "公车购置", "公车运行", "公务接待费"),
    "公车购置及运行费": ("公车购置", "公车运行"),
}
_FUNDS = ("政府性基金", "国有资本", "一般公共预算", "拨款")


def answer_reason(library: Library, plan: Plan) -> Answer:
    """The reason that one document gives, or the one of several that does."""
    plan = _name_unspent(plan)
    passages = library.passages(plan.documents)
    topic, weights = weigh_names(plan, passages)
    if names_no_item(topic) and (whole := _rank_whole(plan, passages)):
        return quote_best(library, plan, whole)
    reasons = [p for p in passages if p.kind is PassageKind.REASON]
    if several := _find_several(library, plan, weights, reasons):
        return quote_all(library, plan, several)
    groups = shared_groups(reasons) | find_groups(library, plan)
    names = known_names(_all_names(library, plan, passages))
    items = names_among(plan.topic, names, shortest=_SHORTEST)
    ranked = [
        _rank_reason(library, plan, topic, weights, passage)
        for passage in reasons
        if _speaks_of(passage, items) and not is_part(topic, weights, passage, groups)
    ]
    if fitting := [one for one in ranked if one.fits]:
        if all(_is_of_part(one.passage, items) for one in fitting):
            return _quote_parts(library, plan, fitting)
        return quote_best(library, plan, ranked)
    prose = [p for p in passages if _tells_why(p) and _tells(p, topic, items, names)]
    ranked = [
        Ranked(p, covered + bears_out(plan.wording, p.text), covered >= COVERED)
        for p in prose
        if not is_part(topic, weights, with_path(p), groups)
        and (covered := cover(topic, {p.text: 0.8})) > 0
    ]
    told = None if any(one.fits for one in ranked) else answer_told(library, plan, REASON)
    return told or quote_best(library, plan, ranked)


def _name_unspent(plan: Plan) -> Plan:
    """The plan with money left over called by its printed name, where nothing else is asked of."""
    topic = _FIGURE.sub("|", canonical(cues.WHY.sub("", plan.topic)))
    found = _UNSPENT.search(topic)
    if not found or "上年" in topic or False in frame_mask(_UNSPENT.sub("|", topic)):
        return plan
    return plan.model_copy(update={"topic": "结转下年"})


def _find_several(
    library: Library, plan: Plan, weights: Weights, reasons: Sequence[Passage]
) -> tuple[Passage, ...]:
    """The reasons of all items that a question joins, of one document; none where one lacks."""
    parts = [weigh_topic(part, weights) for part in _parts(plan.topic)]
    named = [_find_named(library, plan, part, weights, reasons) for part in parts]
    several = tuple(dict.fromkeys(passage for passage in named if passage))
    is_whole = len(several) > 1 and None not in named
    return several if is_whole and len({p.document for p in several}) == 1 else ()


def _all_names(library: Library, plan: Plan, passages: Iterable[Passage]) -> Iterator[str]:
    """The names of items: of rows and statements, those that are well known, those with a code."""
    yield from (fact.item for fact in library.facts(plan.documents) if fact.full_code)
    yield from ITEM_NAMES
    yield from MEASURE_NAMES
    for passage in passages:
        is_name = passage.kind in (PassageKind.ROW, PassageKind.NAME)
        if is_name and len(passage.topic) > _LONG_NAME:
            yield passage.topic


def _is_of_part(passage: Passage, items: Iterable[str]) -> bool:
    own = canonical(passage.topic)
    return any(name not in own and _is_part_of(passage, name, own) for name in items)


def _quote_parts(library: Library, plan: Plan, ranked: Sequence[Ranked]) -> Answer:
    """The reasons of the parts of an item, the best first; those that say the same way, if any."""
    best = sorted(ranked, key=lambda one: -one.score)
    names = as_good(best)
    if len(names) > 1:
        return ask_back(library, plan, names)
    way = bears_out(plan.wording, best[0].passage.text)
    own = [one.passage for one in best if one.passage.document == names[0]]
    alike = [p for p in own if not way or bears_out(plan.wording, p.text)]
    return quote_all(library, plan, alike[:_MOST_PARTS])


def _tells_why(passage: Passage) -> bool:
    return passage.kind is PassageKind.PARAGRAPH and bool(BECAUSE.search(canonical(passage.text)))


def _parts(topic: str) -> list[str]:
    """The items that a topic joins by 和 or 、; none where it is of one."""
    kept = cues.JOINED.sub(lambda found: "|" * len(found[0]), topic)
    cuts = [0, *(end for found in _AND.finditer(kept) for end in found.span()), len(topic)]
    parts = [topic[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    return parts if len(parts) > 1 else []


def _find_named(
    library: Library, plan: Plan, part: Topic, weights: Weights, reasons: Iterable[Passage]
) -> Passage | None:
    """The reason of the item that a part of a question names, if one stands for it by name."""
    items = {p: max(part.share(i, weights) for i in _names(p)) for p in reasons}
    ranked = [
        _rank_reason(library, plan, part, weights, passage)
        for passage, share in items.items()
        if part.total and share >= _NAMED
    ]
    return max(ranked, key=lambda one: one.score).passage if ranked else None


def _rank_whole(plan: Plan, passages: Iterable[Passage]) -> list[Ranked]:
    """The reason that each document gives for the change of its whole budget, or of a fund."""
    best: dict[str, tuple[float, Ranked]] = {}
    for passage in passages:
        fits = [_fit_whole(plan, subject) for subject in _subjects(passage)]
        fit = max(fits, default=0.0) - _OTHER_BASIS * _has_other_basis(plan.wording, passage.text)
        if fit > best.get(passage.document, (0.0, None))[0]:
            score = 1.0 + bears_out(plan.wording, passage.text)
            best[passage.document] = (fit, Ranked(passage, score, fits=True))
    return [ranked for _, ranked in best.values()]


def _subjects(passage: Passage) -> Iterator[str]:
    """What a passage gives the reason of, where it is a budget, not an item of one."""
    if passage.kind is PassageKind.REASON:
        found = passage.topic.split("、")
    elif passage.kind is PassageKind.PARAGRAPH:
        found = [_CHANGED.sub("", said[1]) for said in _SUBJECT.finditer(passage.text)]
    else:
        return
    yield from (name for name in map(canonical, found) if name and names_whole(name))


def _fit_whole(plan: Plan, subject: str) -> float:
    """How well a whole budget is the one that is asked about: its fund, its side."""
    asked = canonical(plan.topic)
    fit = 1.0
    for fund in _FUNDS:
        if fund in subject:
            fit += _FUND_ASKED if fund in asked else -_FUND_NOT_ASKED
    if not _side_of(asked):
        return fit - _ONE_SIDE * bool(_side_of(subject))
    return fit - _OTHER_SIDE * (_side_of(asked) not in subject)


def _speaks_of(passage: Passage, named: Iterable[str]) -> bool:
    """Whether a reason is of all the items that a question names, or of a part of one."""
    own = canonical(passage.topic or "|".join((passage.text, *passage.section[-1:])))
    return all(
        name.removesuffix("支出") in own or _is_part_of(passage, name, own) for name in named
    )


def _is_part_of(passage: Passage, name: str, own: str) -> bool:
    """Whether a reason is of a part of an item that stands in its sentence or over it."""
    around = canonical("|".join((passage.text, *passage.section[-1:])))
    return name in around and any(part in own for part in _PARTS.get(name, ()))


def _tells(passage: Passage, topic: Topic, named: Iterable[str], known: frozenset[str]) -> bool:
    """Whether a paragraph gives a reason of the items named, else of what else is asked about."""
    wanted = [name.removesuffix("支出") for name in named]
    return any(
        all(name in subject for name in wanted) if wanted else cover(topic, {said: 1.0}) >= COVERED
        for subject, said in reasoned(passage, known)
    )


def _names(passage: Passage) -> tuple[str, ...]:
    """The items that a reason is given of, and of `X（类）Y（款）Z（项）` the innermost alone."""
    items = [item for item in passage.topic.split("、") if item]
    if any(len(item) < _SHORTEST for item in items):
        items = [passage.topic]  # 收、支总计
    inner = [segments(item)[-1:] for item in items]
    return (*items, *(name for names in inner for name in names)) or ("",)


def _has_other_basis(question: str, text: str) -> bool:
    """Whether one speaks of a change against the plan, and the other does not."""
    return bool(_AGAINST_PLAN.search(question)) != bool(_AGAINST_PLAN.search(text))


def _rank_reason(
    library: Library, plan: Plan, topic: Topic, weights: Weights, passage: Passage
) -> Ranked:
    reason = cut(library.lines(passage.document), passage.source)
    heading = " ".join(passage.section[-1:])
    fields = {passage.text: 0.6, reason: 0.3, heading: 0.4, passage.topic: 1.0}
    covered = cover(topic, fields)
    share = max(topic.share(name, weights) for name in _names(passage)) if passage.topic else 0.0
    is_about = cover(topic, {passage.topic: 1.0, heading: 1.0}) >= _ABOUT
    is_about &= _shares_word(topic, f"{passage.topic}|{heading}|{passage.text}")
    fits = (covered >= COVERED and is_about and bool(topic.total)) or share >= _NAMED
    hints = bears_out(plan.wording, passage.text)
    if _side_of(plan.topic) and _side_of(passage.topic) not in ("", _side_of(plan.topic)):
        hints -= _OTHER_SIDE
    if _AGAINST_PLAN.search(plan.wording) and _has_other_basis(plan.wording, passage.text):
        hints -= _OTHER_BASIS
    return Ranked(passage, covered + 0.6 * share + hints - len(passage.text) / 20000, fits)


def _shares_word(topic: Topic, text: str) -> bool:
    """Whether a text has two letters in a row of what is asked about, if it has two in a row."""
    told = [
        i for i in range(len(topic.text) - 1) if topic.weights[i] > 0 and topic.weights[i + 1] > 0
    ]
    held = pairs(text)
    return not told or any(topic.text[i : i + 2] in held for i in told)


def _side_of(name: str) -> str:
    """收入 or 支出 where a name says one of them, else nothing."""
    sides = [side for side in ("收入", "支出") if side in name]
    return sides[0] if len(sides) == 1 else ""
