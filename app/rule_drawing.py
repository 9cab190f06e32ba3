"""The catalogue of rules as a person reads it in a terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from app.check_results import Lang, demand_of, title_of
from app.check_texts import CheckTexts, speak
from app.drawing import print_whole
from extraction import RULES, DisclosureKind, Rule


def draw_rules(console: Console, lang: Lang) -> None:
    """One rule a line: its id, title, kind, documents and basis, and what must hold."""
    texts = speak(lang)
    grid = Grid(*texts.rules, box=None, pad_edge=False)
    for rule in RULES:
        words = (
            rule.id,
            title_of(rule.id, lang),
            texts.kinds[rule.kind],
            _documents(rule, texts),
            texts.bases[rule.basis],
            demand_of(rule, lang),
        )
        grid.add_row(*map(escape, words))
    print_whole(console, grid)


def _documents(rule: Rule, texts: CheckTexts) -> str:
    kinds = [kind for kind in DisclosureKind if kind in rule.documents]
    return texts.comma.join(texts.document_kinds[kind] for kind in kinds)
