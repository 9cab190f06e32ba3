"""Answers that stand under a heading or beside a label: the basis of a project, its content, when.

Disclosures describe projects in a form that is the same everywhere: a basis, a body that carries
it out, contents, a period, aims. Each is a heading with text under it, a label before a colon, a
row of a form, or a column beside the project's name.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extraction import (
    Cell,
    Content,
    Disclosure,
    Row,
    Source,
    Table,
    normal_form,
    ordinal_rank,
    squash,
)
from index.answering.neighbours import MOST_LETTERS, Piece, find_pieces
from index.answering.quoting import ask_back, cover, join_answers, join_places, quote_places
from index.library import Library
from index.records import Answer, Lead, Plan
from index.sentences.saying import speak
from index.words.matching import Topic, Weights, weigh_topic
from index.words.wording import canonical, frame_mask

# What a question asks for, and the headings, labels and columns that give it.
_ASKED = (
    (
        r"(?:立项|政策|设立|法律|项目)的?依据|依据(?:是|有|的|了)?(?:什么|哪)|(?:根据|依据|按照?)(?:什么|哪些)"
        r"(?:文件|政策|规定)?(?:立项|设立|实施|开展)?|为什么(?:立项|设立)",
        r"(?:立项|政策|设立|法律|项目)依据|立项.{0,4}背景",
    ),
    (
        r"实施主体|(?:实施|承担|承办|责任)(?:单位|部门|科室)|(?:由|是)?(?:谁|哪[些个几]?[一-龥]{0,4})(?:来|负责|具体|组织)*"
        r"(?:实施|承担|执行|牵头)",
        r"实施主体|(?:实施|承担|承办|责任)(?:单位|部门|科室)",
    ),
    (
        r"(?:实施|项目|建设|主要|工作)(?:内容|方案)|(?:要|会|将|打算|准备|计划)做(?:些)?(?:什么|啥|哪)"
        r"|(?:怎么|如何)(?:实施|开展|推进)",
        r"(?:实施|项目|建设|主要|工作)(?:内容|方案|任务)",
    ),
    (
        r"(?:实施|项目|建设)?(?:周期|期限|工期|起止)|什么时候|何时|多久|几时|哪[年月]",
        r"(?:实施|项目|建设)(?:周期|期限|工期|时间|年限)|起止(?:时间|年限|日期)|^(?:周期|工期)$",
    ),
    (
        r"(?:绩效|总体|年度|预期|长期|中期|工作|项目)的?目标|目标(?:是|有)|(?:要)?(?:达到|实现)(?:什么|哪些|啥)",
        r"(?:绩效|总体|年度|预期|长期|中期|项目).{0,2}目标|^目标$",
    ),
    (
        r"(?:项目|工程)(?:概[况述]|简介|介绍|基本情况|背景)|(?:是|做)(?:个|一个)?(?:什么|怎样|啥)(?:样)?的?(?:项目|工程)"
        r"|介绍一?下",
        r"(?:项目|工程)(?:概[况述]|简介|介绍|基本情况|背景)",
    ),
    (r"(?:年度)?预算安排(?:情况|计划)|资金(?:安排|来源)", r"(?:年度)?预算安排|资金(?:安排|来源)"),
    (
        r"(?:重点|主要|中心)?(?:工作)(?:任务|重点|计划|安排)|(?:重点|主要)(?:工作|任务)|(?:今年|本年|当年)要(?:做|干|抓)",
        r"(?:重点|主要|中心|年度)(?:工作|任务)|工作(?:任务|重点|计划)",
    ),
    (
        r"(?:人员|编制)(?:编制)?(?:情况|构成|状况)|编制(?:和|及|与)?(?:人员|实有)",
        r"(?:人员|编制)(?:编制)?(?:情况|构成|状况|$)|机构人员",
    ),
    (
        r"联系(?:方式|电话|人)|(?:咨询|监督|办公|公开)?电话|(?:办公|单位|通讯|联系)地址|怎么联系|如何联系|邮[编箱]",
        r"联系(?:方式|电话|人)|(?:咨询|监督|办公)?电话|(?:办公|单位|通讯|联系)?地址|邮[编箱]|电子邮",
    ),
    (
        r"(?:有|是)?(?:哪些|什么|哪几[种类辆])(?:样的)?(?:公?车辆?|公务用车|大型设备)|车辆(?:构成|情况|分布|配备)"
        r"|(?:国有)?资产(?:占有|占用|使用|情况)",
        r"资产(?:占有|占用|使用|情况)|车辆(?:情况|配备)",
    ),
    (
        r"(?:偏差|未完成|没有?完成|没达到|扣分|没做到)的?(?:原因|理由)?|为什么(?:没|未|不)",
        r"偏差.{0,4}原因|(?:未完成|扣分|存在问题).{0,6}原因|原因分析",
    ),
)
_IsNamed = Callable[[str], object]
# 政府采购情况怎么样: what stands under a heading that names it.
_STATE = re.compile(r"([一-龥]{2,12}?)的?(?:具体|总体)?(?:情况|状况)(?:是?怎么样|是?怎样|如何)")
_PATTERNS = tuple((re.compile(asked), re.compile(names)) for asked, names in _ASKED)
REASON = re.compile(_ASKED[-1][1])
_ASKING = re.compile(r"谁|啥|什么|哪[些个几家]?|[的是呢]")
_LABELLED = re.compile(r"^(?:[一-龥]{2,8})[:：]")
_NAME_OF = re.compile(r"^项目名称[:：]?")
_FILLED = re.compile(r"[一-龥\d]")
_LONGEST_NAME = 24
_CONTEXT = 0.6
_LITTLE = 0.5
_HEAD_ROWS = 8
_MOST_DOCUMENTS = 24


@dataclass(frozen=True, slots=True)
class Told:
    """A text with what it is called and what it is told of."""

    name: str
    """The heading, label or column that says what the text is."""
    context: str
    """What stands over and around it: headings, the name of the project, the row."""
    sources: tuple[Source, ...]
    row: str = ""
    """The row that it is a cell of; empty for prose."""


def asks_section(question: str) -> bool:
    """Whether a question asks for something that stands under a heading of its own."""
    return any(asked.search(normal_form(question)) for asked, _ in _PATTERNS)


def answer_section(library: Library, plan: Plan) -> Answer | None:
    """What is told under the heading, label or column that a question asks for; None if nothing."""
    text = normal_form(plan.topic)
    for asked, names in _PATTERNS:
        found = asked.search(text)
        if found and (given := _answer(library, plan, names.search, text, found)):
            return given
    if (found := _STATE.search(text)) and len(wanted := canonical(found[1])) > 1:
        return _answer(library, plan, lambda name: wanted in canonical(name), text, found)
    return None


def answer_told(library: Library, plan: Plan, names: re.Pattern[str]) -> Answer | None:
    """What is told of the topic under headings or columns of these names; None if nothing is."""
    return _answer(library, plan, names.search, normal_form(plan.topic), None)


def drop_asked(question: str) -> str:
    """A question without the words that ask for what stands under a heading of its own."""
    text = normal_form(question)
    found = next((found for asked, _ in _PATTERNS if (found := asked.search(text))), None)
    return _without(text, found)


def _without(text: str, found: re.Match[str] | None) -> str:
    left = f"{text[: found.start()]}|{text[found.end() :]}" if found else text
    return _ASKING.sub("|", left)


def _answer(
    library: Library, plan: Plan, is_named: _IsNamed, text: str, found: re.Match[str] | None
) -> Answer | None:
    """What is told under such names of what else a text asks about; None for rows of a table."""
    about = _without(text, found)
    fitting: dict[str, list[tuple[float, Told]]] = {}
    for document in _documents(library, plan):
        told = [one for one in _find_told(library.disclosure(document)) if is_named(one.name)]
        topic = weigh_topic(about, Weights(one.context for one in told))
        if topic.total < _LITTLE and len({one.row for one in told if one.row}) > 1:
            return None
        ranked = [(_fit(topic, one, found[0] if found else ""), one) for one in told]
        if kept := [(fit, one) for fit, one in ranked if fit]:
            fitting[document] = kept
    if len(fitting) > 1:
        return ask_back(library, plan, list(fitting))
    if not fitting:
        return None
    ((_, kept),) = fitting.items()
    best = max(fit for fit, _ in kept)
    return _quote(library, plan, [one for fit, one in kept if fit == best])


def _documents(library: Library, plan: Plan) -> Sequence[str]:
    """The documents to read whole: where they are many, those in which a search finds most."""
    if len(plan.documents) <= _MOST_DOCUMENTS:
        return plan.documents
    hits = library.search(plan.topic, plan.documents, _MOST_DOCUMENTS)
    return tuple(dict.fromkeys(hit.passage.document for hit in hits))


def _fit(topic: Topic, told: Told, said: str) -> float:
    """How well a text is of what is asked about, called as it is; 0 if it is of something else."""
    if told.row and canonical(told.row) not in topic.text:
        return 0.0
    covered = cover(topic, {told.context: 1.0}) if topic.total >= _LITTLE else 1.0
    return covered + (bool(said) and said in told.name) if covered >= _CONTEXT else 0.0


def _quote(library: Library, plan: Plan, told: Sequence[Told]) -> Answer:
    """Texts of one document, cited each; bounded in length, with how many are left out."""
    given: list[Answer] = []
    room = MOST_LETTERS
    for one in _distinct(told):
        places = join_places(library, one.sources)
        shown = list(places)
        while len(shown) > 1 and _length(shown) > room:
            shown.pop()
        if given and _length(shown) > room:
            continue
        room -= _length(shown)
        given.append(quote_places(library, plan, shown, (Lead.PLAIN, one.row)))
    joined = join_answers(plan, given)
    left = sum(len(join_places(library, one.sources)) for one in _distinct(told)) - len(
        joined.citations
    )
    notes = (speak(plan.language).more(left),) if left > 0 else ()
    return joined.model_copy(update={"notes": notes})


def _distinct(told: Sequence[Told]) -> list[Told]:
    """Those texts that are no part of one before."""
    kept: list[Told] = []
    for one in sorted(told, key=lambda one: -len(one.sources)):
        if not any(set(one.sources) <= set(other.sources) for other in kept):
            kept.append(one)
    return [one for one in told if one in kept]


def _length(places: Sequence[Source]) -> int:
    """How many characters are printed at places."""
    return sum(span.end - span.start for place in places for span in place.spans)


def _find_told(disclosure: Disclosure) -> Iterator[Told]:
    yield from _under_headings(find_pieces(disclosure))
    for table in disclosure.tables:
        yield from _in_form(table)
        yield from _in_columns(table)


def _under_headings(pieces: Sequence[Piece]) -> Iterator[Told]:
    """The texts under each heading, and the paragraphs that a label opens."""
    for at, piece in enumerate(pieces):
        label = _LABELLED.match(piece.text)
        if label and not piece.is_heading and len(piece.text) > len(label[0]):
            yield Told(label[0][:-1], _around(pieces, at), (piece.source,))
        if not piece.is_heading or len(piece.text) > _LONGEST_NAME:
            continue
        under = [one for one in _below(pieces, at) if not _NAME_OF.match(one.text)]
        if under:
            yield Told(piece.text, _around(pieces, at), tuple(one.source for one in under))


def _below(pieces: Sequence[Piece], at: int) -> Iterator[Piece]:
    """The pieces under a heading, up to the next that is no deeper."""
    rank = ordinal_rank(pieces[at].text)
    for piece in pieces[at + 1 :]:
        if piece.is_heading:
            own = ordinal_rank(piece.text)
            if own is None or rank is None or own <= rank:
                return
        elif squash(pieces[at].text) not in piece.section:
            return
        yield piece


def _around(pieces: Sequence[Piece], at: int) -> str:
    """The headings over a piece, and the texts of the run of headings that it is one of."""
    rank = ordinal_rank(pieces[at].text) if pieces[at].is_heading else None
    start, end = at, at + 1
    while start and not _opens(pieces[start], rank):
        start -= 1
    while end < len(pieces) and not _opens(pieces[end], rank):
        end += 1
    over = next((p.section for p in pieces[at:end] if p.section), ())
    lead = pieces[start - 1].text if start else ""
    return "|".join((*over, lead, *(piece.text for piece in pieces[start:end])))


def _opens(piece: Piece, rank: int | None) -> bool:
    """Whether a heading begins a run of this rank, or ends one."""
    if not piece.is_heading:
        return False
    own = ordinal_rank(piece.text)
    if own is None or rank is None or own > rank:
        return False
    return own < rank or bool(re.match(r"\D{0,2}[一1](?!\d|[十])", piece.text.lstrip("第（(")))


def _in_form(table: Table) -> Iterator[Told]:
    """The texts beside the labels of a form that describes one project."""
    heads = table.rows[:_HEAD_ROWS]
    words = [cell.printed for row in heads for cell in row.cells if _is_told(cell)]
    context = "|".join((table.heading, *(row.label for row in heads), *words))
    for row in table.rows:
        cells = [cell for cell in row.cells if cell.column is None and _is_told(cell)]
        if row.name and cells:
            yield Told(row.label, context, tuple(cell.source for cell in cells))


def _in_columns(table: Table) -> Iterator[Told]:
    """The words of each row under each column, told of the row."""
    for row in table.rows:
        if not row.name or all(frame_mask(canonical(row.label))):
            continue
        for cell in row.cells:
            if cell.column is not None and _is_told(cell):
                name = squash("".join(table.columns[cell.column].path[-1:]))
                yield Told(name, _row_context(table, row), (cell.source,), row.label)


def _row_context(table: Table, row: Row) -> str:
    return "|".join((table.heading, row.label, *(squash(group.printed) for group in row.groups)))


def _is_told(cell: Cell) -> bool:
    return cell.content is Content.WORDS and bool(_FILLED.search(cell.printed))
