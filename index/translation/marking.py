"""An English question with its terms marked: nouns as ⟨水费⟩, verbs as ⟦增加⟧, words left plain.

What the question itself writes in Chinese, and codes, stand as they are and outrank the glossary.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from index.translation.glossary import Term, Use, is_frame, is_small, lexicon

_CHINESE = "一-龥"
_APART = re.compile(r"(?<=[A-Za-z])[-‐‑–—/](?=[A-Za-z])")
_NEGATED = re.compile(r"n['’]t\b")
_QUOTES = re.compile(r"[\"“”„«»‘《》「」]|(?<![A-Za-z])['’]|(?<=[A-Za-z])['’](?!s\b)")
_INSIDE = re.compile(rf"(?<=[{_CHINESE}])[\"“”„«»‘’《》「」](?=[{_CHINESE}])")
_PRINTED = re.compile(
    rf"[(（]?\s*(?P<name>(?=[^()（）]*[{_CHINESE}])[{_CHINESE}][{_CHINESE}、（）()\d]*)\s*[)）]?"
)
_BEHIND = re.compile(r"(?P<chinese>⟨[^⟩]*⟩)\s*[(（][A-Za-z ,'-]+[)）]")
_CODE = re.compile(
    r"[(（]?\s*\b(?:(?:code|class|subject|item|no|number|account)\.? )*"
    r"(?P<code>[23]\d{2}|[23]\d{4}|2\d{6})(?![\d,.]*\d|%| (?:percent|per cent|yuan|staff|people"
    r"|items))\s*[)）]?"
)
_PERCENT = re.compile(
    r"(?:\b(?:more than|less than|over|nearly|almost|about|around|roughly|up to"
    r"|at least) )?\b(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?:%|per ?cent\b)"
)
_YUAN = re.compile(
    r"\b(?P<over>(?:worth )?(?:over|above|more than|at least|exceeding) )?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?) ?(?P<scale>million|billion|thousand)? ?(?:yuan|rmb)\b"
)
_SPENT = re.compile(
    r"\b(?:did|was|were|has|have|had)\b(?P<between>(?:(?!\b(?:is|are|does|do|plans?)\b)[^?⟦])*?)"
    r"\b(?:spend|spent|paid|pay)\b(?! exactly)"
    r"|(?<!is )(?<!are )(?<!be )(?<!being )\bspent\b(?! exactly)"
)
_ACTUALLY = re.compile(r"\b(?:actually|really|in fact)\b")
_ACTUAL = re.compile(
    r"\bactual(?= (?:amount|figure|cost|sum)|\b(?! (?:expenditure|spending|outlay|outturn|number"
    r"|headcount|staff)))"
)
_SPEND = re.compile(r"\b(?:spend|spends|spent)\b(?! exactly)")
_MARKED = re.compile(r"(⟨[^⟩]*⟩|⟦[^⟧]*⟧)")
_TOKEN = re.compile(r"'s\b|[a-zà-ÿ]+|\d[\d,.]*\d|\d|[^\s\w]")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_WAN = 10**4
_FEW = 2
_PASSED = (",", "the", "a", "an")
_OWN = "⟨‹"
_JOINTS = frozenset({"and", "or", ",", "plus", "&", "to", "than", "vs", "over"})
_MONEY_WORDS = frozenset({"cost", "costs", "amount", "item", "line", "figure", "class"})
_NAME_TIES = frozenset({"of", "for", "and"})
_LONGEST_SHARED = 4
# What is procured, of which goods and services alone are an item of another kind.
_PROCURED = re.compile(
    r"\b(?:government |public )?(?:procurement|purchases?|purchasing) of "
    r"(?P<listed>(?:goods|works|services)(?:(?:\s*,\s*(?:and|or)?|\s+(?:and|or|plus))\s+(?:the )?"
    r"(?:goods|works|services))+)"
    r"|(?P<before>(?:(?:goods|works|services)(?:\s*,\s*(?:and|or)?|\s+(?:and|or|plus))\s+)+"
    r"(?:goods|works|services)) procurement"
)


def mark_printed(question: str) -> str:
    """A question in English with what it writes in Chinese marked, and quotation marks gone."""
    question = _INSIDE.sub("", question)
    text = _QUOTES.sub(" ", _NEGATED.sub(" not", _APART.sub(" ", question)))
    text = _PRINTED.sub(_mark_own, text)
    return _BEHIND.sub(r"\g<chinese>", text)


def _mark_own(found: re.Match[str]) -> str:
    """A name in Chinese, marked; one in brackets says over again all of the English before it."""
    bracket = "«" if found[0].lstrip()[0] in "(（" else ""
    return f" ⟨‹{bracket}{_balance(found['name'])}⟩ "


def _balance(name: str) -> str:
    """A name without a bracket that closes what was opened before it."""
    opened, closed = len(re.findall("[(（]", name)), len(re.findall("[)）]", name))
    return re.sub("[)）]$", "", name) if closed > opened else name


def mark_numbers(text: str) -> str:
    """Codes, rates and amounts of money of a question in lower case, marked."""
    text = _PERCENT.sub(lambda found: f" ⟨{found['number'].replace(',', '')}%⟩ ", text)
    text = _YUAN.sub(lambda found: f" ⟨{_spell_money(found)}⟩ ", text)
    return _CODE.sub(lambda found: f" ⟨{found['code']}⟩ ", text)


def mark_spending(text: str) -> str:
    """The verbs of spending: their past is what was really spent, their present what is planned."""
    text = _SPENT.sub(lambda found: f"did{found['between'] or ' '}⟦实际花了⟧", text)
    if "⟦实际花了⟧" in text:
        return _ACTUAL.sub(" ", _ACTUALLY.sub(" ", text))
    return _ACTUAL.sub("⟨实际⟩", _ACTUALLY.sub("⟨实际⟩", _SPEND.sub("⟦安排⟧", text)))


def mark_terms(text: str) -> str:
    """The terms of the glossary in a question in lower case, marked."""
    marked: list[str] = []
    for piece in _MARKED.split(text):
        if _MARKED.fullmatch(piece):
            marked.append(piece)
            continue
        words = _TOKEN.findall(piece)
        at = 0
        while at < len(words):
            terms, end = _find_term(words, at)
            if not terms or terms[0].use is Use.SMALL:
                marked += words[at : at + 1] if end <= at + 1 else []
                at = max(end, at + 1)
                continue
            is_verb = terms[0].use is Use.VERB
            marked.append(f"⟦{terms[0].chinese}⟧" if is_verb else f"⟨{terms[0].chinese}⟩")
            at = end
    return " ".join(_say_once(marked))


def share_heads(text: str) -> str:
    """A text in lower case in which each joined name has the head that it shares with the last.

    Basic and project expenditure: basic expenditure and project expenditure.
    """
    pieces = [
        piece if _MARKED.fullmatch(piece) else " ".join(_share_heads(_TOKEN.findall(piece)))
        for piece in _MARKED.split(_PROCURED.sub(_spell_procured, text))
    ]
    return " ".join(pieces)


def _share_heads(words: list[str]) -> list[str]:
    """The words with the heads put in, from the last joint to the first."""
    terms = lexicon(Use.ITEM, Use.WORD)
    for at in range(len(words) - 1, 0, -1):
        if words[at] not in _JOINTS or _is_inside(words, at):
            continue
        start = at + 1
        while start < len(words) and words[start] in _JOINTS:
            start += 1
        _, end = terms.find(words, start)
        for head in (words[cut:end] for cut in range(start + 1, end)):
            if (name := _name_before(words, at, head)) and words[at - 1] not in head:
                words[at:at] = head
                break
            if name:
                break
    return words


def _is_inside(words: Sequence[str], at: int) -> bool:
    """Whether a joint is part of a term (goods and services)."""
    terms = lexicon(Use.ITEM, Use.WORD)
    starts = range(max(0, at - _LONGEST_SHARED), at)
    return any(terms.find(words, start)[1] > at for start in starts)


def _name_before(words: Sequence[str], at: int, head: Sequence[str]) -> int:
    """How many words before a joint make a term with the head; 0 where none do.

    A part of a longer name takes no head: expenditure, of basic expenditure, on projects.
    """
    items, terms = lexicon(Use.ITEM), lexicon(Use.ITEM, Use.WORD)
    starts = range(max(0, at - _LONGEST_SHARED), at)
    names = (start for start in starts if items.find(words[:at], start)[1] == at)
    for start in range(starts.start, min(next(names, at), at - 1) + 1):
        joined = [*words[start:at], *head]
        whole, end = terms.find(joined, 0)
        alone, _ = items.find(words[start:at], 0)
        if end == len(joined) and all(term.chinese in whole[0].chinese for term in alone[:1]):
            return at - start
    return 0


def _spell_procured(found: re.Match[str]) -> str:
    """Each of what is procured with the word for it: procurement of goods and procurement of …"""
    listed = re.sub(
        r"\b(goods|works|services)\b", r"procurement of \1", found["listed"] or found["before"]
    )
    return f" {listed} "


def _find_term(words: Sequence[str], at: int) -> tuple[tuple[Term, ...], int]:
    """The longest term at a word; commas and articles inside of it do not part it."""
    terms = lexicon(Use.ITEM, Use.WORD, Use.VERB, Use.SMALL)
    if words[at] in _PASSED:
        return (), at
    found, end = terms.find(words, at)
    places = [n for n in range(at, len(words)) if words[n] not in _PASSED]
    joined, last = terms.find([words[n] for n in places], 0)
    if joined and last > max(_FEW, end - at):
        return joined, places[last - 1] + 1
    return found, end


def _say_once(tokens: Iterable[str]) -> list[str]:
    """The tokens without the English before a name in Chinese, which says the same."""
    kept: list[str] = []
    for token in tokens:
        if token.startswith(_OWN):
            is_aside = "«" in token and not any(map(is_frame, kept))
            if is_aside and len(kept) > 1 and kept[-1] in _MONEY_WORDS:
                kept.pop()
            while kept and (_is_named(kept[-1]) or (is_aside and _is_tied(kept))):
                kept.pop()
            token = token.replace("‹", "").replace("«", "")
        kept.append(token)
    return kept


def _is_named(token: str) -> bool:
    return token.startswith("⟨") or _is_name_word(token)


def _is_tied(tokens: Sequence[str]) -> bool:
    """Whether the last of the tokens ties a name to what follows."""
    return len(tokens) > 1 and tokens[-1] in _NAME_TIES and _is_named(tokens[-2])


def _is_name_word(token: str) -> bool:
    return token[0].isalpha() and not is_small(token) and not is_frame(token)


def _spell_money(found: re.Match[str]) -> str:
    """An amount of yuan as disclosures write it: 50万元 for 500,000 yuan."""
    yuan = Decimal(found["number"].replace(",", "")) * _SCALES.get(found["scale"] or "", 1)
    over = "以上" if found["over"] else ""
    if yuan >= _WAN and yuan % _WAN == 0:
        return f"{yuan / _WAN:f}万元{over}"
    return f"{yuan:f}元{over}"
