"""The style sheet of one theme: finishes what the palette alone leaves half done. No rule may match an item view.

A background or border rule on a table stops Qt from scrolling by moving pixels (five times slower), and a rule for every QWidget
slows all painting down: tables take their colours from the palette and paint themselves. Buttons say what they are for by the
dynamic property `role` (primary, danger, quiet, link), labels too (sub, heading, title, error).
"""

from __future__ import annotations

from school_desk.desk.colours import Tokens, Tone

# A control is 32 px high: 22 px of text, 4 + 4 px of padding, two hairlines. In focus the line is 2 px and the padding gives way.
_FIELDS = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox"


def style_sheet(t: Tokens) -> str:
    """The whole sheet for the colours `t`."""
    return "\n".join(
        (_labels(t), _buttons(t), _fields(t), _arrows(t), _checks(t), _scroll_bars(t), _surfaces(t), _calendar(t))
    )


def _each(selectors: str, state: str) -> str:
    return ", ".join(f"{one}{state}" for one in selectors.split(", "))


def _labels(t: Tokens) -> str:
    return f"""
QLabel[role="sub"] {{ color: {t.sub}; }}
QLabel[role="caption"] {{ color: {t.sub}; font-size: 12px; }}
QLabel[role="heading"] {{ font-size: 16px; font-weight: bold; }}
QLabel[role="title"] {{ font-size: 20px; font-weight: bold; }}
QLabel[role="error"] {{ color: {t.tones[Tone.BAD].ink}; font-size: 12px; }}
QLabel[role="error"][tone="warn"] {{ color: {t.tones[Tone.WARN].ink}; }}
QLabel[role="error"][tone="quiet"] {{ color: {t.sub}; }}
QLabel[role="strong"] {{ font-weight: bold; }}
QLabel:disabled {{ color: {t.faint}; }}"""


def _buttons(t: Tokens) -> str:
    bad = t.tones[Tone.BAD]
    return f"""
QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.edge}; border-radius: 6px; padding: 4px 14px; min-height: 22px; }}
QPushButton:hover {{ background: {t.hover}; border-color: {t.faint}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.select}; }}
QPushButton:focus {{ border: 2px solid {t.primary}; padding: 3px 13px; }}
QPushButton:disabled {{ background: {t.sunken}; color: {t.faint}; border-color: {t.line}; }}
QPushButton::menu-indicator {{ image: {_image(t, "chevron-down")}; width: 16px; height: 16px; subcontrol-position: right center; right: 8px; }}
QPushButton[role="primary"] {{ background: {t.action}; color: {t.on_action}; border-color: {t.action}; }}
QPushButton[role="primary"]:hover {{ background: {t.action_hover}; border-color: {t.action_hover}; }}
QPushButton[role="primary"]:pressed {{ background: {t.action_press}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[role="primary"]:disabled {{ background: {t.line}; color: {t.faint}; border-color: {t.line}; }}
QPushButton[role="danger"] {{ color: {bad.ink}; border-color: {bad.edge}; }}
QPushButton[role="danger"]:hover {{ background: {bad.fill}; }}
QPushButton[role="danger"]:focus {{ border-color: {bad.ink}; }}
QPushButton[role="danger"]:disabled {{ color: {t.faint}; border-color: {t.line}; }}
QPushButton[role="quiet"], QPushButton[role="link"] {{ background: transparent; border-color: transparent; padding: 4px 8px; }}
QPushButton[role="link"] {{ color: {t.primary}; }}
QPushButton[role="quiet"]:hover, QPushButton[role="link"]:hover {{ background: {t.select}; }}
QPushButton[role="quiet"]:focus, QPushButton[role="link"]:focus {{ border: 2px solid {t.primary}; padding: 3px 7px; }}
QPushButton[role="quiet"]:disabled, QPushButton[role="link"]:disabled {{ color: {t.faint}; background: transparent; }}
QPushButton[compact="true"] {{ padding: 1px 6px; }}
QPushButton[compact="true"]:focus {{ padding: 0px 5px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
QToolButton:hover {{ background: {t.select}; }}
QToolButton:pressed, QToolButton:checked {{ background: {t.select}; border-color: {t.tones[Tone.INFO].edge}; }}
QToolButton:focus {{ border: 2px solid {t.primary}; padding: 3px; }}
QToolButton:disabled {{ color: {t.faint}; }}
QToolButton::menu-indicator {{ image: none; }}"""


