"""The first steps of a new school as a card: how far it is, and what comes next for the person who looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.steps import State, Step, Stepper
from school_desk.desk.widgets.texts import heading, sub
from school_desk.overview.first_steps import FirstStep
from school_desk.terms.labels import ROLES


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next. `button` is "" when it is a colleague's step: the words then say whose."""

    screen: str
    title: str
    words: str
    button: str


def next_step(steps: Sequence[FirstStep], may: Callable[[frozenset[str]], bool]) -> NextStep:
    """The first step to come that the person may take, or else the first of all."""
    to_come = [step for step in steps if not step.done]
    chosen = next((step for step in to_come if may(step.allowed)), to_come[0])
    if may(chosen.allowed):
        return NextStep(chosen.screen, f"下一步：{chosen.title}", chosen.sentence, chosen.title)
    who = "、".join(name for role, name in ROLES.items() if role in chosen.allowed)
    words = f"{chosen.sentence}这一步由{who}办理；轮到您的事会自动排到这里。"
    return NextStep(chosen.screen, f"下一步：{chosen.title}", words, "")


class StepsCard(QFrame):
    """The steps in a row, each opens its page; beneath them the next one in words, where the page has no room for it elsewhere."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.stepper = Stepper(name="先做这几步", clickable=True)
        self.stepper.chosen.connect(self.chosen)
        self._words, self.button = sub("", wrap=True), action_button("", primary=True, on=self._choose_next)
        self._next_screen = ""
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
        column.setSpacing(GAP_L)
        for each in (heading("先做这几步"), self.stepper, self._foot):
            column.addWidget(each)

    def show_steps(self, steps: Sequence[FirstStep], following: NextStep, *, with_words: bool) -> None:
        """Marks how far the steps are."""
        self._next_screen = following.screen
        self.stepper.set_steps([_step(step, following) for step in steps])
        self._words.setText(f"{following.title}。{following.words}")
        self.button.setText(following.button)
        self.button.setAccessibleName(following.button)
        self.button.setVisible(bool(following.button))
        self._foot.setVisible(with_words)

    def _choose_next(self) -> None:
        self.chosen.emit(self._next_screen)


def _step(step: FirstStep, following: NextStep) -> Step:
    state: State = "done" if step.done else "current" if step.screen == following.screen else "todo"
    return Step(step.screen, step.title, state)
