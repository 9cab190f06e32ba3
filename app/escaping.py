"""Text of documents, file names and answers, made inert where Markdown is drawn."""

import re

_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
# Addresses become links without any mark-up: a word joiner inside of them prevents it.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_JOINER = "\u2060"


def inert_markdown(text: str) -> str:
    """One line that Markdown shows as it stands: no links, pictures, formulas or directives."""
    line = _ADDRESS.sub(_JOINER, " ".join(text.split()))
    return _MARKUP.sub(lambda mark: "\\" + mark.group(), line)
