"""How payers write: memos about orders and the names that banks print. Every function draws from one `Random`."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.matching.families import Family
from benchmarks.matching.world import Enterprise, Order

_TRADITIONAL = str.maketrans(
    "广东华兴业发国际电气电设工程飞龙长宁远连庆丰伟荣祥达凤鸿亚万飞云机车装饰筑建师陈湖门开关区园艺术劳务动励应项团结构",
    ""
    "廣東華興業發國際電氣電設工程飛龍長寧遠連慶豐偉榮祥達鳳鴻亞萬飛雲機車裝飾築建師陳湖門開關區園藝術勞務動勵應項團結構",
)
_LIKE = {
    "工": "土",
    "公": "么",
    "司": "同",
    "限": "很",
    "建": "健",
    "程": "呈",
    "有": "冇",
    "瑞": "端",
    "达": "迏",
    "宏": "弘",
    "源": "原",
}
_SEPARATORS = ("、", "，", " ", ",", "", "；")


def memo(random: Random, kind: str, paid: Sequence[Order], family: Family) -> str:
    """What the payer writes for `paid`, by the kind of memo that the noise drew."""
    purpose = random.choice(family.training)
    if kind == "order_no":
        return _numbered(random, [_quoted(random, order) for order in paid], purpose)
    if kind == "order_damaged":
        return _numbered(random, [_damaged(random, _quoted(random, order)) for order in paid], purpose)
    if kind == "names":
        return _names(random, paid, purpose)
    if kind == "enterprise":
        return random.choice(family.for_others).format(e=_called(random, paid[0].enterprise), t=purpose)
    if kind == "blank":
        return random.choice(family.fillers)
    heads = sum(len(order.trainees) for order in paid)
    return f"{heads}人{purpose}" if random.random() < 0.35 else purpose


def _quoted(random: Random, order: Order) -> str:
    return order.code if order.code and random.random() < 0.8 else order.number


def _numbered(random: Random, numbers: Sequence[str], purpose: str) -> str:
    if len(numbers) > 3 and random.random() < 0.5:
        numbers = numbers[:2]  # the field is short
    text = random.choice((" ", "+", "、", ",", "/")).join(numbers)
    return random.choice((text, text + purpose, purpose + text, f"{purpose} {text}", f"{text}，{purpose}"))


def _damaged(random: Random, number: str) -> str:
    way = random.randrange(5)
    place = random.randrange(2, len(number) - 1)
    if way == 0 and len(number) > 8:
        return number[-random.choice((5, 6, 7)) :]
    if way == 1:
        return number[:place] + random.choice("0123456789") + number[place + 1 :]
    if way == 2:
        return number[:place] + number[place + 1 :]
    if way == 3:
        return number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :]
    return "".join(chr(ord(character) + 0xFEE0) for character in number)


def _names(random: Random, paid: Sequence[Order], purpose: str) -> str:
    everybody = [name for order in paid for name in order.trainees]
    shown = everybody[: random.choice((1, 1, 2, 3, 4))] if random.random() < 0.7 else everybody[:8]
    text = random.choice(_SEPARATORS).join(shown)
    if len(shown) < len(everybody):
        return f"{text}等{len(everybody)}人{purpose}"
    return f"{text}{purpose}"


def _called(random: Random, owner: Enterprise) -> str:
    draw = random.random()
    if draw < 0.55:
        return owner.name
    if draw < 0.8:
        return _without_region(owner)
    return random.choice(owner.aliases) if owner.aliases and draw < 0.9 else owner.core


def _without_region(owner: Enterprise) -> str:
    bare = owner.name[len(owner.region) :]
    for ending in ("集团有限公司", "股份有限公司", "有限责任公司", "有限公司"):
        bare = bare.replace(ending, "")
    return bare


def printed_name(random: Random, owner: Enterprise, family: Family, *, noisy: bool) -> str:
    """The payer's name as the bank prints it."""
    if not noisy:
        return owner.name
    way = random.randrange(8)
    if way <= 1:
        return owner.name + random.choice(family.name_tails).format(r=random.choice(family.regions))
    if way == 2:
        return owner.name[: random.randrange(max(8, len(owner.name) - 5), len(owner.name))]
    if way == 3:
        return owner.name[len(owner.region) :]
    if way == 4:
        return random.choice(owner.aliases) if owner.aliases else _without_region(owner)
    if way == 5:
        return _misprint(random, owner.name)
    if way == 6:
        return owner.name.translate(_TRADITIONAL)
    place = random.randrange(1, len(owner.name))
    return owner.name[:place] + " " + owner.name[place:]


def _misprint(random: Random, name: str) -> str:
    places = [place for place, character in enumerate(name) if character in _LIKE]
    if not places:
        return name[:-1]
    place = random.choice(places)
    return name[:place] + _LIKE[name[place]] + name[place + 1 :]
