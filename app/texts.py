"""What the pages say, all of it; another language is another `Texts`."""

from collections.abc import Mapping
from dataclasses import dataclass

from extraction import (
    BinaryDocument,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    MissingPath,
    MissingReader,
    OversizedDocument,
    UnknownEncoding,
    UnreadableDocument,
)
from index import (
    DamagedLibrary,
    LibraryBusy,
    NoVectors,
    OtherEmbedder,
    OtherVersion,
    UnknownDocument,
)

Names = Mapping[str, str]
"""What a value of one of our enums is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTexts:
    """The page of questions; names in braces are filled in."""

    title: str
    lead: str
    empty: str
    placeholder: str
    examples: str
    budget_examples: tuple[str, ...]
    final_examples: tuple[str, ...]
    scope: str
    scope_all: str
    scope_help: str
    asked_in: str
    looking: str
    refused: str
    asks_back: str
    copy: str
    copy_hint: str
    retry: str
    undo: str
    clear: str
    save_text: str
    save_json: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofTexts:
    """The place that proves a figure."""

    document: str
    table: str
    row: str
    column: str
    unit: str
    place: str
    printed: str
    line: str
    title: str
    lines_lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryTexts:
    """The page of documents: adding, listing, correcting, removing."""

    title: str
    lead: str
    upload: str
    add: str
    no_files: str
    reading: str
    steps: Names
    outcomes: Names
    renamed: str
    supersedes: str
    refused_file: str
    no_name: str
    long_name: str
    empty: str
    counts: str
    choose: str
    overview: tuple[str, ...]
    tabs: tuple[str, ...]
    region: str
    agency: str
    year: str
    kind: str
    correct_lead: str
    by_hand: str
    save: str
    corrected: str
    unchanged: str
    bad_year: str
    save_facts: str
    save_record: str
    remove: str
    remove_question: str
    remove_confirm: str
    removed: str
    superseded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTexts:
    """What was read of a document: tables, sums, gaps."""

    choose: str
    no_tables: str
    no_title: str
    about: str
    no_unit: str
    legend: str
    line: str
    code: str
    name: str
    value: str
    sums: str
    no_sums: str
    no_findings: str
    finding: str
    more_findings: str
    findings: tuple[str, ...]
    unchecked: str
    unchecked_columns: tuple[str, ...]
    no_gaps: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything that the pages say, in one language."""

    name: str
    opening: str
    chat: ChatTexts
    proof: ProofTexts
    library: LibraryTexts
    record: RecordTexts
    kinds: Names
    severities: Names
    table_kinds: Names
    gap_reasons: Names
    unknown: str
    superseded: str
    remarks: Names
    """What extraction and index remark, by their own words."""
    errors: Mapping[type[Exception], str]
    internal_error: str

    def remark(self, words: str) -> str:
        """A remark of ours in this language; as it is where it has none."""
        return self.remarks.get(words, words)

    def explain(self, error: Exception) -> str:
        """An error of ours in a sentence, by the nearest class that has one."""
        known = (self.errors[kind] for kind in type(error).__mro__ if kind in self.errors)
        return next(known, str(error))


