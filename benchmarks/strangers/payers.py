"""Who sends the money, and what is left of the name when the bank has printed it."""

from __future__ import annotations

from random import Random

from benchmarks.strangers.family import Family
from benchmarks.strangers.model import Enterprise, Payer
from benchmarks.strangers.noise import Noise
from benchmarks.strangers.world import World, bank_account, person

PRIVATE = {"legal", "accountant", "trainee", "person"}
NAME_LIMIT = 30


class PayerBook:
    """The same branch pays from the same account every time, so whoever has seen it once can know it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.rng
        self.parents: dict[int, Payer] = {}
        self.thirds: list[Payer] = []

    def of(self, enterprise: Enterprise, kind: str) -> Payer:
        if kind in ("trainee", "person"):  # somebody else each time
            return Payer(person(self.rng, self.world.family), bank_account(self.rng, private=True), kind)
        if kind not in enterprise.payers:
            enterprise.payers[kind] = self._new(enterprise, kind)
        return enterprise.payers[kind]

    def _new(self, enterprise: Enterprise, kind: str) -> Payer:
        rng, family = self.rng, self.world.family
        if kind in ("legal", "accountant"):
            name = enterprise.legal if kind == "legal" else enterprise.contact
            return Payer(name, bank_account(rng, private=True), kind)
        if kind == "parent":
            return self._parent(enterprise)
        if kind == "third":
            return self._third()
        if kind == "old":
            return Payer(
                enterprise.old_name or enterprise.name, enterprise.account, "old" if enterprise.old_name else "own"
            )
        names = {
            "own": enterprise.name,
            "second": enterprise.name,
            "branch": enterprise.name + rng.choice(family.branches),
            "project": enterprise.name + rng.choice(family.projects),
            "wage": enterprise.name + rng.choice(family.wage_tails),
        }
        if kind == "subsidiary":
            name = self.world.company_name(enterprise.region, enterprise.brand, rng.choice(family.subsidiaries))[0]
        else:
            name = names[kind]
        return Payer(name, enterprise.account if kind == "own" else bank_account(rng), kind)

    def _parent(self, enterprise: Enterprise) -> Payer:
        rng, family = self.rng, self.world.family
        if enterprise.group < 0:
            name = enterprise.region + enterprise.brand + rng.choice(family.parents)
            self.world.names.add(name)
            return Payer(name, bank_account(rng), "parent")
        if enterprise.group not in self.parents:
            members = self.world.groups[enterprise.group]
            head = members[0]
            if rng.random() < 0.4:  # one of the members pays for the others
                self.parents[enterprise.group] = Payer(head.name, head.account, "parent")
            else:
                name = head.region + head.brand + rng.choice(family.parents)
                self.world.names.add(name)
                self.parents[enterprise.group] = Payer(name, bank_account(rng), "parent")
        return self.parents[enterprise.group]

    def _third(self) -> Payer:
        """A main contractor or an agency: some of them pay for many firms, some are registered enterprises themselves."""
        rng = self.rng
        if self.thirds and rng.random() < 0.5:
            return rng.choice(self.thirds)
        if rng.random() < 0.25:
            other = rng.choice(self.world.enterprises)
            made = Payer(other.name, other.account, "third")
        else:
            made = Payer(self.world.company_name()[0], bank_account(rng), "third")
        self.thirds.append(made)
        return made


def printed(name: str, rng: Random, family: Family, noise: Noise) -> str:
    """The name as it stands in the statement."""
    if len(name) > 4 and rng.random() < noise.name_damage:
        name = _damaged(name, rng, family)
    return name[:NAME_LIMIT]


def _damaged(name: str, rng: Random, family: Family) -> str:
    choices = ["cut", "no tail", "spaces", "brackets", "variant", "variant", "brackets"]
    for way in rng.sample(choices, len(choices)):
        made = _damage(name, way, rng, family)
        if made != name:
            return made
    return name


def _damage(name: str, way: str, rng: Random, family: Family) -> str:
    if way == "cut":
        return name[: rng.randint(20, 30)]
    if way == "no tail":
        for tail in ("集团有限公司", "有限责任公司", "股份有限公司", "有限公司"):
            if name.endswith(tail):
                return name[: -len(tail)]
        return name
    if way == "brackets":
        return (
            name.replace("（", "(").replace("）", ")") if "（" in name else name.replace("(", "（").replace(")", "）")
        )
    if way == "spaces":
        at = rng.randrange(2, len(name) - 1)
        return name[:at] + rng.choice((" ", "  ", "\u3000")) + name[at:]
    places = [i for i, char in enumerate(name) if char in family.variants and i > 1]  # never the town's own name
    if not places:
        return name
    at = rng.choice(places)
    return name[:at] + family.variants[name[at]] + name[at + 1 :]
