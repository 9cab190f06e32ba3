"""Names of the economic classification that disclosures print: what may be asked and be absent."""

# A question that names one of these, where no row of the documents bears it, is refused rather
# than answered with a neighbour.
ITEM_NAMES = (
    "基本工资 津贴补贴 奖金 伙食补助费 绩效工资 养老保险 职业年金 职工医保缴费 公务员医疗补助 社保缴费 "
    "住房公积金 医疗费 办公费 印刷费 咨询费 手续费 水费 电费 邮电费 取暖费 物业管理费 差旅费 因公出国费 "
    "维修费 租赁费 会议费 培训费 公务接待费 专用材料费 被装购置费 专用燃料费 劳务费 委托业务费 工会经费 "
    "福利费 公车运行维护费 其他交通费用 税金及附加费用 离休费 退休费 退职费 抚恤金 生活补助 救济费 "
    "医疗费补助 助学金 奖励金 个人农业生产补贴 代缴社保费 房屋建筑物购建 办公设备购置 专用设备购置 "
    "基础设施建设 大型修缮 信息网络及软件购置更新 物资储备 土地补偿 安置补助 公车购置 文物和陈列品购置 "
    "无形资产购置 采暖补贴 购房补贴 提租补贴 机关运行经费 三公经费 编制 在编 中标 公司 供应商 品牌 牌子 型号 "
    "参保人数 人次"
).split()
