"""How an English question begins and ends, apart from what it asks."""

import re

ENDS = " ?.!,;:()（）[]–—-"
_SPACES = re.compile(r"\s+")
# What leads up to a question, and what only says once more that a figure is asked for.
_OPENING = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|and|well|also|now|then|but|just)\b[ ,]*)*"
    r"(?:(?:(?:would|could|can|will) )?(?:you )?(?:kindly )?(?:tell|show|give|inform|help|let|get)"
    r" (?:me|us)(?: (?:to )?(?:know|see|find out|find|understand|with|work out|check))?"
    r"(?: about)?\b"
    r"|(?:i|we)(?: am| are)?(?: would)?(?: also)? (?:like|want|need|wish|love|wonder|wondering"
    r"|looking|trying|interested)(?: to| for| in)*(?: (?:know|see|find out|find|understand|learn"
    r"|check|get|have|ask|hear|confirm))?(?: about)?\b"
    r"|(?:do|does|would|can|could) you (?:happen to )?(?:know|say|tell|find|work out|calculate)\b"
    r"|any idea\b|(?:can|could|would|will) you\b"
    r"|(?:state|report|calculate|work out|compute|determine|provide|identify|look up|check|specify"
    r"|quote|confirm|find out|find|tell|show|give|get|figure out)\b(?! up\b))"
    r"[ ,:]*(?:of )?"
)
_ASKS = re.compile(
    r"^(?:what|which|who|whose|how|why|when|where|is|does|has|list|name|enumerate|rank|compare"
    r"|express|define|explain|add|sum up|sum|total up|break|subtract|deduct|take|by how|by what|in"
    r"|at|for|of|on|out|from|into|if|whether|once|divide|was|were|are|did|do|excluding|except"
    r"|to (?:what|which)|combined|together|altogether|overall|compared|apart|without|besides|aside"
    r"|other)\b"
)
_ASKS_LATER = re.compile(r", (?:what|how|which|why|is|are|do|does|did|was|were)\b")
_PUZZLED = re.compile(r"^i (?:do|did|does) not (?:understand|know|get)\b(?: what)?")
_IN_PERCENT = re.compile(r"^how much of(.*?),? in (?:percent|percentage)(?: terms)?\b ?,?")
_ASKED_AGAIN = re.compile(
    r"\s*[,:;–—-]+\s*(?:how (?:much|large|big|high)|what (?:is|does|are))"
    r"(?: (?:is|was|does|did|it|that|they|there|this|amount|figure|cost|costs|total|sum|budgeted))*"
    r"\s*$"
)


def open_question(text: str) -> str:
    """A question without what leads up to it; what is a name alone is asked for as a figure."""
    text = _ASKED_AGAIN.sub("", _SPACES.sub(" ", text).strip(ENDS))
    text = _IN_PERCENT.sub(r"what percent of\1", _PUZZLED.sub("define ", text))
    text = _OPENING.sub("", text).strip(ENDS)
    return (
        text
        if _ASKS.search(text) or _ASKS_LATER.search(text) or "⟦实际花了⟧" in text
        else f"what is {text}"
    )
