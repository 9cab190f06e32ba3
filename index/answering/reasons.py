"""Answers to why: the reason that is given for an item, for several, or for the whole budget."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from index.answering.constraints import names_among
from index.answering.quoting import (
    COVERED,
    Ranked,
    bears_out,
    cover,
    quote_all,
    quote_best,
    weigh_names,
)
from index.answering.totals import names_no_item, names_whole
from index.library import Library
from index.planning import cues
from index.proving.citing import cut
from index.records import Answer, Passage, PassageKind, Plan
from index.words.matching import Topic, Weights, weigh_topic
from index.words.wording import bare_name, canonical, frame_mask

_BECAUSE = re.compile(r"原因|由于|因为|鉴于|为了|因[^此公]|主要是")
_SUBJECT = re.compile(r"([^。；;，,：:\n]{2,40}?)的?主?要?原因")
_CHANGED = re.compile(
    r"(?:较|比|同比|与)?(?:上年|去年)?(?:预算|决算)?(?:有所)?(?:增加|减少|增长|下降|上升|变化|变动)$"
)
_SEGMENT = re.compile(r"[(（][类款项][)）]")
_PATH = re.compile(r"[一-龥][^“”\"。，,、.\s\d]*[(（]类[)）][^“”\"。，,]+[(（]项[)）]")
_AGAINST_PLAN = re.compile(
    r"(?:比|超过?|完成|小于|大于|低于|高于|少于|多于|达到)(?:了|当)?(?:年初)?(?:安排的?)?预算"
    r"(?!执行)|预算(?:没|未|完成)|预算[^,，。]*?(?:只|才|没|未)(?:有)?(?:用|花|完成|执行|支出)|执行率|完成率|决算[数额]?(?:比|与|和|同|较)(?:年初)?预算"
)
_AND = re.compile(r"[、和与跟及]|以及|还有")
_NAMED = 0.6
_LONG_NAME = 3
_ABOUT = 0.2
_OTHER_SIDE = 0.3
_ONE_SIDE = 0.05
_OTHER_BASIS = 0.4
_FUND_ASKED = 0.3
_FUND_NOT_ASKED = 0.1
_FUNDS = ("政府性基金", "国有资本", "一般公共预算", "拨款")


def answer_reason(library: Library, plan: Plan) -> Answer:
    """The reason that the documents give for what is asked about."""
    passages = library.passages(plan.documents)
    topic, weights = weigh_names(plan, passages)
    if names_no_item(topic) and (whole := _rank_whole(plan, passages)):
        return quote_best(library, plan, whole)
    reasons = [p for p in passages if p.kind is PassageKind.REASON]
    parts = [weigh_topic(part, weights) for part in _parts(plan.topic)]
    named = [_find_named(library, plan, part, weights, reasons) for part in parts]
    several = tuple(dict.fromkeys(passage for passage in named if passage))
    if len(several) > 1 and None not in named and len({p.document for p in several}) == 1:
        return quote_all(library, plan, several)
    shared = _shared_classes(reasons)
    items = _find_items(plan, passages)
    ranked = [
        _rank_reason(library, plan, topic, weights, passage)
        for passage in reasons
        if _speaks_of(passage, items) and not _is_part(topic, weights, passage, shared)
    ]
    if not any(one.fits for one in ranked):
        prose = (p for p in passages if _tells_why(p) and _speaks_of(p, items))
        told = [p for p in prose if not _is_part(topic, weights, _with_path(p), shared)]
        ranked = [
            Ranked(p, covered + bears_out(plan.wording, p.text), covered >= COVERED)
            for p in told
            if (covered := cover(topic, {p.text: 0.8})) > 0
        ]
    return quote_best(library, plan, ranked)


def _tells_why(passage: Passage) -> bool:
    return passage.kind is PassageKind.PARAGRAPH and bool(_BECAUSE.search(passage.text))


def _with_path(passage: Passage) -> Passage:
    """A paragraph with the item that it opens with as its topic, where it is printed in classes."""
    found = _PATH.search(passage.text)
    return passage.model_copy(update={"topic": found[0] if found else ""})


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


def _shared_classes(reasons: Iterable[Passage]) -> frozenset[tuple[str, str]]:
    """Documents and classes of which reasons are given for more than one item."""
    items = {(p.document, _SEGMENT.split(item)[0], item) for p in reasons for item in _paths(p)}
    counts = Counter(item[:2] for item in items)
    return frozenset(key for key, count in counts.items() if count > 1)


def _paths(passage: Passage) -> list[str]:
    """The items of a passage that are printed with their classes: X（类）Y（款）Z（项）."""
    return [item for item in passage.topic.split("、") if len(_SEGMENT.findall(item)) > 1]


def _is_part(
    topic: Topic, weights: Weights, passage: Passage, shared: frozenset[tuple[str, str]]
) -> bool:
    """Whether a reason is of one item of several in the class that is asked about."""
    paths = _paths(passage)
    return bool(paths) and all(
        (passage.document, (segments := _SEGMENT.split(path))[0]) in shared
        and topic.share(segments[0], weights) >= _NAMED
        and topic.share([*filter(None, segments)][-1], weights) < _NAMED
        for path in paths
    )


def _find_items(plan: Plan, passages: Iterable[Passage]) -> frozenset[str]:
    """The items of tables that a question names in full, if they are more than its asking."""
    rows = (p.topic for p in passages if p.kind is PassageKind.ROW and len(p.topic) > _LONG_NAME)
    named = names_among(plan.topic, map(bare_name, rows))
    return frozenset(name for name in named if not all(frame_mask(name)))


def _speaks_of(passage: Passage, named: Iterable[str]) -> bool:
    """Whether a passage bears all the items that a question names."""
    text = canonical("|".join((passage.topic, *passage.section[-1:], passage.text)))
    return all(name.removesuffix("支出") in text for name in named)


def _names(passage: Passage) -> tuple[str, ...]:
    """The items that a reason is given of, and of `X（类）Y（款）Z（项）` the innermost alone."""
    items = [item for item in passage.topic.split("、") if item]
    inner = [list(filter(None, _SEGMENT.split(item)))[-1:] for item in items]
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
    fits = (covered >= COVERED and is_about and bool(topic.total)) or share >= _NAMED
    hints = bears_out(plan.wording, passage.text)
    if _side_of(plan.topic) and _side_of(passage.topic) not in ("", _side_of(plan.topic)):
        hints -= _OTHER_SIDE
    if _AGAINST_PLAN.search(plan.wording) and _has_other_basis(plan.wording, passage.text):
        hints -= _OTHER_BASIS
    return Ranked(passage, covered + 0.6 * share + hints - len(passage.text) / 20000, fits)


def _side_of(name: str) -> str:
    """收入 or 支出 where a name says one of them, else nothing."""
    sides = [side for side in ("收入", "支出") if side in name]
    return sides[0] if len(sides) == 1 else ""
