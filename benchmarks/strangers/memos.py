"""What the payer's accountant types into the field for the purpose."""

from __future__ import annotations

import re
from random import Random

from benchmarks.strangers.family import Family
from benchmarks.strangers.model import Order, Payment
from benchmarks.strangers.noise import Noise

SELF_EVIDENT = {"own", "second", "branch", "project", "wage", "legal", "accountant"}
"""Payers whose name alone says which enterprise, to one who has the list of enterprises."""
TELLING = {"number", "code", "damaged", "tail", "names"}
MEMO_LIMIT = 40


def opaque(rng: Random, family: Family, month: int, day: int) -> str:
    text = rng.choice(family.opaque).replace("MM", f"{month:02d}").replace("DD", f"{day:02d}")
    return re.sub("#", lambda _: rng.choice("0123456789"), text)


def dated(rng: Random, family: Family, month: int, day: int) -> str:
    return rng.choice(family.dates).format(m=month, d=day, mm=f"{month:02d}", dd=f"{day:02d}")


def damaged(number: str, rng: Random) -> str:
    """One slip of the keyboard, or a field too short."""
    digits = [i for i, char in enumerate(number) if char.isdigit()]
    at = rng.choice(digits[3:])
    way = rng.randrange(6)
    if way == 0:
        return number[:at] + number[at + 1 :]
    if way == 1:
        return number[:at] + rng.choice("0123456789") + number[at + 1 :]
    if way == 2:
        return number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :]
    if way == 3:
        return number.replace("0", "O", 1) if rng.random() < 0.5 else number.replace("1", "l", 1)
    if way == 4:
        return number[: -rng.randint(1, 2)]
    return number[:at] + " " + number[at:]


def joined(left: str, right: str) -> str:
    """Two numbers are not run together: nobody, the payer included, could read them apart again."""
    touching = left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum()
    return f"{left} {right}" if touching else left + right


class Writer:
    def __init__(self, rng: Random, family: Family, noise: Noise) -> None:
        self.rng, self.family, self.noise = rng, family, noise

    def memo(self, payment: Payment) -> str:
        kind = payment.memo_kind
        month, day = payment.when.month, payment.when.day
        text = self._main(payment, kind)
        if payment.step and kind != "empty":
            text = joined(text, payment.step)
        if kind not in ("empty", "opaque") and self.rng.random() < self.noise.memo_extra:
            extra = self._extra(payment, month, day)
            text = joined(extra, text) if self.rng.random() < 0.4 else joined(text, extra)
        return text[:MEMO_LIMIT]

    def _main(self, payment: Payment, kind: str) -> str:
        rng, family, orders = self.rng, self.family, payment.orders
        if kind == "empty":
            return ""
        if kind == "vague":
            return rng.choice(family.vague)
        if kind == "opaque":
            return opaque(rng, family, payment.when.month, payment.when.day)
        if kind == "generic":
            return rng.choice(family.generic)
        if kind == "heads":
            return self._heads(orders)
        if kind == "names":
            return self._names(payment)
        if kind == "enterprise":
            return self._enterprise(payment)
        return self._numbers(orders, kind)

    def _extra(self, payment: Payment, month: int, day: int) -> str:
        rng = self.rng
        draw = rng.random()
        if draw < 0.45:
            return dated(rng, self.family, month, day)
        if draw < 0.65:
            return opaque(rng, self.family, month, day)
        if draw < 0.85:
            return rng.choice(self.family.generic)
        return payment.orders[0].enterprise.brand

    def _heads(self, orders: list[Order]) -> str:
        rng = self.rng
        parts = []
        for order in orders[:3]:
            trade = order.course.removesuffix("工") if rng.random() < 0.3 else order.course
            unit = rng.choice(("人", "人", "名", "个"))
            parts.append(
                f"{trade}{len(order.trainees)}{unit}" if rng.random() < 0.7 else f"{len(order.trainees)}{unit}{trade}"
            )
        return "、".join(parts) + rng.choice(self.family.fee_words)

    def _names(self, payment: Payment) -> str:
        rng = self.rng
        names = [name for order in payment.orders for name in order.trainees]
        joiner = rng.choice(self.family.name_joiners)
        word = rng.choice(self.family.fee_words)
        if len(names) == 1:
            return names[0] + word
        if len(names) <= 6 and rng.random() < 0.6:
            return joiner.join(names) + word
        shown = names[: rng.choice((1, 2, 2, 3))]
        if len(payment.orders) > 1:  # one name of each class, or nobody knew which were meant
            shown = [order.trainees[0] for order in payment.orders]
        return f"{joiner.join(shown)}等{len(names)}{rng.choice('人人名')}{word}"

    def _enterprise(self, payment: Payment) -> str:
        """One's own firm loosely; a firm paid for by its full name, since its payer tells nothing."""
        rng, own = self.rng, payment.payer.kind in SELF_EVIDENT
        seen: dict[str, None] = {}
        for order in payment.orders:
            enterprise = order.enterprise
            name = enterprise.name
            draw = rng.random() if own else rng.random() / 2.3
            if draw < 0.25:
                name = name.removesuffix("有限公司")
            elif draw < 0.45:
                name = enterprise.region + enterprise.brand + enterprise.industry
            elif draw < 0.60:
                name = enterprise.brand + enterprise.industry
            seen[name] = None
        forms = [form for form in self.family.on_behalf if not own or form[0] not in "代替帮为付"]
        return rng.choice(forms).format("、".join(seen))

    def _numbers(self, orders: list[Order], kind: str) -> str:
        rng = self.rng
        if kind == "code":
            text = rng.choice((" ", "、", ",")).join(order.code for order in orders)
        elif kind == "tail":
            size = rng.choice((4, 5, 6))
            text = "、".join(re.sub(r"\D", "", order.no)[-size:] for order in orders)
        else:
            text = self._list([order.no for order in orders])
            if kind == "damaged":
                text = damaged(text, rng)
        word = rng.choice(self.family.fee_words)
        draw = rng.random()
        if kind == "tail" and draw < 0.4:
            return f"{word}尾号{text}"
        return text + word if draw < 0.55 else word + rng.choice(("", " ", ":", "-")) + text

    def _list(self, numbers: list[str]) -> str:
        """All numbers whole, or the first whole and the others' last digits, as people do when the field is short."""
        rng = self.rng
        if rng.random() < 0.15:
            numbers = [number.replace("-", "") for number in numbers]
        if len(numbers) == 1:
            return numbers[0] if rng.random() < 0.9 else numbers[0].lower()
        joiner = rng.choice(("、", "/", ",", " "))
        whole = joiner.join(numbers)
        if rng.random() < 0.5 or len(whole) > MEMO_LIMIT - 6:
            return joiner.join([numbers[0], *(number[-4:] for number in numbers[1:])])
        return whole
