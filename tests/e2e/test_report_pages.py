"""The real report in a real browser: accessible, readable on a phone, without JavaScript, offline."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import contrapeso
from contrapeso.report.gather import report_country

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)")
PAGES = ("index.html", "en/index.html")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    with contrapeso.open(tmp_path_factory.mktemp("ledger")) as workspace:
        report_country(workspace, workspace.countries()[0], out=out, on=date(2026, 11, 23))
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*arguments, "--disable-component-update"])
        yield browser
        browser.close()


@pytest.fixture(
    params=[(page, size) for page in PAGES for size in ("phone", "desk")], ids=lambda at: f"{at[0]}-{at[1]}"
)
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    name, size = request.param
    context = browser.new_context(viewport=PHONE if size == "phone" else DESK)
    asked: list[str] = []
    opened = context.new_page()
    opened.on("request", lambda sent: asked.append(sent.url))
    opened.goto((report / name).as_uri())
    yield opened
    assert all(url.startswith(("file:", "data:")) for url in asked), asked
    context.close()


def test_no_accessibility_violation(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()


def test_no_sideways_scrolling(page: Page) -> None:
    inner, whole = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    assert whole <= inner


def test_every_link_to_a_place_on_the_page_arrives(page: Page) -> None:
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))"
        ".filter(h => h.length > 1 && !document.getElementById(decodeURIComponent(h.slice(1))))"
    )
    assert lost == []


def test_a_measured_figure_leads_to_its_entry_and_command(page: Page) -> None:
    figure = page.locator("#balance a.measured").first
    name = figure.locator("[data-measurement]").get_attribute("data-measurement")
    figure.click()
    entry = page.locator(":target")
    assert entry.is_visible()
    assert entry.locator("code").inner_text() == f"contrapeso explain {name}"


def test_two_columns_beside_each_other_on_a_desk_and_below_on_a_phone(page: Page) -> None:
    first, second = (page.locator(".sides").first.locator(".side").nth(at).bounding_box() for at in (0, 1))
    assert first and second
    is_desk = page.viewport_size == DESK
    assert (first["y"] == second["y"]) is is_desk and (second["y"] > first["y"]) is not is_desk


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")


@pytest.mark.parametrize("name", PAGES)
def test_readable_without_javascript(browser: Browser, report: Path, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((report / name).as_uri())
    assert "2026" in opened.inner_text("h1 + *") or "2026" in opened.inner_text("main")
    assert opened.locator("svg").count() >= 4
    assert "<script" not in opened.content()
    context.close()


def test_the_languages_link_to_each_other(browser: Browser, report: Path) -> None:
    opened = browser.new_page()
    opened.goto((report / "index.html").as_uri())
    assert opened.evaluate("document.documentElement.lang").startswith("es")
    opened.click("a[hreflang=en]")
    assert opened.evaluate("document.documentElement.lang").startswith("en")
    opened.click("a[hreflang^=es]")
    assert opened.url == (report / "index.html").as_uri()
    opened.close()