def _fields(t: Tokens) -> str:
    bad, warn = t.tones[Tone.BAD], t.tones[Tone.WARN]
    return f"""
{_FIELDS} {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.edge}; border-radius: 6px; padding: 4px 9px; min-height: 22px;
    selection-background-color: {t.action}; selection-color: {t.on_action}; }}
{_each(_FIELDS, ":hover")} {{ border-color: {t.faint}; }}
{_each(_FIELDS, ":focus")} {{ border: 2px solid {t.primary}; padding: 3px 8px; }}
{_each(_FIELDS, '[tone="bad"]')} {{ border: 1px solid {bad.ink}; padding: 4px 9px; }}
{_each(_FIELDS, '[tone="bad"]:focus')} {{ border: 2px solid {bad.ink}; padding: 3px 8px; }}
{_each(_FIELDS, '[tone="warn"]')} {{ border: 1px solid {warn.ink}; padding: 4px 9px; }}
{_each(_FIELDS, '[tone="warn"]:focus')} {{ border: 2px solid {warn.ink}; padding: 3px 8px; }}
{_each(_FIELDS, ":disabled")} {{ background: {t.sunken}; color: {t.faint}; border-color: {t.line}; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {t.sunken}; border-color: {t.line}; }}
QLineEdit[bare="true"] {{ background: transparent; border: none; padding: 0px; min-height: 28px; max-height: 28px; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ max-height: 22px; }}
QPlainTextEdit, QTextEdit {{ padding: 2px 5px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 1px 4px; }}"""


def _arrows(t: Tokens) -> str:
    return f"""
QComboBox {{ combobox-popup: 0; padding-right: 4px; }}
QComboBox::drop-down, QDateTimeEdit[calendarPopup="true"]::drop-down {{
    subcontrol-origin: border; subcontrol-position: right center; width: 30px; border: none;
    background: transparent; }}
QComboBox::down-arrow {{ image: {_image(t, "chevron-down")}; width: 16px; height: 16px; }}
QComboBox::down-arrow:disabled {{ image: {_image(t, "chevron-down-faint")}; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ border: none; padding: 0px; background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 26px; border: none; background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 2px 2px 0px 0px; border-top-right-radius: 4px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0px 2px 2px 0px; border-bottom-right-radius: 4px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {t.select}; }}
QAbstractSpinBox::up-arrow {{ image: {_image(t, "chevron-up")}; width: 12px; height: 12px; }}
QAbstractSpinBox::down-arrow {{ image: {_image(t, "chevron-down")}; width: 12px; height: 12px; }}
QDateTimeEdit[calendarPopup="true"]::down-arrow {{ image: {_image(t, "calendar")}; width: 16px; height: 16px; }}"""


def _checks(t: Tokens) -> str:
    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; min-height: 24px; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.faint}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 16px; height: 16px; border: 1px solid {t.faint}; background: {t.surface}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.primary}; }}
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate, QRadioButton::indicator:checked {{
    background: {t.action}; border-color: {t.action}; }}
QCheckBox::indicator:checked {{ image: {_image(t, "check")}; }}
QCheckBox::indicator:indeterminate {{ image: {_image(t, "dash")}; }}
QRadioButton::indicator:checked {{ image: {_image(t, "dot")}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.primary}; width: 14px; height: 14px; }}
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus {{ border: 2px solid {t.text}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {t.sunken}; border-color: {t.line}; }}
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled {{ background: {t.faint}; border-color: {t.faint}; }}"""


def _scroll_bars(t: Tokens) -> str:
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0px; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {t.edge}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.faint}; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}"""


def _surfaces(t: Tokens) -> str:
    return f"""
QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[role="card"][lit="true"] {{ border-color: {t.primary}; }}
QFrame[role="rule"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="vertical-rule"] {{ background: {t.line}; border: none; max-width: 1px; min-width: 1px; }}
QScrollArea {{ background: transparent; border: none; }}
QDialog {{ background: {t.raised}; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.edge}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; min-height: 20px; }}
QMenu::item:selected {{ background: {t.select}; }}
QMenu::item:disabled {{ color: {t.faint}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.edge}; padding: 5px 8px; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent; }}
QProgressBar::chunk {{ background: {t.action}; border-radius: 3px; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {t.select}; }}"""


def _calendar(t: Tokens) -> str:
    return f"""
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.raised}; border: none; }}
QCalendarWidget QToolButton {{ color: {t.text}; padding: 4px 8px; min-height: 20px; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: {_image(t, "chevron-left")}; }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: {_image(t, "chevron-right")}; }}
QCalendarWidget QSpinBox {{ min-height: 20px; padding: 2px 4px; }}"""


def _image(t: Tokens, name: str) -> str:
    return f'url("deskicons:controls/{name}-{t.name}.svg")'
