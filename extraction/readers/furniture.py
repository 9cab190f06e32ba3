"""What comes again on page after page: running heads, running feet, page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence

from extraction.captions import is_caption
from extraction.prose import is_furniture
from extraction.readers.paper import Paper, Word
from extraction.readers.visual_lines import group_lines
from extraction.text import normal_form

_MARGIN = 0.12
"""How much of a page's height at its top and bottom is margin."""
_STEP = 8.0
_FEWEST = 3
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(
    r"[-—–·|/\s]*第?#页?(?:(?:[/·|]|[,，]?(?:共|of)|(?<=页)[,，])#页?)?[-—–·|\s]*|page#(?:of#)?",
    re.I,
)

_Key = tuple[str, bool, int]


def without_furniture(papers: Sequence[Paper]) -> list[list[Word]]:
    """The words of each page but its page number, and heads that stood on a page before.

    A head is what stands in the margin of most pages at one place; the first of them is kept. A
    bare page number is kept too: every later step knows it for what it is.
    """
    marginal = [list(_marginal(paper)) for paper in papers]
    counts: dict[_Key, int] = defaultdict(int)
    for lines in marginal:
        for key in {key for key, _ in lines}:
            counts[key] += 1
    most = max(_FEWEST, len(papers) // 2)
    kept: list[list[Word]] = []
    seen: set[_Key] = set()
    for paper, lines in zip(papers, marginal, strict=True):
        dropped: set[int] = set()
        for key, line in lines:
            again = counts[key] >= most and (key in seen or _PAGE.fullmatch(key[0]) is not None)
            if again or _is_page_count(line, key[0]):
                dropped.update(map(id, line))
            seen.add(key)
        kept.append([word for word in paper.words if id(word) not in dropped])
    return kept


def _marginal(paper: Paper) -> list[tuple[_Key, list[Word]]]:
    """The lines in the margins of a page, each with what tells it from others."""
    margin = _MARGIN * paper.height
    lines = []
    for line in group_lines(paper.words):
        # By whole lines: a figure that is lower than the words beside it is no page number.
        above = all(word.box[3] <= margin for word in line)
        if not above and not all(word.box[1] >= paper.height - margin for word in line):
            continue
        text = "".join(word.text for word in line)
        if not is_caption(text):
            top = line[0].box[1]
            form = _NUMBER.sub("#", normal_form(text))
            lines.append(((form, top < paper.height / 2, round(top / _STEP)), line))
    return lines


def _is_page_count(line: Sequence[Word], form: str) -> bool:
    """Whether a line numbers its page in a way that later steps do not know (`3/20`)."""
    text = " ".join(word.text for word in line)
    is_number = form == "#"  # a code, where it is the highest word of a page
    return not is_number and _PAGE.fullmatch(form) is not None and not is_furniture(text)
