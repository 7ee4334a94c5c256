"""The names of the large district, all of them made up: streets, communities, and what projects are called there."""

from __future__ import annotations

from random import Random

DISTRICT = ("qinglan", "QL", "青岚区")
_FIRST = "青云星月松柏梅兰竹桐杉枫桂棠荷菱芦苇晴岚溪澄碧翠锦绣安宁和乐"
_SECOND = "湾坪岭塘桥坊苑庭巷台洲渡井亭"
_STREETS = ("望湖", "临溪", "听松", "云桥", "东篱", "西林", "南浦", "北苑", "中和", "新安")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

# What each story may be called; {who} is the community's name, {n} and {m} are numbers.
TITLES: dict[str, tuple[str, ...]] = {
    "P1": ("{who}苑{n}栋楼道扶手与防滑条安装", "{who}里{n}号楼楼道扶手加装", "{who}新村{n}栋台阶防滑改造"),
    "P2": ("{who}小学门口遮雨等候区", "{who}幼儿园接送等候廊", "{who}车站候车雨棚"),
    "P3": ("{who}{n}区电动自行车充电棚", "{who}苑{n}栋充电棚和消防喷淋", "{who}东门集中充电棚"),
    "P4": ("{who}广场积水整治", "{who}路{n}巷排水沟整治", "{who}公园低洼地整治"),
    "P5": ("{who}长者防跌倒居家微改造（{n}户）", "{who}高龄老人居家扶手安装（{n}户）"),
    "P6": ("{who}暑期“四点半”托管营", "{who}寒假少儿托管班", "{who}课后亲子阅读营"),
    "P7": ("{who}AED 进社区与急救培训", "{who}小区急救箱和 AED 配置"),
    "P8": ("{who}图书角更新与夜读", "{who}书屋桌椅更换"),
    "P9": ("{who}{n}栋高空抛物摄像头", "{who}苑防抛物监控{n}处"),
    "P10": ("{who}老旧小区天台防水修复", "{who}{n}栋屋面补漏"),
    "P11": ("{who}文明养狗拾便箱{n}个", "{who}公园拾便箱和提示牌"),
    "P12": ("{who}邻里节·百家宴", "{who}中秋邻里灯会"),
    "P13": ("{who}中医养生进社区{n}场", "{who}长者健康义诊{n}场"),
    "P14": ("{who}无障碍坡道{n}处", "{who}菜场门口无障碍通道"),
    "P15": ("{who}巷道 LED 路灯{n}盏", "{who}{m}巷路灯加装", "{who}后街太阳能路灯{n}盏"),
    "P16": ("{who}社区花园共建", "{who}口袋公园改造", "{who}屋顶菜园共建"),
    "P17": ("{who}青少年航模科普课", "{who}少儿编程体验课"),
    "P18": ("{who}停车位重新划线与减速带", "{who}路非机动车停放划线"),
    "P20": ("{who}反诈情景剧巡演", "{who}防诈骗宣传周"),
    "P21": ("{who}广场舞音响定时控制", "{who}健身点音量提示屏"),
    "P22": ("{who}{n}栋院墙重砌", "{who}苑一楼围墙加高"),
    "P23": ("{who}苑消防主机更换", "{who}{n}栋电梯大修"),
    "P25": ("{who}垃圾分类亭升级{n}处", "{who}生活垃圾投放点雨棚"),
    "P28": ("{who}党群服务中心空调更换", "{who}会议室桌椅更换"),
    "P29": ("{who}河边步道照明", "{who}河堤护栏灯带"),
    "P30": ("{who}共享工具箱", "{who}便民修理角"),
    "P35": ("{who}篮球场翻新", "{who}乒乓球台更换{n}张"),
}
_PLACES = ("{who}苑{n}栋", "{who}路{n}巷", "{who}广场", "{who}里{n}号院", "{who}公园南门", "{who}菜场门口")


def communities(count: int, draw: Random) -> list[tuple[str, str, str]]:
    """Return slug, letters and two-character name of so many communities, none twice."""
    names = [first + second for first in _FIRST for second in _SECOND]
    draw.shuffle(names)
    if count > len(names):
        raise ValueError(count)
    return [(f"c{n + 1:03}", _code("C", n), name) for n, name in enumerate(names[:count])]


def streets(count: int) -> list[tuple[str, str, str]]:
    """Return slug, letters and two-character name of so many streets, at most ten."""
    return [(f"j{n + 1:02}", _code("J", n), name) for n, name in enumerate(_STREETS[:count])]


def title(story: str, name: str, draw: Random) -> str:
    """Return what one project is called."""
    return draw.choice(TITLES[story]).format(who=name, n=draw.randint(2, 36), m=draw.randint(1, 12))


def place(name: str, draw: Random) -> str:
    """Return where it is."""
    return draw.choice(_PLACES).format(who=name, n=draw.randint(1, 28))


def _code(kind: str, n: int) -> str:
    return kind + _LETTERS[n // len(_LETTERS)] + _LETTERS[n % len(_LETTERS)]
