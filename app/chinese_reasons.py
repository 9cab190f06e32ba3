"""Why a check could not be made, in Chinese."""

REASONS = {
    "a cell is blank in a row of which a figure has no sure column": (
        "该行有数字无法归列，空白处可能正是它的位置"
    ),
    "a part of the sum holds no amount": "有的组成部分不是金额",
    "a table of another name may be the one that is listed": "名称不同的表可能就是目录所列的表",
    "a table prints several names for the code": "同一张表中该编码有几个名称",
    "by its figures the change went the other way: the direction itself may be wrong": (
        "从数字看方向相反，可能是增减方向写错"
    ),
    "few of the tables that the contents list stand in this document": (
        "目录所列的表大多不在本文件中"
    ),
    "it is found where it is held against the tables": "已在与表格核对时发现",
    "it is not sure at which table the note stands": "无法确定表注属于哪张表",
    "no sum tells whether the two rows are one": "没有勾稽关系可以判断两行是否重复",
    "not all of the document could be read": "文件未能全部读取",
    "one name may be a short form of the other": "一个名称可能是另一个的简称",
    "so many of the items have no figure that the list may be of all there can be": (
        "所列科目多半没有数额，可能是列出全部可能科目的套话"
    ),
    "the agency has expenditure that is neither basic nor for projects": (
        "除基本支出和项目支出外还有其他支出"
    ),
    "the changes are not all from the same figures": "各项增减的比较基数不同",
    "a change of the list is printed as zero, and is none": "所列的一项增减印作0，实际不为0",
    "the column of a figure is not sure": "有数字的列不明",
    "the document was read from a picture: its characters are not sure": (
        "文件由图片识别而来，文字未必准确"
    ),
    "the document was read from a picture: its marks are not sure": (
        "文件由图片识别而来，标点未必准确"
    ),
    "the figure may be of the budget": "该数可能是预算数",
    "the figure stands in a reason": "该数出现在原因说明中",
    "the figure that it is a percentage of is too small, or negative": "基数太小或为负数",
    "the figure that it is a percentage of is zero: there is none": "基数为零，没有比例",
    "the figures that it follows from are not printed beside it": "计算所需的数字没有写在一起",
    "the list need not name all the parts": "所列未必是全部组成部分",
    "the note may belong to the table below it": "表注可能属于下一张表",
    "the parts of the list may overlap": "所列各项可能互有交叉",
    "the reason may be of something else than what changed": "原因说的可能是另一件事",
    "the reason, or what stands before it, names what rose and what fell": (
        "原因中既有增加也有减少"
    ),
    "the sentence compares with more than one figure": "句中有不止一个比较基数",
    "the sentence may be about another year": "句子说的可能是其他年份",
    "the sentence says both that nothing changed and by how much": "句中既说持平又有增减额",
    "the sentence says that a figure is only near": "句中说明是约数",
    "the tables do not print the item under the levels that are named": (
        "表中没有列在所写类、款之下的该科目"
    ),
    "the table need not print all items": "该表未必列出全部科目",
    "the tables may leave out the item that is named": "表中可能没有单列所写的科目",
    "the tables print no item that it may be": "表中没有与之对应的科目",
    "the tables print several figures that it may be": "表中有几个数可能与之对应",
    "the tables print the figure for the item in another column": "该数见于该科目的另一列",
    "the text names the table, but no title shows where it stands": (
        "正文提到该表，但没有标题表明它的位置"
    ),
    "the totals of the tables differ: they may count other money": (
        "两张表的总数不同，口径可能不一"
    ),
    "the two places may speak of different scopes": "两处口径可能不同",
    "the two rows differ: they may be of two units or projects": (
        "两行数额不同，可能属于两个单位或项目"
    ),
    "too few names of the prose are those of the tables": "文中的名称大多与表中不同，可能误读",
    "too few names of the table are those of their codes: it may be misread": (
        "表中名称大多与编码不符，可能误读"
    ),
    "too few other disclosures print the code, or they disagree on its name": (
        "列印该编码的其他公开文本太少，或名称不一"
    ),
    "too few titles and headings name the document's year": "标明年度的标题太少",
    "what it is a share of is not sure": "占比的总数不明",
    "what only the year before had may be left out of the list": (
        "上年有而本年没有的项目可能未列出"
    ),
    "which of the totals of the side is meant is not sure": "无法确定与哪个合计对应",
    "which figure is the total is not sure": "无法确定哪个数是总数",
    "with its figures read another way it ties: it may be misread": ("换一种读法则相符，可能误读"),
    "with the figure of the tables it ties": "按表中的数则相符",
    "a figure that it follows from is not printed": "计算所需的数字没有印出",
    "too few rows of the column agree with what its header says": "该列与表头含义相符的行太少",
    "the document compares like with like, leaving out some of the money": (
        "文件按同口径比较，剔除了部分资金"
    ),
    "changes are printed without their signs, or not for every row": (
        "增减数没有印出正负号，或不是每行都有"
    ),
    "which row it is a part of is not sure": "无法确定它是哪一行的其中项",
    "parts of what is left over or of changes may be negative": (
        "结转结余或增减的组成部分可能为负数"
    ),
    "scores and weights may be of different scales": "得分与分值的满分可能不同",
    "the form scores more than the indicators that stand under its header": (
        "该表的得分不止表头下所列指标"
    ),
    "operating costs and what is no personnel's may count other units or money": (
        "机关运行经费与公用经费的单位或资金口径可能不同"
    ),
    "the tables by economic item do not cover all expenditure": "按经济分类的表没有涵盖全部支出",
    "some expenditure is not sorted by economic item": "有的支出没有列明经济分类",
    "the table may tell what is carried over apart": "表中结转可能单独列示",
    "a sign may be drawn on the page that its text lacks": "页面上的符号可能没有读成文字",
    "the agency does not name itself often enough for its name to be sure": (
        "单位名称出现次数太少，无法确定"
    ),
}
