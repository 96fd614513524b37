"""The words that people put around a figure, as tables. A new habit of writing is a new row here."""

from __future__ import annotations

from yzperf.domain.relation import Relation

GE, LE, EQ = Relation.AT_LEAST, Relation.AT_MOST, Relation.EQUAL

BLANKS = {"", "无", "空", "空白", "(空)", "(空白)", "(blank)", "blank", "n/a", "#n/a", "na", "不适用"}
BLANK_SIGNS = r"-+|/+|\\+|…+|\.{3,}|。{3,}|_+"
# What a column of its own may say without saying anything.
EMPTY_COLUMN = {"定性", "定性指标"}

_NOT = r"(?:不得|不应|不能|不可|不宜|不|未)"
_LEAST = r"(?:最低|最少|至少)?"
_MOST = r"(?:最高|最多|至多)?"
# In front of a figure. The first row that fits the end of the words in front is taken.
BOUNDS: tuple[tuple[str, Relation], ...] = (
    (rf"{_MOST}{_NOT}(?:超过|超出|突破|高于|大于|多于|超)", LE),
    (rf"{_LEAST}{_NOT}(?:低于|少于|小于)", GE),
    (r"(?:大于或?等于|大于或者等于|高于或?等于|达到或超过|达到或高于)", GE),
    (r"(?:小于或?等于|小于或者等于|低于或?等于)", LE),
    (r"(?:至少|最少|高于|大于|多于|超过|超出|突破)", GE),
    (r"(?:至多|最多|低于|小于|少于)", LE),
    (r"(?:控制在|控制到|压控在)", LE),
    (r"等于", EQ),
    (r"(?<!已)(?<!已经)(?<!实际)(?:达到|(?<![到直表传发下送多高抵])达)", GE),
)
# These bound a range as loosely as a single figure: 控制在90-95%之间.
FRAMES = r"(?:控制在|控制到|保持在|稳定在|维持在|达到|达|介于|在)"
SUFFIXES: tuple[tuple[str, Relation], ...] = (
    (r"(?:及其?|或|或者|含)?以上", GE),
    (r"(?:及其?|或|或者|含)?以下|以内|之内|内", LE),
)
BETWEEN = r"之间|范围内|区间"

RISES = r"(?:增长|提高|上升|增加|新增|提升|增至|升至|增|升)"
FALLS = r"(?:下降|降低|减少|压减|缩短|压缩|削减|缩减|下调|下滑|减低)"
SHORT_FALLS = r"(?:降|减)"
# 下降率、减少量: the name of a magnitude, not a change.
MAGNITUDE = r"(?:率|幅|量|额|数|值|程度|比例)"
LEVEL = r"(?:到|至|为)"
# Words with 减 or 降 that name something else.
NO_CHANGE = r"减免|减灾|减税|减负|减震|减排|减速|减压|减刑|降水|降雨|降噪|降尘|降温|降解|减量化|不降|不减"
# Words in front of a fall that only say what it is compared with.
COMPARED = r"[较比与同全每本当上去往基年期月度前,]{0,9}"
VERBS = r"(?:完成|实现|达成|举办|开展|组织|建成|建设|新建|改造|修建|培训|发放|印发|编制|召开|办理|采购|购置)"

# The end of the words in front that makes the figure something else than a quantity.
SPOILING_END = (
    r"(?:第|(?<![节预合条签制违])约|(?<![附最])近|接近|不足|不到|未|不|没|非|没有|几|好|翻|由|从|自|每|前|[名位]后|倒数|(?<!达)到|至"
    r"|排名|逾|无|[/·-]|[一二三四五六七八九十][、,]|负|正负|超|No|编号|文号|电话)"
)
# Names with figures inside, or Chinese numerals that count nothing.
IDIOMS = r"一次性|一起|一期|二期|一度|一道|一点|一面|一行|一片|一角|一本|一门|一种|一对一|一方|一口|一体化|一站式|一批|一系列|一般|一定|一流|一线|一等|二等|三等|千方百计|万无一失|十四五|十三五|十五五"
APPROXIMATE = (
    r"左右|上下|大约|大概|约为|≈|若干|不等|[十百千万亿0-9][几多余来]|几[十百千万亿个]|数[十百千万亿]|[上成][百千万]"
)

# Units. Longest first is arranged by ``figures``.
MEASURES = """
个 个月 个工作日 个自然日 个日历天 个百分点 个小时 个季度 个学时 个课时 个标段 个批次 个点位 百分点 百分比
工作日 自然日 日历天 天 日 周 星期 月 年 年度 季度 小时 分钟 分 秒 毫秒 刻钟 课时 学时 学分 学年 学期 周岁 岁
元 美元 欧元 日元 港元 港币 英镑 人民币 角
人 人次 人天 人日 人月 人年 人份 名 位 户 户次 家 家次 所 座 处 处次 条 块 支 批 批次 期 场 场次 次 遍 轮 轮次 篇 册 本 部 张 幅 幢
栋 间 床 床位 张床 对 双 副 盏 根 口 眼 孔 口井 台 台次 台套 套 套次 辆 辆次 架 架次 艘 列 节 车 车次 班 班次 趟 头 只 羽 匹 尾 株 棵
亩 亩次 公顷 米 千米 公里 平方米 平方公里 平方千米 平米 立方米 立方 延米 延长米 厘米 毫米 分米 微米 纳米 海里 里 寸 尺
吨 公斤 千克 克 毫克 微克 斤 升 毫升 吨公里 标准立方米 千瓦 千瓦时 瓦 兆瓦 度 千伏安 千伏 伏 兆 字 页 行 门 门次 款 种 项 项次 件
件次 份 份次 例 例次 起 起次 宗 桩 单 笔 票 组 队 道 扇 面 片 枚 颗 粒 袋 箱 桶 瓶 盒 包 罐 捆 筐 盆 丛 顶 把 杆 台站 站 站次 点 人
倍 成 番 折 村 乡 镇 县 社区 机构 企业 单位 标段 节点 摄氏度 吨标准煤 吨标煤 标准煤 频次 词条 条次 幅次 袋次 期次 剂 剂次 支次 针次 床日
"""
NAMES_OF_UNITS = """
m m2 m3 m² m³ km km2 km² cm mm mm² cm² cm³ hm2 hm² ha t kg g mg μg µg ug ng L l ml mL h min s ms d kW MW GW W kWh kwh KWh MWh kV kVA V
Mbps Gbps Kbps kbps bps MB GB TB PB KB dB db Hz kHz MHz GHz ppm ppb Pa kPa MPa J kJ MJ tce NTU lx IU
"""
SIGNS = "% ‰ ℃ ° °C ㎡ ㎥ ㎞ ㎏ ㎜ ㎝ ㎎"
# After these a further word would make another thing of it: 2期工程, 5年级, 3成果.
UNITS_WITHOUT_NOUN = {
    "期",
    "成",
    "年",
    "分",
    "度",
    "点",
    "折",
    "月",
    "日",
    "两",
    "行",
    "面",
    "道",
    "单",
    "里",
    "位",
    "番",
}
# A written-out numeral may have its noun only after these: 三个村, but not 二次供水.
COUNTERS = {"个", "项", "名", "套", "台", "家", "座", "场", "篇", "户", "件", "份", "辆", "亩", "公里", "所"}
# No noun holds one of these: they would say something about the figure.
NOT_IN_NOUN = (
    r"[以左右上下多余约几不未无没非或至到和及与增减降升前后内外之级第每各其半比等的超低高近如若年月日号时点类届占仅含]"
)
