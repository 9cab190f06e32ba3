"""A sentence as numbered words: a model points at them, and sees no figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.clauses import Run
from extraction.drafts import Text
from extraction.figures import Figure
from extraction.prose import Passage

_HAN = "\u3400-\u9fff"
_TURN = (
    rf"[调核压缩]?[增减](?:[加长多少]|[支收](?![入出])|幅|(?=[至到为了])|(?![{_HAN}]))[额率]?"
    r"|上升|上涨|下降率?|降低|提高|压缩|涨幅|降幅|持平|相同|一致|不变|相等"
    r"|(?:无|没有|未发生)(?:增减)?变[化动]"
)
_TURNS = rf"增减[额率幅]?|(?:{_TURN})(?:\((?:{_TURN})\)|/(?:{_TURN}))|{_TURN}"
_JOINT = r"其中|主要|原因|由于|用于|完成|安排|相比|同比|分别|包括|以及|[比较与和及为是的由从占因按]"
_NOUN = r"新增|上一?年度?|本年度?|年初|支出|收入|预算|决算|总计|合计|经费|资金|拨款|项目"
_SYLLABLE = rf"(?!{_TURN}|{_JOINT}|{_NOUN})[{_HAN}]"
_WORD = re.compile(
    rf"(?P<year>20\d\d年度?)|(?P<number>\d+(?:[.,]\d+)*)|(?P<bare>{_TURNS}|{_JOINT})"
    rf"|(?P<name>{_NOUN}|[A-Za-z]+|(?:{_SYLLABLE}){{1,5}}(?!{_SYLLABLE})|(?:{_SYLLABLE}){{4}})"
    r"|(?P<mark>.)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: where it stands in the plain text, and how it is shown."""

    start: int
    end: int
    shown: str
    """As it stands; of a figure `#` and its unit, of a number that is no year `…`."""
    figure: Figure | None = None
    is_name: bool = False
    """Whether it can name something: no mark, number, joint (`比`) or verb of change."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds a figure, and its words, numbered from 0."""

    text: Text
    run: Run
    words: tuple[Word, ...]

    @property
    def figures(self) -> list[Figure]:
        """Its figures, in printed order."""
        return [word.figure for word in self.words if word.figure]

    @property
    def heading(self) -> str:
        """The heading over it, as words are shown; empty where there is none."""
        above = self.text.passage.heading
        if above is None:
            return ""
        text = Text(above.passage(self.text.passage.text))
        return "".join(word.shown for word in cut_words(text, (0, len(text.plain))))

    def __str__(self) -> str:
        """Each word behind its number: `0公务接待费 1#万元 2, 3较 4_2023年 5减少 6#%`."""
        shown = (word.shown for word in self.words)
        return " ".join(f"{n}{'_' * s[0].isdigit()}{s}" for n, s in enumerate(shown))


def find_sentences(passage: Passage) -> list[Sentence]:
    """The sentences of a passage that hold a figure."""
    text = Text(passage)
    runs = dict.fromkeys(text.sentences(figure.start, figure.end) for figure in text.figures)
    return [Sentence(text, run, cut_words(text, run)) for run in runs]


def cut_words(text: Text, run: Run) -> tuple[Word, ...]:
    """The words of a run, every character in one of them."""
    words: list[Word] = []
    at = run[0]
    for figure in text.figures:
        if run[0] <= figure.start < run[1]:
            words += _cut(text.plain, at, figure.start)
            shown = f"#{figure.amount.unit or ''}"
            words.append(Word(figure.start, figure.end, shown, figure))
            at = figure.end
    return (*words, *_cut(text.plain, at, run[1]))


def _cut(plain: str, start: int, end: int) -> Iterator[Word]:
    for found in _WORD.finditer(plain, start, end):
        is_name = found.lastgroup in ("name", "year")
        shown = "…" if found.lastgroup == "number" else found.group()
        yield Word(*found.span(), shown, is_name=is_name)