_CHAT = ChatTexts(
    title="提问",
    lead="答案中的每个数字都取自公开文件原文，并附出处；文件中没有的，如实告知，不作推测。",
    empty="资料库里还没有文件。请先到“资料”页加入预算或决算公开文件。",
    placeholder="例如：某单位2024年的支出预算总额是多少？",
    examples="可以这样问：",
    budget_examples=(
        "{agency}{year}年的支出预算总额是多少？",
        "{agency}{year}年“三公”经费预算是多少？",
        "{agency}{year}年机关运行经费为什么增减？",
    ),
    final_examples=(
        "{agency}{year}年的支出决算总额是多少？",
        "{agency}{year}年“三公”经费决算是多少？",
        "{agency}{year}年机关运行经费为什么增减？",
    ),
    scope="提问范围",
    scope_all="全部现行文件（{count} 份）",
    scope_help="不选即为全部现行文件；选中的文件之外不作检索。",
    asked_in="范围：{documents}",
    looking="正在查找…",
    refused="未能回答",
    asks_back="请选择",
    copy="复制",
    copy_hint="答案与出处，可整段复制：",
    retry="重新回答",
    undo="撤回上一问",
    clear="清空对话",
    save_text="下载对话（文本）",
    save_json="下载对话（JSON）",
    question="问",
    answer="答",
)
_PROOF = ProofTexts(
    document="文件",
    table="表",
    row="行",
    column="列",
    unit="金额单位",
    place="位置",
    printed="原文",
    line="第 {line} 行",
    title="《{table}》",
    lines_lost="这份文件已不在资料库中，无法显示原文。",
)
_LIBRARY = LibraryTexts(
    title="资料",
    lead="加入预算、决算公开文件（文本格式），查看读出的表格、勾稽检查结果和未能读出的内容。",
    upload="选择文件（文本：UTF-8、UTF-16 或 GB18030；单个不超过 50 MB，可多选）",
    add="加入资料库",
    no_files="请先选择文件。",
    reading="正在读取 {name}",
    steps={
        "waiting": "正在等待另一个程序写完",
        "embedding": "正在计算语义向量",
        "writing": "正在写入",
    },
    outcomes={
        "added": "《{name}》已加入：{tables} 张表，{facts} 个数据，{gaps} 处未读出。",
        "replaced": "《{name}》已更新：{tables} 张表，{facts} 个数据，{gaps} 处未读出。",
        "unchanged": "《{name}》早已在资料库中，内容相同。",
    },
    renamed="“{file}”与已有的另一份文件重名，在资料库中名为《{name}》。",
    supersedes="《{new}》取代了同一单位、年度和类型的《{old}》；提问时默认使用新的一份。",
    refused_file="“{file}”未加入：{reason}",
    no_name="文件名为空。",
    long_name="文件名过长。",
    empty="资料库里还没有文件。",
    counts="共 {count} 份，其中现行 {current} 份。",
    choose="查看文件",
    overview=(
        "地区",
        "单位",
        "年度",
        "类型",
        "表",
        "数据",
        "未读出",
        "不平",
        "被取代",
        "文件名",
    ),
    tabs=("表格", "勾稽检查", "未读出", "更正", "下载与移除"),
    region="地区",
    agency="单位",
    year="年度",
    kind="类型",
    correct_lead="识别有误或缺失时在此更正；只保存改动的项目，留空即不改。",
    by_hand="已人工更正：{names}",
    save="保存更正",
    corrected="已更正：{label}",
    unchanged="没有改动。",
    bad_year="年度应为四位数字，如 2024。",
    save_facts="下载数据（CSV）",
    save_record="下载完整记录（JSON）",
    remove="移除这份文件",
    remove_question="从资料库移除《{name}》？原文件不受影响。",
    remove_confirm="确认移除",
    removed="《{name}》已移除。",
    superseded_by="这份文件已被《{name}》取代，提问时默认不使用。",
)
_RECORD = RecordTexts(
    choose="选择表格",
    no_tables="没有读出表格。",
    no_title="（无标题）",
    about="{kind} · 单位：{unit} · 第 {line} 行起 · {rows} 行",
    no_unit="未注明",
    legend="单元格照原文显示：空白、“—”和 0 各不相同。",
    line="行号",
    code="编码",
    name="名称",
    value="值",
    sums="勾稽关系：{tied} 项相符，{rounding} 项为四舍五入之差，{broken} 项不平，"
    "{unchecked} 项无法检查。",
    no_sums="没有读出可以检查的勾稽关系，不等于各数相符。",
    no_findings="没有发现不平之处。",
    finding="{severity} · 第 {line} 行“{label}” · {rule}",
    more_findings="另有 {count} 项见下表。",
    findings=("程度", "规则", "表", "行号", "说明", "列印", "应为"),
    unchecked="无法检查的 {count} 项及其原因",
    unchecked_columns=("表", "行号", "项目", "规则", "原因"),
    no_gaps="没有未读出的内容。",
    gaps=("行号", "表", "原因", "说明", "原文"),
)
ZH = Texts(
    name="勾稽",
    opening="正在打开资料库…",
    chat=_CHAT,
    proof=_PROOF,
    library=_LIBRARY,
    record=_RECORD,
    kinds={"budget": "预算", "final": "决算"},
    severities={"error": "不平", "rounding": "四舍五入", "wording": "表述"},
    table_kinds={
        "income_expenditure": "收支总表",
        "income": "收入总表",
        "expenditure": "支出总表",
        "appropriation_balance": "财政拨款收支总表",
        "appropriation_by_function": "财政拨款支出表（功能分类）",
        "appropriation_basic_by_economy": "财政拨款基本支出表（经济分类）",
        "general_by_function": "一般公共预算支出表（功能分类）",
        "general_basic_by_economy": "一般公共预算基本支出表（经济分类）",
        "general_project_by_economy": "一般公共预算项目支出表（经济分类）",
        "three_public": "“三公”经费表",
        "government_fund": "政府性基金表",
        "state_capital": "国有资本经营预算表",
        "operating_costs": "机关运行经费表",
        "procurement": "政府采购表",
        "basic_by_unit": "分单位基本支出表",
        "project_list": "项目清单",
        "performance_department": "部门整体绩效目标表",
        "performance_project": "项目绩效目标表",
        "assets": "资产表",
        "other": "其他表",
    },
    gap_reasons={
        "no_column": "列不明",
        "not_a_number": "不是数字",
        "no_unit": "单位不明",
        "damaged": "残缺",
        "not_found": "未找到",
    },
    unknown="不明",
    superseded="已被取代",
    remarks={
        "a figure where the row's name should stand": "应为项目名称之处印着数字",
        "a row of the table has lost cells": "该表有的行缺了单元格",
        "a row with fewer cells than its table, whose figures cannot be placed": (
            "该行单元格少于表头，数字无法归列"
        ),
        "a table is announced here whose columns cannot be told apart": (
            "此处应有一张表，但无法分辨各列"
        ),
        "amounts of a table that names no unit": "该表未注明金额单位",
        "characters that cannot be decoded": "有无法解码的字符",
        "codes of units and of the classification stand in one column": (
            "单位编码与科目编码混在同一列"
        ),
        "digits that make no number": "数字不成数",
        "no embedder runs here: search is by words only": "语义检索不可用，仅按词语检索。",
        "no part is printed": "各组成部分均未列印",
        "no row or column of the table ties this way: its layout is not understood": (
            "全表按此规则均不相符，可能是表格结构未能读懂"
        ),
        "one part has a column, and need not be the whole": "只有一个组成部分单列，未必是全部",
        "some rows bear no code": "有的行没有编码",
        "some documents have no vectors: they are found by words only": (
            "有的文件没有语义向量，仅按词语检索。"
        ),
        "the document's agency was not found": "未找到公开单位",
        "the document's kind was not found": "未找到文件类型（预算或决算）",
        "the document's region was not found": "未找到地区",
        "the document's year was not found": "未找到年度",
        "the header says 其中: perhaps not all parts have a column": (
            "表头为“其中”，未必列出全部组成部分"
        ),
        "the library has no vectors yet: search is by words only until a rebuild": (
            "资料库尚无语义向量，仅按词语检索。"
        ),
        "the rows bear neither codes nor ordinals: their levels are not printed": (
            "各行既无编码也无序号，层级不明"
        ),
        "the rows below need not be all the parts": "下列各行未必是全部组成部分",
        "the total is not printed": "合计未列印",
        "the units differ": "单位不同",
        "two totals stand side by side": "两个合计并列",
    },
    errors={
        MissingPath: "文件不存在。",
        EmptyDocument: "文件是空的。",
        BinaryDocument: "无法读取这种格式的文件。",
        EncryptedDocument: "文件已加密，需要密码才能打开。",
        DamagedDocument: "文件不完整或已损坏。",
        OversizedDocument: "文件解压后过大，已拒绝读取。",
        MissingReader: "读取这种格式需要另外安装组件。",
        UnknownEncoding: "无法识别文字编码；支持 UTF-8、带标记的 UTF-16 和 GB18030。",
        UnreadableDocument: "文件无法读取。",
        UnknownDocument: "资料库中没有这份文件，可能刚被移除；请刷新页面。",
        LibraryBusy: "另一个程序正在写入资料库，请稍后再试。",
        OtherEmbedder: "资料库的语义向量由另一个模型生成；请用命令 gouji rebuild 重建。",
        NoVectors: "语义检索不可用，请先按词语检索。",
        OtherVersion: "资料库由另一版本的程序生成，无法打开。",
        DamagedLibrary: "资料库文件已损坏，或不是资料库。",
    },
    internal_error="程序内部出错，详情已写入运行日志；请刷新页面重试。",
)
