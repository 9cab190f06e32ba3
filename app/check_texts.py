"""What a report of the checks says around the findings, in Chinese and in English."""

from collections.abc import Callable
from dataclasses import dataclass

from app.check_results import Checked, Lang
from app.chinese_places import place_in_words
from app.texts import Names
from extraction import Cause, Severity, Spot, Verdict
from extraction.relations import Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTexts:
    """Everything that a report says, in one language; names in braces are filled in."""

    lang: Lang
    place: Callable[[Spot], str]
    """A place in words."""
    remark: Callable[[str], str]
    """A reason why something could not be checked or read, in words."""
    title: str
    owner: str
    """What stands between agency, year and kind."""
    whole: str
    found: str
    clean: str
    wording_only: str
    nothing: str
    checks: str
    no_checks: str
    coverage: str
    no_figures: str
    gaps: str
    severities: Names
    findings_by_severity: Names
    """What the findings of a severity are called."""
    verdicts: Names
    document_kinds: Names
    kinds: Names
    bases: Names
    table: str
    prose: str
    operand: tuple[str, ...]
    """Heads of the figures of a finding."""
    computed: str
    meant: str
    difference: str
    percentage_points: str
    left_out: str
    arithmetic: str
    comparison: str
    cause: str
    also: str
    sentence: str
    more_sentences: str
    unchecked: str
    unchecked_heads: tuple[str, ...]
    and_more: str
    comma: str
    unread: str
    unread_heads: tuple[str, ...]
    catalogue: str
    catalogue_lead: str
    catalogue_heads: tuple[str, ...]
    counts: tuple[str, ...]
    """Heads of the figures of a document: its findings, its checks, what these cover."""
    documents: str
    findings: str
    findings_heads: tuple[str, ...]
    sums: str
    sums_heads: tuple[str, ...]
    ledger: str
    ledger_heads: tuple[str, ...]
    rules: tuple[str, ...]
    """Heads of the catalogue on the terminal."""
    line_finding: str
    line_cause: str
    line_also: str
    line_many: str
    """That a severity has too many findings for the terminal."""
    line_summary: str

    def describe_owner(self, checked: Checked) -> str:
        """Agency, year and kind of a document, as far as they were found."""
        words = (self.document_kinds.get(word, word) for word in checked.owner)
        return self.owner.join(words)

    def tell_table(self, operand: Operand) -> str:
        """The table that a figure stands in, or that it stands in none."""
        return self.table.format(number=operand.table) if operand.table else self.prose

    def tell_cause(self, cause: Cause) -> str:
        """What likely went wrong, in a sentence."""
        return cause.zh if self.lang is Lang.ZH else cause.en


def _remark(words: str) -> str:
    from app.chinese import ZH  # it knows the errors of the library, which is slow to load

    return ZH.remark(words)


