"""How companies' names are compared: folded spellings and the indexes that find a company by what a bank printed of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from school_desk.terms.names import normalise_company_name

_TRADITIONAL = str.maketrans(
    "東廣興業發國際電氣設飛龍長寧遠連慶豐偉榮達鳳鴻亞萬雲機車裝飾築師陳門開關區園藝術勞務動勵應項團結構環綠實華經營銷貿創聯統衛錦鑫錢銀鋼鐵鋁門窗陽陰"
    "陸階隊難靈順須額風馬駿騰驗體魚鳥麗黃齊齒龜傳傑債億儀優兒內兩劉劍劑勝匯單卻歷參號員啟喬圖圓執報場塊墾壯夢學孫寶將對導島崗嶺師帶廠廳張強"
    "彈後從復徑悅惠愛態戰戶據損擔攝擴揚換數斷於時晉暉曉書會東條楊極標樣樓樂橋檢歐歲歸殘毀氣決沖況淺測湯滅滬漢漲潔澤濟濱灣爐獎獨環產畫當監礦碼禮種"
    "穩竅範節篤籃糧紀紅級細組終給絡絲綜網線緣縣縱總繼續義習聖聰職聲腳臨舉舊蘇蘭處蟲補製複見規視覺覽觀計訂訓記許設訴診評詞試誠話該詳語誤說調談請諾"
    "謀證識議護譽豬負財貢貨質賓賞賢購贏趙躍軍軌軟較載輝輪輸辦農運過進達遞適選邊鄉鄧鄭醫釋針鈞鉅鋒錄鍋鍵鎮鏈鑄鑽闊離雙雜雞韓頂預領頭題顏願顯饒驅鮮鵬",
    "东广兴业发国际电气设飞龙长宁远连庆丰伟荣达凤鸿亚万云机车装饰筑师陈门开关区园艺术劳务动励应项团结构环绿实华经营销贸创联统卫锦鑫钱银钢铁铝门窗阳阴"
    "陆阶队难灵顺须额风马骏腾验体鱼鸟丽黄齐齿龟传杰债亿仪优儿内两刘剑剂胜汇单却历参号员启乔图圆执报场块垦壮梦学孙宝将对导岛岗岭师带厂厅张强"
    "弹后从复径悦惠爱态战户据损担摄扩扬换数断于时晋晖晓书会东条杨极标样楼乐桥检欧岁归残毁气决冲况浅测汤灭沪汉涨洁泽济滨湾炉奖独环产画当监矿码礼种"
    "稳窍范节笃篮粮纪红级细组终给络丝综网线缘县纵总继续义习圣聪职声脚临举旧苏兰处虫补制复见规视觉览观计订训记许设诉诊评词试诚话该详语误说调谈请诺"
    "谋证识议护誉猪负财贡货质宾赏贤购赢赵跃军轨软较载辉轮输办农运过进达递适选边乡邓郑医释针钧巨锋录锅键镇链铸钻阔离双杂鸡韩顶预领头题颜愿显饶驱鲜鹏",
)
"""Traditional characters as some banks' systems print them; only those that company names use."""
_ENDING = re.compile(r"(集团)?(股份|责任)?(有限)?(责任)?公司$")
_TRADE = re.compile(
    r"建筑|建设|工程|劳务|装饰|装潢|装修|市政|安装|机电|建材|钢结构|脚手架|防水|幕墙|交通|消防|地基|基础|管理|混凝土|房地产|开发|园林|绿化|机械|租赁|设备|集团"
    r"|路桥|电力|水利|人力资源|服务|分包|智能化|爆破|环境|城市|置业|实业|科技|工贸|商贸|发展|土石方|门窗|桩基|管道|涂料|保温|有限|责任|股份|公司"
)
_LEAST = 4
_LEAST_CUT = 7
_LEAST_HEAD = 6
_TOO_MANY = 5
_NEAR = 74.0
_SHIFTS = 6
_MOST_KIN = 40


class Likeness(NamedTuple):
    """One enterprise that a printed name may stand for."""

    enterprise: int
    kind: str
    """exact, alias, past, branch, cut, bare or near."""
    strength: float
    """0–1, less where several enterprises fit equally."""
    spelling: str


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """The form in which spellings are compared: without spaces, brackets alike, simplified characters."""
    return normalise_company_name(name).translate(_TRADITIONAL)


def bare(name: str) -> str:
    """Without 有限公司 and the like."""
    return _ENDING.sub("", name)


def has_brand(text: str) -> bool:
    """Whether more than words of the trade stands there: 建筑工程有限公司 is nobody's name."""
    return len(_TRADE.sub("", text)) >= 2


