"""What models may do to a record: right ones help, no other does harm."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from scripted import Act, refuse, serve_script

from evals.benchmarks.proposals import main
from evals.proposals import (
    LiarModel,
    RightModel,
    StumblingModel,
    WrongModel,
    answer_of,
    disguise,
    disguise_lost,
    head_of,
    measure,
    measure_lost,
)
from evals.proposals.disguises import find_lost
from evals.proposals.measuring import (
    Facts,
    PlacedFact,
    find_unplaced,
    find_worse,
    place_facts,
    transcribe_plainly,
)
from evals.proposals.oracles import sketch_head
from extraction import (
    Adviser,
    Content,
    Prompt,
    Reader,
    Table,
    Transcript,
    Unit,
    extract,
    place_figures,
    read_outline,
    read_tables,
)
from extraction.proposals.heads import HeadsAnswer
from extraction.proposals.table_answers import TableAnswer, TablesAnswer
from extraction.readers.tabs import find_grids
from index import Endpoint, EndpointSettings

PAPER = """\
青禾县水务局2024年部门预算
收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|100.50|一、社会保障和就业支出|20.00
二、事业收入|20.00|二、农林水支出|100.50
收入总计|120.50|支出总计|120.50
支出总表
单位：万元
科目编码|科目名称|合计|支出构成||备注
|||基本支出|项目支出|
|合计|120.50|80.00|40.50|
208|社会保障和就业支出|20.00|20.00|—|在职人员
213|农林水支出|100.50|60.00|40.50|
21303|水利|100.50|60.00|40.50|
2130301|行政运行|60.00|60.00||
2130306|水利工程运行与维护|40.50|0.00|40.50|含汛期
一般公共预算“三公”经费支出表
单位：万元
合计|因公出国（境）费|公务接待费|公务用车购置及运行费||
|||小计|购置费|运行费
8.20|1.00|2.20|5.00|0.00|5.00
支出决算对比表
单位：万元
功能分类科目||||经济分类科目||||
科目编码|科目名称|年初预算数|决算数|科目编码|科目名称|年初预算数|决算数|完成率
205|教育支出|60.00|66.00|301|工资福利支出|70.00|77.00|110.00
20502|普通教育|60.00|66.00|30101|基本工资|30.00|33.00|110.00
206|科学技术支出|40.00|44.00|30102|津贴补贴|40.00|44.00|110.00
20601|科学技术管理事务|40.00|44.00|302|商品和服务支出|30.00|33.00|110.00
|合计|100.00|110.00||合计|100.00|110.00|110.00
"""
# No sum tells how this one is read.
FORM = """\
青禾县水务局2024年部门预算
项目绩效目标表
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|巡查河道次数|12次
|质量指标|工程验收合格率|95%
效益指标|社会效益指标|受益群众满意|明显提高
"""
# Blank cells are lost: one of the last two of 208 and of 301.
LOST = """\
青禾县水务局2024年部门预算
2024年部门支出表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 60.00 40.00 20.00
208 社会保障和就业支出 12.00 12.00
20805 行政事业单位养老支出 12.00 12.00
213 农林水支出 48.00 28.00 20.00
21303 水利 48.00 28.00 20.00
2024年基本支出表
单位：万元
科目编码 科目名称 合计 人员经费 公用经费
合计 40.00 30.00 10.00
301 工资福利支出 30.00 30.00
302 商品和服务支出 10.00 10.00
"""
DRAWS = 25


@pytest.fixture(scope="module")
def paper() -> Transcript:
    return transcript(PAPER)


def transcript(text: str) -> Transcript:
    """A text in which `|` stands for a tab."""
    bare = Transcript("demo", tuple(text.replace("|", "\t").splitlines()))
    return replace(bare, grids=tuple(find_grids(bare)))


# --- what is right ----------------------------------------------------------------------------


def test_the_answer_points_a_layout_out(paper: Transcript) -> None:
    outline = read_outline(paper)
    readings = read_tables(paper, outline)
    both = answer_of(1, outline.tables[0].grid, readings[0].layout)
    assert both.model_dump() == {
        "table": 1,
        "kind": "income_expenditure",
        "header": [0, 1],
        "columns": ["name", "budget", "name", "budget"],
        "also": [{"what": "side", "at": [2]}, {"what": "span", "at": [0, 0, 1, 0, 2, 3]}],
    }
    assert TableAnswer.model_validate_json(both.model_dump_json()) == both
    coded = answer_of(2, outline.tables[1].grid, readings[1].layout)
    assert [word.value for word in coded.columns] == [
        *("code", "name", "total", "basic", "project", "words")
    ]
    assert (coded.header, coded.spans) == ((0, 1), ((0, 3, 4),))


def test_right_answers_give_back_what_the_rules_knew(paper: Transcript) -> None:
    found = measure(paper, draws=0)
    assert found.alone < found.helped == found.facts
    assert found.invented == 0
    assert found.missed == Counter()
    assert found.unplaced == ()


# --- what is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", [PAPER, FORM], ids=["paper", "form"])
@pytest.mark.parametrize("first", range(0, 4 * DRAWS, DRAWS))
def test_no_model_makes_a_fact_worse(text: str, first: int) -> None:
    found = measure(transcript(text), DRAWS, first)
    assert len(found.harms) == 4 * DRAWS
    assert {(harm.is_disguised, harm.reader) for harm in found.harms} == {
        (hidden, reader) for hidden in (True, False) for reader in (Reader.AUTO, Reader.MODEL)
    }
    assert [harm for harm in found.harms if harm.worse or harm.unplaced] == []


def test_what_the_rules_know_no_model_changes(paper: Transcript) -> None:
    outline = read_outline(paper)
    rules = place_facts(_tables(paper))
    answers = _answers(paper)
    for seed in range(DRAWS):
        for model in (WrongModel(answers, seed), LiarModel(seed)):
            readings = read_tables(paper, outline, Adviser(Reader.MODEL, model))
            assert place_facts([reading.table for reading in readings]) == rules


def test_a_model_that_answers_nothing_leaves_the_rules_reading(paper: Transcript) -> None:
    hidden = disguise(paper).text
    model = StumblingModel()
    rules = extract(hidden)
    for _ in range(8):
        adviser = Adviser(Reader.MODEL, model)
        found = extract(hidden, adviser)
        assert place_facts(found.tables) == place_facts(rules.tables)
        assert set(adviser.failures) <= {"no answer"}


def test_wrong_answers_have_the_form_asked_for_and_lies_mostly_not(paper: Transcript) -> None:
    prompt, answers = _ask(paper), _answers(paper)
    wrong = {WrongModel(answers, seed).ask(prompt).text for seed in range(50)}
    assert len(wrong) > 45
    assert RightModel(answers).ask(prompt).text not in wrong
    assert all(map(_fits, wrong))
    lies = [LiarModel(seed).ask(prompt).text for seed in range(100)]
    assert 20 < sum(map(_fits, lies)) < 80
    assert lies == [LiarModel(seed).ask(prompt).text for seed in range(100)]


def test_the_answer_points_a_lost_header_out() -> None:
    hidden = disguise_lost(_lost())
    region, table = find_lost(hidden.text)[0], hidden.outline.tables[0]
    head = head_of(region, table.grid, hidden.readings[0].layout)
    assert head is not None
    assert head.model_dump(mode="json") == {
        "table": 0,
        "kind": "expenditure",
        "columns": ["code", "name", "total", "basic", "project"],
        "heads": [[0], [1], [2], [3], [4]],
        "groups": [],
        "sides": [],
        "funds": [],
    }


def test_right_answers_place_the_figures_of_lost_columns() -> None:
    found = measure_lost(_lost(), draws=0)
    assert found is not None
    assert found.document == "demo (lost columns)"
    assert found.alone < found.helped == found.facts
    assert found.invented == 0


def test_columns_that_are_kept_are_not_measured_as_lost(paper: Transcript) -> None:
    assert measure_lost(paper) is None
    assert measure_lost(Transcript("demo", ("2024年部门预算", "没有表格。"))) is None


def test_wrong_heads_of_lost_columns_seldom_make_a_fact_worse() -> None:
    found = measure_lost(_lost(), draws=12)
    assert found is not None
    assert len(found.harms) == 48
    assert [harm for harm in found.harms if harm.unplaced] == []
    # Where no sum goes across the columns, a total that is told wrong stays unnoticed.
    assert sum(bool(harm.worse) for harm in found.harms) <= 4


def test_models_answer_about_lost_headers_in_the_form_asked_for() -> None:
    hidden = disguise_lost(_lost())
    right = RightModel({})
    place_figures(hidden.text, Adviser(Reader.MODEL, right))
    prompt = right.exchanges[0].prompt
    tables = {one.grid.first_line: one for one in hidden.outline.tables}
    pairs = zip(find_lost(hidden.text), hidden.readings, strict=True)
    heads = {
        sketch_head(region): head
        for region, one in pairs
        if (head := head_of(region, tables[region.first_line].grid, one.layout))
    }
    told = HeadsAnswer.model_validate_json(RightModel({}, heads).ask(prompt).text)
    assert [one.table for one in told.tables] == [0, 1]
    wrong = {WrongModel({}, seed, heads).ask(prompt).text for seed in range(40)}
    assert len(wrong) > 30
    assert all(len(HeadsAnswer.model_validate_json(text).tables) == 2 for text in wrong)
    lies = [LiarModel(seed).ask(prompt).text for seed in range(60)]
    assert 10 < sum(map(_fits_heads, lies)) < 50


# --- how it is told ---------------------------------------------------------------------------

RIGHT = PlacedFact("水利", "21303", ("合计",), Content.AMOUNT, Decimal("1.5"), Unit.WAN)
WRONG = replace(RIGHT, path=("基本支出",))
PLACE = (4, 7)


@pytest.mark.parametrize(
    ("rules", "found", "truth"),
    [
        ({PLACE: RIGHT}, {}, {PLACE: RIGHT}),
        ({PLACE: RIGHT}, {PLACE: WRONG}, {PLACE: RIGHT}),
        ({}, {PLACE: WRONG}, {PLACE: RIGHT}),
        ({}, {PLACE: WRONG}, {}),
        ({PLACE: WRONG}, {PLACE: replace(WRONG, label="")}, {PLACE: RIGHT}),
        ({PLACE: WRONG}, {PLACE: replace(RIGHT, path=())}, {PLACE: RIGHT}),
    ],
)
def test_a_fact_is_worse(rules: Facts, found: Facts, truth: Facts) -> None:
    assert find_worse(rules, found, truth) == [PLACE]


@pytest.mark.parametrize(
    ("rules", "found", "truth"),
    [
        ({PLACE: RIGHT}, {PLACE: RIGHT}, {PLACE: RIGHT}),
        ({PLACE: WRONG}, {PLACE: RIGHT}, {PLACE: RIGHT}),
        ({}, {PLACE: RIGHT}, {PLACE: RIGHT}),
        ({PLACE: WRONG}, {}, {PLACE: RIGHT}),
        ({PLACE: WRONG}, {PLACE: WRONG}, {PLACE: RIGHT}),
        ({PLACE: RIGHT}, {PLACE: WRONG}, {}),
        ({PLACE: replace(WRONG, label="")}, {PLACE: WRONG}, {PLACE: RIGHT}),
    ],
)
def test_a_fact_is_no_worse(rules: Facts, found: Facts, truth: Facts) -> None:
    assert find_worse(rules, found, truth) == []


def test_what_does_not_stand_at_its_source_is_found(paper: Transcript) -> None:
    tables = _tables(paper)
    assert find_unplaced(paper, tables) == []
    moved = replace(
        paper, lines=(*paper.lines[:7], "收入总计\t120.51\t支出总计\t120.50", *paper.lines[8:])
    )
    assert [printed.printed for printed in find_unplaced(moved, tables)] == ["120.50"]


def test_a_plain_transcription_leaves_blank_cells_out() -> None:
    text = transcript("""\