_ZH = CheckTexts(
    lang=Lang.ZH,
    place=place_in_words,
    remark=_remark,
    title="勾稽检查报告",
    owner=" ",
    whole="共 {documents} 份文件，其中 {broken} 份有错误。",
    found="发现 {errors} 处错误。",
    clean="没有发现错误。",
    wording_only="没有发现数额错误，有 {wording} 处表述问题。",
    nothing="没有读出可以检查的内容，不等于没有错误。",
    checks="共 {checks} 项检查：",
    no_checks="没有可以进行的检查。",
    coverage="全文 {figures} 个数字，{covered} 个（{share}%）经至少一项检查核对，其余未经核对。",
    no_figures="没有读出数字。",
    gaps="另有 {gaps} 处未能读出。",
    severities={
        Severity.ERROR: "错误",
        Severity.ROUNDING: "四舍五入",
        Severity.WORDING: "表述",
    },
    findings_by_severity={
        Severity.ERROR: "错误",
        Severity.ROUNDING: "四舍五入之差",
        Severity.WORDING: "表述问题",
    },
    verdicts={
        Verdict.TIED: "相符",
        Verdict.ROUNDING: "四舍五入之差",
        Verdict.BROKEN: "不符",
        Verdict.NOT_CHECKABLE: "无法检查",
    },
    document_kinds={"budget": "预算", "final": "决算"},
    kinds={
        "row_sum": "行内合计",
        "column_sum": "列内合计",
        "hierarchy_sum": "科目层级",
        "cross_table": "表间",
        "text_arithmetic": "文中计算",
        "text_vs_table": "文表之间",
        "text_vs_text": "前后文",
        "label": "名称与编码",
        "unit": "单位",
        "placeholder": "模板残留",
    },
    bases={
        "arithmetic": "算术",
        "classification": "收支分类",
        "form": "表式",
        "scope": "口径",
        "text": "原文",
    },
    table="表{number}",
    prose="文中",
    operand=("位置", "编码", "名称", "栏目", "列印"),
    computed="应为",
    meant="应作",
    difference="相差",
    percentage_points=" 个百分点",
    left_out="另有 {count} 项为空或为零。",
    arithmetic="计算过程",
    comparison="对照",
    cause="可能的原因",
    also="同一原因还使下列 {count} 处不符",
    sentence="原文",
    more_sentences="另有 {count} 句原文",
    unchecked="无法检查的 {count} 项及其原因",
    unchecked_heads=("原因", "规则", "项数", "位置"),
    and_more="等",
    comma="、",
    unread="未能读出的 {count} 处",
    unread_heads=("位置", "说明", "原文"),
    catalogue="检查规则",
    catalogue_lead=(
        "每条规则在所检查的文件中适用的次数及结果。没有适用的规则不算通过；"
        "同一原因造成的几处不符只报一次。"
    ),
    catalogue_heads=("规则", "应当成立", "适用", "相符", "四舍五入之差", "不符", "无法检查"),
    counts=(
        "文件",
        "单位、年度、类型",
        "错误",
        "四舍五入",
        "表述",
        "检查",
        "相符",
        "四舍五入之差",
        "不符",
        "无法检查",
        "数字",
        "经核对的数字",
        "核对比例",
        "未读出",
    ),
    documents="概览",
    findings="问题",
    findings_heads=(
        "序号",
        "文件",
        "程度",
        "规则",
        "表",
        "位置",
        "说明",
        "列印",
        "应为",
        "相差",
        "可能的原因",
        "同因不符",
        "原文",
    ),
    sums="计算",
    sums_heads=(
        "序号",
        "规则",
        "位置",
        "编码",
        "名称",
        "栏目",
        "列印",
        "单位",
        "应为",
        "相差",
    ),
    ledger="全部检查",
    ledger_heads=("文件", "规则", "表", "位置", "行", "名称", "栏目", "结果", "原因"),
    rules=("规则", "名称", "类别", "文件", "依据", "应当成立"),
    line_finding="{document} {place}：{severity} {rule}：{said}",
    line_cause="    可能的原因：{cause}",
    line_also="    同因不符 {rule}：{said}",
    line_many="{document}：{severity} {count} 处，由报告（--report）逐条列出",
    line_summary=(
        "{document}：{checks} 项检查：{verdicts}；{figures} 个数字中 {covered} 个{share} 经核对"
    ),
)
_EN = CheckTexts(
    lang=Lang.EN,
    place=str,
    remark=str,
    title="Check report",
    owner=" · ",
    whole="Documents: {documents}; with errors: {broken}.",
    found="Errors found: {errors}.",
    clean="No errors found.",
    wording_only="No errors in figures; remarks on wording: {wording}.",
    nothing="Nothing was read that could be checked; that is not to say that nothing is wrong.",
    checks="{checks} checks:",
    no_checks="No check applied.",
    coverage=(
        "{covered} of {figures} figures ({share}%) are covered by at least one check; "
        "the others nobody checked."
    ),
    no_figures="No figures were read.",
    gaps="Could not be read: {gaps}.",
    severities={
        Severity.ERROR: "error",
        Severity.ROUNDING: "rounding",
        Severity.WORDING: "wording",
    },
    findings_by_severity={
        Severity.ERROR: "errors",
        Severity.ROUNDING: "rounding",
        Severity.WORDING: "wording",
    },
    verdicts={
        Verdict.TIED: "tied",
        Verdict.ROUNDING: "rounding",
        Verdict.BROKEN: "broken",
        Verdict.NOT_CHECKABLE: "not checkable",
    },
    document_kinds={"budget": "budget", "final": "final account"},
    kinds={
        "row_sum": "sum in a row",
        "column_sum": "sum in a column",
        "hierarchy_sum": "code hierarchy",
        "cross_table": "between tables",
        "text_arithmetic": "arithmetic of the prose",
        "text_vs_table": "prose against tables",
        "text_vs_text": "prose against prose",
        "label": "names and codes",
        "unit": "units",
        "placeholder": "left of a template",
    },
    bases={
        "arithmetic": "arithmetic",
        "classification": "classification",
        "form": "printed form",
        "scope": "scope",
        "text": "own words",
    },
    table="table {number}",
    prose="prose",
    operand=("place", "code", "name", "column", "printed"),
    computed="should be",
    meant="should read",
    difference="difference",
    percentage_points=" percentage points",
    left_out="{count} more are blank or zero.",
    arithmetic="The arithmetic",
    comparison="What it is held against",
    cause="Likely cause",
    also="For the same cause these do not hold either: {count}",
    sentence="as printed",
    more_sentences="As printed elsewhere: {count}",
    unchecked="What could not be checked, and why: {count}",
    unchecked_heads=("reason", "rule", "count", "places"),
    and_more=", …",
    comma=", ",
    unread="What could not be read: {count}",
    unread_heads=("place", "what", "as printed"),
    catalogue="The rules",
    catalogue_lead=(
        "How often each rule applied in these documents, and what came of it. A rule that did not "
        "apply is not passed; what breaks for one cause is one finding."
    ),
    catalogue_heads=(
        "rule",
        "what must hold",
        "applied",
        "tied",
        "rounding",
        "broken",
        "not checkable",
    ),
    counts=(
        "document",
        "agency, year, kind",
        "errors",
        "rounding",
        "wording",
        "checks",
        "tied",
        "rounding",
        "broken",
        "not checkable",
        "figures",
        "figures covered",
        "share covered",
        "not read",
    ),
    documents="Summary",
    findings="Findings",
    findings_heads=(
        "no.",
        "document",
        "severity",
        "rule",
        "table",
        "place",
        "what is found",
        "printed",
        "should be",
        "difference",
        "likely cause",
        "also broken",
        "as printed",
    ),
    sums="Arithmetic",
    sums_heads=(
        "no.",
        "rule",
        "place",
        "code",
        "name",
        "column",
        "printed",
        "unit",
        "should be",
        "difference",
    ),
    ledger="All checks",
    ledger_heads=(
        "document",
        "rule",
        "table",
        "place",
        "row",
        "name",
        "column",
        "verdict",
        "reason",
    ),
    rules=("rule", "title", "kind", "documents", "basis", "what must hold"),
    line_finding="{document}, {place}: {severity} {rule}: {said}",
    line_cause="    likely cause: {cause}",
    line_also="    so also {rule}: {said}",
    line_many="{document}: {severity} {count} findings: a report (--report) lists them",
    line_summary=(
        "{document}: {checks} checks: {verdicts}; {covered} of {figures} figures{share}"
        " are covered by a check"
    ),
)


def speak(lang: Lang) -> CheckTexts:
    """The texts of a language."""
    return _ZH if lang is Lang.ZH else _EN