class Spellings:
    """Every name under which enterprises are known. Enterprises are numbers."""

    def __init__(self, names: Sequence[str], aliases: Iterable[tuple[str, int]]) -> None:
        self.names = [fold(name) for name in names]
        self.exact: defaultdict[str, list[int]] = defaultdict(list)
        self.alias: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            self.exact[name].append(number)
        for alias, number in aliases:
            folded = fold(alias)
            if number not in self.exact.get(folded, ()) and number not in self.alias[folded]:
                self.alias[folded].append(number)
        self._tails = self._find_tails()
        self._sorted = sorted({*self.exact, *self.alias})
        self._heads = self._find_heads()
        self._by_pair: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            for pair in {name[place : place + 2] for place in range(len(name) - 1)}:
                self._by_pair[pair].append(number)
        self._known: dict[str, tuple[Likeness, ...]] = {}
        self._kin: dict[str, list[int]] = {}

    def _find_tails(self) -> dict[str, list[int]]:
        """What remains of a name when its place, or its place and its ending, are left out; not where many enterprises share it."""
        tails: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            short = bare(name)
            ends = {name[shift:] for shift in range(1, _SHIFTS + 1)} | {short[shift:] for shift in range(_SHIFTS + 1)}
            for tail in ends:
                if len(tail) >= _LEAST and has_brand(tail):
                    tails[tail].append(number)
        return {tail: owners for tail, owners in tails.items() if len(owners) <= _TOO_MANY}

    def _find_heads(self) -> dict[str, list[str]]:
        heads: defaultdict[str, list[str]] = defaultdict(list)
        for spelling in {*self.exact, *self.alias, *self._tails}:
            if len(spelling) >= _LEAST:
                heads[spelling[:_LEAST]].append(spelling)
        return heads

    def owners(self, spelling: str) -> list[int]:
        """The enterprises so called, in full, formerly, or in short."""
        return sorted({*self.exact.get(spelling, ()), *self.alias.get(spelling, ())}) or self._tails.get(spelling, [])

    def like(self, name: str) -> tuple[Likeness, ...]:
        """Whom a payer's printed name may stand for, best first. Remembered."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._like(fold(name))
        return found

    def _like(self, name: str) -> tuple[Likeness, ...]:
        if not name:
            return ()
        for kind, owners, strength in (("exact", self.exact.get(name), 1.0), ("alias", self.alias.get(name), 0.93)):
            if owners:
                return tuple(Likeness(owner, kind, strength / len(owners), name) for owner in owners)
        ways = (*self._branches(name), *self._cut(name), *self._bare(name))
        best = ways or self._near(name)
        return tuple(sorted(best, key=lambda one: (-one.strength, one.enterprise)))

    def _branches(self, name: str) -> list[Likeness]:
        for length in range(len(name) - 1, _LEAST_HEAD - 1, -1):
            head = name[:length]
            owners = self.exact.get(head) or self.alias.get(head)
            if owners:
                return [Likeness(owner, "branch", 0.86 / len(owners), head) for owner in owners]
        return []

    def _cut(self, name: str) -> list[Likeness]:
        if len(name) < _LEAST_CUT:
            return []
        start = bisect_left(self._sorted, name)
        longer: list[str] = []
        while start < len(self._sorted) and self._sorted[start].startswith(name) and len(longer) < 9:
            longer.append(self._sorted[start])
            start += 1
        owners = [(owner, spelling) for spelling in longer for owner in self.owners(spelling)]
        return [Likeness(owner, "cut", 0.82 / len(owners), spelling) for owner, spelling in owners]

    def _bare(self, name: str) -> list[Likeness]:
        """Printed without the place in front, or without the ending as well."""
        owners = self._tails.get(name) or self._tails.get(bare(name)) or []
        return [Likeness(owner, "bare", 0.8 / len(owners), self.names[owner]) for owner in owners]

    def _near(self, name: str) -> list[Likeness]:
        from rapidfuzz import fuzz, process

        near = self._sharing_pairs(name)
        if not near:
            return []
        spelled = {number: self.names[number] for number in near}
        hits = process.extract(name, spelled, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=4)
        return [
            Likeness(number, "near", (ratio - 60) / 40 * 0.8 / (1 + (place > 0)), spelling)
            for place, (spelling, ratio, number) in enumerate(hits)
        ]

    def _sharing_pairs(self, name: str) -> set[int]:
        pairs = {name[place : place + 2] for place in range(len(name) - 1)}
        known = sorted((len(self._by_pair[pair]), pair) for pair in pairs if pair in self._by_pair)
        found: set[int] = set()
        for _, pair in known[:5]:
            found.update(self._by_pair[pair][:300])
        return found

    def brands(self, word: str) -> list[int]:
        """The few enterprises whose name holds `word`, such as 荣地; nothing when there are many."""
        those = self._by_pair.get(word[:2], [])
        if not 2 <= len(word) <= 6 or len(those) > 60 or not has_brand(word):
            return []
        found = [number for number in those if word in self.names[number]]
        return found if len(found) <= 4 else []

    def kin(self, name: str) -> list[int]:
        """Enterprises with the same brand, such as members of one group; nothing when there are many. Remembered."""
        found = self._kin.get(name)
        if found is None:
            found = self._kin[name] = self._find_kin(name)
        return found

    def _find_kin(self, name: str) -> list[int]:
        brand = _TRADE.sub("", bare(fold(name)))[-3:]
        pairs = [brand[place : place + 2] for place in range(len(brand) - 1)]
        rare = [those for pair in pairs if 0 < len(those := self._by_pair.get(pair, ())) <= _MOST_KIN]
        return sorted({number for those in rare for number in those})

    def written_in(self, text: str) -> list[str]:
        """The spellings that stand in `text`, longest first, none inside another."""
        found: list[str] = []
        for place in range(len(text) - _LEAST + 1):
            heads = self._heads.get(text[place : place + _LEAST])
            if heads:
                found += [spelling for spelling in heads if text.startswith(spelling, place)]
        if len(found) < 2:
            return found
        longest = sorted(dict.fromkeys(found), key=lambda one: (-len(one), one))
        return [one for place, one in enumerate(longest) if not any(one in longer for longer in longest[:place])]