支出总表
单位：万元
科目编码|科目名称|合计|支出构成|
|||基本支出|项目支出
|合计|60.00|60.00|
208|社会保障和就业支出|60.00|60.00|—
""")
    assert transcribe_plainly(_tables(text)) == (
        '[[{"name": "合计", "合计": "60.00", "支出构成/基本支出": "60.00"}, '
        '{"name": "社会保障和就业支出", "code": "208", "合计": "60.00", '
        '"支出构成/基本支出": "60.00", "支出构成/项目支出": "—"}]]'
    )


def test_tokens_are_counted_with_the_counter_given(paper: Transcript) -> None:
    tokens = measure(paper, draws=0, count=len).tokens
    assert tokens.document == sum(map(len, paper.lines))
    assert tokens.transcription == len(transcribe_plainly(_tables(paper)))
    assert tokens.asked > tokens.answered > 0


def test_the_benchmark_prints_a_line_for_each_document(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["--generated", "1", "--draws", "0", "--seed", "4"])
    head, document, total = capsys.readouterr().out.splitlines()
    names = head.split()
    assert names[:7] == ["document", "facts", "off", "on", "new", "draws", "worse"]
    assert document.split()[1:] == total.split()[2:]
    facts, off, on = map(int, document.split()[1:4])
    assert off < on <= facts


# --- over the wire ----------------------------------------------------------------------------


def test_nothing_that_a_server_does_harms_a_record(paper: Transcript, tmp_path: Path) -> None:
    hidden = disguise(paper)
    outline, answers = read_outline(hidden.text), _answers(paper)
    truth = place_facts([reading.table for reading in hidden.readings], hidden.hide)
    rules = place_facts([one.table for one in read_tables(hidden.text, outline)])
    right = TablesAnswer(tables=tuple(answers.values())).model_dump_json()
    prompt = _ask(hidden.text)
    wrong = [WrongModel(answers, seed).ask(prompt).text for seed in range(6)]
    acts = {
        "busy": [Act(status=429)] * 9,
        "down": [Act(status=500)] * 9,
        "no key": [refuse("no such key", 401)] * 9,
        "cut": [Act(text=right[:90], finish="length")] * 9,
        "prose": [Act(text=f"Let me think.\n```json\n{right}\n```\nI hope this helps.")] * 9,
        "wrong word": [Act(text=right.replace('"name"', '"names"'))] * 9,
        "out of range": [Act(text=right.replace('"header":[0', '"header":[99'))] * 9,
        "refusal": [Act(text="I cannot help with that.")] * 9,
        "a page": [Act(raw="<html>504</html>")] * 9,
        "figures": [Act(text='{"tables": [], "figures": ["1,234.56"]}')] * 9,
        **{f"wrong {seed}": [Act(text=text)] * 9 for seed, text in enumerate(wrong)},
    }
    for name, script in acts.items():
        with serve_script(*script) as server:
            settings = EndpointSettings(name=name, base_url=server.base_url)
            endpoint = Endpoint(settings, tmp_path / "memory", sleep=lambda _: None)
            adviser = Adviser(Reader.MODEL, endpoint)
            tables = [one.table for one in read_tables(hidden.text, outline, adviser)]
        assert server.bodies, name
        assert find_worse(rules, place_facts(tables), truth) == [], name
        assert find_unplaced(hidden.text, tables) == [], name
        if name == "prose":
            assert place_facts(tables) == truth


def _lost() -> Transcript:
    return Transcript("demo", tuple(LOST.splitlines()))


def _fits_heads(text: str) -> bool:
    try:
        HeadsAnswer.model_validate_json(text)
    except ValueError:
        return False
    return True


def _tables(text: Transcript) -> list[Table]:
    return [reading.table for reading in read_tables(text, read_outline(text))]


def _answers(text: Transcript) -> dict[int, TableAnswer]:
    """The right answers about the tables of a text that the rules know."""
    outline = read_outline(text)
    pairs = zip(outline.tables, read_tables(text, outline), strict=True)
    return {
        number: answer_of(number, table.grid, reading.layout)
        for number, (table, reading) in enumerate(pairs, start=1)
    }


def _ask(text: Transcript) -> Prompt:
    """What a model is first asked about a text."""
    model = RightModel({})
    read_tables(text, read_outline(text), Adviser(Reader.MODEL, model))
    return model.exchanges[0].prompt


def _fits(text: str) -> bool:
    try:
        TablesAnswer.model_validate_json(text)
    except ValueError:
        return False
    return True
