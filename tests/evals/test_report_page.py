"""The HTML page of a run: judged things in, fragments of the page out."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from evals.reports import (
    count_outcomes,
    describe_cost,
    describe_settings,
    render_page,
    write_count,
    write_interval,
    write_score,
)
from evals.reports.differences import draw_excerpt, draw_pair
from evals.reports.failures import draw_failure
from evals.reports.tables import AREAS
from evals.runs.results import Cost, Part, Run, Settings, Step
from evals.scoring.items import Aspect, Item, Outcome
from evals.scoring.metrics import METRICS, Interval, Score

_SETTINGS = Settings(suite="small", reader="model", model="example-2", version="0.1.0")


def _right(key: str, **more: object) -> Item:
    fields = {"aspect": Aspect.CELL, "document": "water", "key": key, "outcome": Outcome.RIGHT}
    return Item.model_validate(fields | {"expected": "1", "got": "1"} | more)


def _wrong(key: str, **more: object) -> Item:
    fields = {"outcome": Outcome.WRONG_DIGITS, "expected": "40.50", "got": "40.80"}
    return _right(key, **(fields | more))


def _run(*items: Item, **more: object) -> Run:
    part = Part(step=Step.READ, name="water", fingerprint="", items=items)
    return Run.model_validate({"settings": _SETTINGS, "parts": (part,)} | more)


@pytest.mark.parametrize(
    ("number", "words"), [(3, "3"), (2.0, "2"), (12345, "12,345"), (1.8712, "1.87")]
)
def test_counts_are_whole_where_they_can_be(number: float, words: str) -> None:
    assert write_count(number) == words


def test_counts_stand_before_shares() -> None:
    score = Score("cells recall", "all", 341, 345, Interval(0.97, 0.99712))
    assert write_score(score) == "341 of 345 · 0.9884"
    assert write_interval(score) == "0.9700 to 0.9971"
    assert write_interval(Score("cells recall", "all", 1, 1, None)) == ""


def test_outcomes_are_counted_most_first_and_right_ones_not() -> None:
    items = (
        _wrong("a", outcome=Outcome.WRONG_PLACE),
        _wrong("b", outcome=Outcome.MISSING),
        _right("c"),
        _wrong("d", outcome=Outcome.MISSING),
        _wrong("e", outcome=Outcome.INVENTED),
    )
    assert count_outcomes(items) == "missing 2, invented 1, wrong place 1"


def test_a_cost_without_a_model_is_its_time() -> None:
    assert describe_cost(Cost(seconds=1234.56)) == "1,234.6 seconds, no calls to a model"
    cost = Cost(seconds=2, calls=3, tokens_in=4000, tokens_out=50, cache_hits=1)
    assert describe_cost(cost) == (
        "2.0 seconds, 3 calls, 4,000 tokens in, 50 tokens out, 1 cache hits"
    )


def test_settings_that_are_not_known_are_left_out() -> None:
    assert describe_settings(Settings(suite="small", code="a1b2")) == (
        ("suite", "small"),
        ("reader", "rules"),
        ("shape", "printed"),
        ("code", "a1b2"),
    )


@pytest.mark.parametrize(
    ("expected", "got", "drawn"),
    [
        ("1234.56", "1284.56", ("12<mark>3</mark>4.56", "12<mark>8</mark>4.56")),
        ("万元", "元", ("<mark>万</mark>元", "元")),
        ("100", "1000", ("100", "100<mark>0</mark>")),
        ("11", "111", ("11", "11<mark>1</mark>")),
        ("same", "same", ("same", "same")),
        ("", "new", ("", "<mark>new</mark>")),
        ("a<b", "a&b", ("a<mark>&lt;</mark>b", "a<mark>&amp;</mark>b")),
        # What is alike in the middle is found; one letter alone is chance.
        ("甲项目支出乙", "丙项目支出丁", ("<mark>甲</mark>项目支出<mark>乙</mark>",
                                          "<mark>丙</mark>项目支出<mark>丁</mark>")),
        ("abxcd", "efxgh", ("<mark>abxcd</mark>", "<mark>efxgh</mark>")),
    ],
)  # fmt: skip
def test_a_pair_is_marked_where_it_differs(expected: str, got: str, drawn: tuple[str, str]) -> None:
    assert draw_pair(expected, got) == drawn


def test_long_texts_are_compared_from_their_ends() -> None:
    ours, theirs = draw_pair("=" + "ab" * 1001 + "=", "=" + "ba" * 1001 + "=")
    assert ours == "=<mark>" + "ab" * 1001 + "</mark>="
    assert theirs == "=<mark>" + "ba" * 1001 + "</mark>="


@pytest.mark.parametrize(
    ("excerpt", "expected", "got", "drawn"),
    [
        ("a\t1,234.50\tb", "1234.50", None, 'a\t<mark class="expected">1,234.50</mark>\tb'),
        ("甲 乙\n丙", "甲乙丙", None, '<mark class="expected">甲 乙\n丙</mark>'),
        ("(1)", "（1）", None, '<mark class="expected">(1)</mark>'),
        (
            "40.50\t40.80",
            "40.50",
            "40.80",
            '<mark class="expected">40.50</mark>\t<mark class="got">40.80</mark>',
        ),
        ("5\t5", "5", "5", '<mark class="expected">5</mark>\t<mark class="expected">5</mark>'),
        # A part of a longer figure is another figure; one over two cells is none.
        ("312.50 12.505 12.50", "12.50", None,
         '312.50 12.505 <mark class="expected">12.50</mark>'),
        ("1,234 0.234", "234", None, "1,234 0.234"),
        ("12\t34", "1234", None, "12\t34"),
        ("12.", "12", None, '<mark class="expected">12</mark>.'),
        ("<b>7</b>", "7", None, '&lt;b&gt;<mark class="expected">7</mark>&lt;/b&gt;'),
        ("text", "", None, "text"),
    ],
)  # fmt: skip
def test_an_excerpt_is_marked_where_it_prints_either(
    excerpt: str, expected: str, got: str | None, drawn: str
) -> None:
    assert draw_excerpt(excerpt, expected, got) == drawn


def test_an_excerpt_is_cut_far_from_its_marks_only() -> None:
    mark = '<mark class="expected">8</mark>'
    drawn = draw_excerpt("甲" * 301 + "8" + "乙" * 601 + "8" + "丙" * 300, "8", None)
    ends = "乙" * 300
    assert drawn == f" … {'甲' * 300}{mark}{ends} … {ends}{mark}{'丙' * 300}"
    assert draw_excerpt("甲" * 2000, "8", None) == "甲" * 2000


def test_a_failure_stands_beside_what_was_wanted() -> None:
    item = _wrong(
        "3/合计",
        group="expenditure_total",
        where="line 8",
        found="line 9",
        excerpt="合计\t40.50",
        note="a note",
        credit=0.5,
    )
    assert draw_failure(item) == (
        '<article data-aspect="cell" data-outcome="wrong digits">\n'
        '<p><b class="outcome far">wrong digits</b> <bdi class="key" lang="zh">3/合计</bdi> '
        '<span class="tag" lang="zh">expenditure_total</span>'
        '<span class="tag" lang="zh">GriTS-Con 0.5000</span></p>\n'
        '<p lang="zh">a note</p>\n'
        '<div class="sides"><div class="expected"><small>expected</small>'
        '<pre lang="zh">40.<mark>5</mark>0</pre>'
        '<small>labelled at <bdi lang="zh">line <mark>8</mark></bdi></small></div>'
        '<div class="got"><small>got</small><pre lang="zh">40.<mark>8</mark>0</pre>'
        '<small>found at <bdi lang="zh">line <mark>9</mark></bdi></small></div></div>\n'
        '<div class="source"><small>source</small>'
        '<pre lang="zh">合计\t<mark class="expected">40.50</mark></pre></div>\n'
        "</article>\n"
    )


def test_nothing_is_said_of_a_side_that_is_not_there() -> None:
    missing = draw_failure(_wrong("a", outcome=Outcome.MISSING, got=None, where="page 2"))
    assert missing.endswith(
        '<div class="sides"><div class="expected"><small>expected</small>'
        '<pre lang="zh">40.50</pre><small>labelled at <bdi lang="zh">page 2</bdi></small></div>'
        '<div class="got"><small>got</small>'
        '<pre lang="zh"><span class="faint">nothing</span></pre></div></div>\n</article>\n'
    )


def test_the_parts_of_the_page_stand_in_order() -> None:
    answer = _right("q1", aspect=Aspect.ANSWER, group="lookup", language="zh")
    page = render_page(_run(_wrong("1", group="income_total"), answer))
    assert re.findall(r"<h2 [^>]*>(.*)</h2>", page) == [
        "What was run",
        "Scores",
        "By document",
        "By kind and type",
        "By language",
        "Steps that failed: 0",
        "Failures: 1 of 2 judged",
    ]


def test_a_score_has_counts_share_and_interval() -> None:
    page = render_page(_run(*map(_right, "abc"), _wrong("d")))
    row = re.search(r"<tr><td>cells recall</td>.*</tr>", page)
    assert row
    assert '<td class="figure">3 of 4</td><td class="figure"><b>0.7500</b></td>' in row.group()
    assert '<td class="figure">0.2500 to 1.0000</td></tr>' in row.group()
    assert '<i style="width:75.00%"></i><u style="left:25.00%;width:75.00%"></u>' in row.group()


def test_scores_are_parted_by_document_group_and_language() -> None:
    asked = {"aspect": Aspect.ANSWER, "group": "why", "document": "roads"}
    page = render_page(
        _run(
            _right("1", group="income_total"),
            _wrong("2", group="income_total"),
            _right("q1", language="zh", **asked),
            _right("q2", language="en", **asked),
        )
    )
    documents, groups, languages = re.split(r'<h2 id="(?:groups|languages)">', page)
    half, one = "1 of 2<br><b>0.5000</b>", "1 of 1<br><b>1.0000</b>"
    assert re.search(rf">water</bdi></td><td[^>]*><span[^>]*>{half}", documents)
    assert re.search(rf">income_total</bdi></td><td[^>]*><span[^>]*>{half}", groups)
    assert re.search(r">why</bdi></td><td[^>]*><span[^>]*>2 of 2<br>", groups)
    assert re.search(rf">en</bdi></td><td[^>]*><span[^>]*>{one}", languages)
    assert re.search(rf">zh</bdi></td><td[^>]*><span[^>]*>{one}", languages)


def test_kinds_of_tables_and_kinds_of_findings_are_apart() -> None:
    table = _right("1", aspect=Aspect.TABLE, group="income_total", is_clean=True)
    alarm = _wrong("2", aspect=Aspect.ALARM, group="row_sum", expected=None, is_clean=True)
    page = render_page(_run(table, alarm))
    groups = page.partition('<h2 id="groups">')[2].partition("<h2 ")[0]
    reading, checks = groups.split("<h3>Checks</h3>")
    assert re.findall(r">(\w+)</bdi>", reading) == ["income_total"]
    assert re.findall(r">(\w+)</bdi>", checks) == ["row_sum"]


def test_every_metric_is_of_one_area() -> None:
    names = [name for area in AREAS for name in area.metrics]
    assert sorted(names) == sorted(metric.name for metric in METRICS)


def test_every_failure_is_in_the_page_and_no_other() -> None:
    wrong = [
        _wrong(f"key-{document}-{aspect}-{number}", document=document, aspect=aspect)
        for document in ("water", "roads")
        for aspect in Aspect
        for number in range(2 if document == "water" else 3)
    ]
    page = render_page(_run(*wrong, _right("key-right")))
    assert sorted(re.findall(r">(key-[^<]*)</bdi>", page)) == sorted(item.key for item in wrong)
    assert page.count("<article ") == len(wrong) == 45
    # Those of a document with more than twenty are folded.
    assert re.findall(r'<details class="document" id="([^"]*)"( open)?>', page) == [
        ("failures-1", ""),
        ("failures-2", " open"),
    ]
    assert '<a href="#failures-1">27</a>' in page


def test_a_run_without_failures_says_so() -> None:
    page = render_page(_run(_right("a", count=40)))
    assert "<p>None: everything that was judged is right.</p>" in page
    assert '<h2 id="failures">Failures: 0 of 40 judged</h2>' in page


def test_costs_are_listed_by_step() -> None:
    cost = Cost(seconds=2.5, calls=3, tokens_in=4000, tokens_out=50, cache_hits=1)
    parts = (
        Part(step=Step.READ, name="water", fingerprint="", cost=cost),
        Part(step=Step.READ, name="roads", fingerprint="", cost=cost, error="too slow"),
        Part(step=Step.ASK, name="water", fingerprint="", cost=cost),
    )
    page = render_page(_run(parts=parts))
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in re.findall(r"<tr>.*</tr>", page)]
    assert ["read", "1", "1", "5.0", "6", "8,000", "100", "2"] in rows
    assert ["ask", "1", "0", "2.5", "3", "4,000", "50", "1"] in rows
    assert ["all", "2", "1", "7.5", "9", "12,000", "150", "3"] in rows


def test_failed_steps_and_the_making_of_labels_are_told() -> None:
    parts = (Part(step=Step.READ, name="roads", fingerprint="", error="cut <off>\nat 7"),)
    page = render_page(_run(parts=parts, labels={"roads": "12 by hand, 12 seen"}))
    assert (
        '<tr><td>read</td><td><bdi lang="zh">roads</bdi></td>'
        '<td><pre class="error" lang="zh">cut &lt;off&gt;\nat 7</pre></td></tr>'
    ) in page
    assert '<td><bdi lang="zh">roads</bdi></td><td>12 by hand, 12 seen</td>' in page


def test_what_a_model_did_not_answer_is_told_by_document() -> None:
    head = "document was read without all answers of the model"
    assert head not in render_page(_run(_right("a")))
    failures = ("<host> cannot be reached", "questions without a recorded answer: 2")
    part = Part(step=Step.READ, name="water", fingerprint="", failures=failures)
    page = render_page(_run(parts=(part,)))
    assert f'<a href="#unanswered">1 {head}</a>' in page
    assert (
        '<td><bdi lang="zh">water</bdi></td><td><pre class="error" lang="zh">'
        "&lt;host&gt; cannot be reached; questions without a recorded answer: 2</pre></td>"
    ) in page


@pytest.mark.parametrize("aspect", list(Aspect))
def test_nothing_that_is_shown_is_markup(aspect: Aspect) -> None:
    evil = "</pre></details>'\"><script>alert(1)</script><img src=x>&amp;"
    names = ("document", "group", "language", "expected", "where", "found", "excerpt")
    item = _wrong(evil, aspect=aspect, got=evil + "!", note=evil, **dict.fromkeys(names, evil))
    part = Part(step=Step.READ, name=evil, fingerprint="", items=(item,), error=evil)
    fields = ("suite", "reader", "model", "shape", "version", "code", "began")
    settings = Settings.model_validate(dict.fromkeys(fields, evil))
    page = render_page(Run(settings=settings, parts=(part,), labels={evil: evil}))
    assert page.count("<script>") == page.count("</script>") == 1
    assert "<img" not in page
    assert page.count("<details") == page.count("</details>")
    assert "&amp;amp;" in page


def test_the_page_loads_nothing_and_runs_its_own_script_alone() -> None:
    page = render_page(_run(_wrong("a"), _right("b")))
    assert not re.search(r"https?:|\bsrc=|url\(|@import|<link|<iframe|<object", page)
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', page))
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert script
    digest = b64encode(sha256(script[1].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert f'content="{policy}"' in page
