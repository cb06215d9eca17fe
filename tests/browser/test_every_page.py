"""Every page of the website as people meet it: read by axe, reached by keyboard, on a telephone, with text twice the size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.routing import Route

from tests.browser.chromium import DESK, PHONE, Chromium, Window
from tests.browser.every_page import NOT_PAGES, PAGES, Who, scene_of
from tests.browser.full_house import Opened

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
# What a finger or the Tab key should reach; of radio buttons of one name, the arrow keys reach the others. Not the button that only says
# what Enter does: nobody sees or hears it.
_REACHABLE = """() => {
  const seen = new Set(), all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  return all.filter((one) => {
    const forEnter = one.matches('button.unseen[aria-hidden="true"][tabindex="-1"]');
    const shown = one.checkVisibility() && one.type !== "hidden" && !one.disabled && !forEnter;
    const again = one.type === "radio" && seen.has(one.name);
    if (shown && one.type === "radio") seen.add(one.name);
    return shown && !again;
  }).map((one, place) => { one.dataset.place = place; return one.outerHTML.slice(0, 120); });
}"""
_FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const place = one.type === "radio" ? document.querySelector(`[name="${one.name}"][data-place]`).dataset.place : one.dataset.place;
  return [place ?? "", style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""
_TWICE = """() => {
  const all = [...document.body.querySelectorAll("*")], sizes = all.map((one) => parseFloat(getComputedStyle(one).fontSize));
  all.forEach((one, place) => { one.style.fontSize = `${2 * sizes[place]}px`; });
}"""
# Text that its own box cuts off.
_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one), hides = (way) => way === "hidden" || way === "clip";
  const hidden = one.matches(".unseen, .unseen *, .skip") || !one.innerText || one.matches("option, optgroup");
  const wide = hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
  const high = hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
  return !hidden && (wide || high);
}).map((one) => one.outerHTML.slice(0, 120))"""


def test_no_page_is_forgotten(opened: Opened) -> None:
    routes = {
        route.path for route in opened.site.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())
    }
    assert {page.route for pages in PAGES.values() for page in pages} == routes - NOT_PAGES
    assert routes >= NOT_PAGES


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("who", Who)
def test_axe_finds_nothing_and_nothing_runs_out_of_the_page(
    chromium: Chromium, opened: Opened, tmp_path: Path, who: Who, size: tuple[int, int]
) -> None:
    _on_every_page(lambda window: [*violations(window), *too_wide(window)], who, size, chromium, opened, tmp_path)


@pytest.mark.parametrize("who", Who)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    chromium: Chromium, opened: Opened, tmp_path: Path, who: Who
) -> None:
    _on_every_page(not_reached, who, DESK, chromium, opened, tmp_path)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("who", Who)
def test_text_may_be_twice_the_size(
    chromium: Chromium, opened: Opened, tmp_path: Path, who: Who, size: tuple[int, int]
) -> None:
    _on_every_page(what_large_text_spoils, who, size, chromium, opened, tmp_path)


def _on_every_page(
    look: Callable[[Window], list[str]],
    who: Who,
    size: tuple[int, int],
    chromium: Chromium,
    opened: Opened,
    scratch: Path,
) -> None:
    found: list[str] = []
    with scene_of(who, size, chromium, opened, scratch) as scene:
        for page in PAGES[who]:
            page.show(scene)
            found += [f"{page.name}: {told}" for told in look(scene.window)]
    assert not found, "\n".join(found)


def violations(window: Window) -> list[str]:
    """What axe objects to, of whatever impact, with the elements."""
    response: dict[str, Any] = Axe().run(window.page).response
    assert response["url"] == window.page.url
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['any'][0]['message'][:160] if node['any'] else ''}"
        for one in response["violations"]
        for node in one["nodes"]
    ]


def too_wide(window: Window) -> list[str]:
    """Whether the page can be scrolled sideways."""
    return ["too wide"] * window.is_too_wide()


def not_reached(window: Window) -> list[str]:
    """What the Tab key does not come to, and what does not show that it has."""
    wanted: list[str] = window.page.evaluate(_REACHABLE)
    reached: dict[str, bool] = {}
    for _ in range(2 * len(wanted) + 4):
        if len(reached) == len(wanted):
            break
        window.page.keyboard.press("Tab")
        place, shown = window.page.evaluate(_FOCUSED)
        if place:
            # A field for dates has several stops; its own button rings itself.
            reached[place] = shown or reached.get(place, False)
    told = [f"not reached: {html}" for place, html in enumerate(wanted) if str(place) not in reached]
    return told + [f"focus not seen: {wanted[int(place)]}" for place, shown in reached.items() if not shown]


def what_large_text_spoils(window: Window) -> list[str]:
    """What runs out of the page or is cut off when all text is twice as large."""
    window.page.evaluate(_TWICE)
    return too_wide(window) + [f"cut off: {html}" for html in window.page.evaluate(_CUT_OFF)]


def test_these_looks_see_what_is_wrong(chromium: Chromium, opened: Opened) -> None:
    with chromium.window(opened.address) as window:
        window.open("/login")
        window.page.evaluate(
            """() => {
              const wide = document.createElement("p");
              wide.append("x".repeat(60));
              Object.assign(wide.style, {width: "700px", overflow: "hidden", whiteSpace: "nowrap", font: "20px monospace"});
              document.querySelector("main").append(wide, document.createElement("img"));
              document.querySelector(".sign-in button").tabIndex = -1;
              document.querySelector("[name=password]").style.outline = "none";
            }"""
        )
        assert any(told.startswith("image-alt (critical)") for told in violations(window))
        told = not_reached(window)
        assert [one.split(":")[0] for one in told] == ["not reached", "focus not seen"], told
        assert too_wide(window) == []
        assert any(one.startswith("cut off: <p") for one in what_large_text_spoils(window))
        window.page.evaluate("() => { document.querySelector('main p').style.width = '3000px'; }")
        assert too_wide(window) == ["too wide"]
