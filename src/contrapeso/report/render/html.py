"""A document as one self-contained web page: no script, styles and charts inlined, readable by everybody."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contrapeso.charts import NARROW, WIDE
from contrapeso.charts.chart import Chart
from contrapeso.charts.theme import FONT_FOLDER
from contrapeso.core.text import Language, Text
from contrapeso.locale import say, word
from contrapeso.report.document import Document, Gap, Inline, Line, Link, Mark, Measured, Ref, Run, said
from contrapeso.report.render.drawings import Drawings
from contrapeso.report.render.symbols import SYMBOLS

_WEIGHTS = {400: "Regular", 600: "SemiBold"}


def render_html(
    document: Document,
    language: Language,
    drawings: Drawings,
    *,
    others: Mapping[Language, str],
    downloads: Mapping[str, str],
    footer: Text,
) -> str:
    """The page in a language; ``others`` gives the address of each other language, ``downloads`` of each file."""
    template = _templates().get_template("page.html.j2")
    return template.render(
        document=document, language=language, others=others, downloads=downloads, footer=footer,
        css=_css(), **_tools(language, drawings),
    )  # fmt: skip


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("contrapeso.report.render", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def _tools(language: Language, drawings: Drawings) -> dict[str, Any]:
    """What the template may call: texts in the page's language, lines as markup, charts as SVG."""
    return {
        "kind": lambda block: type(block).__name__,
        "text": lambda text: text[language],
        "line": lambda one: _line(one, language),
        "bare": lambda one: "".join(said(part, language) for part in one),
        "say": lambda key, **values: say(key, **values)[language],
        "word": lambda group, code: word(group, code)[language],
        "symbol": SYMBOLS.__getitem__,
        "svg": lambda chart, width: _svg(chart, drawings[chart.chart_id, width], language, width),
        "wide": WIDE,
        "narrow": NARROW,
    }


def _line(one: Line, language: Language) -> Markup:
    return Markup("".join(_inline(part, language) for part in one))


def _inline(part: Inline, language: Language) -> str:
    words = escape(said(part, language))
    match part:
        case Gap() | Run(style="plain"):
            return words
        case Run(style="strong"):
            return f"<strong>{words}</strong>"
        case Run(style="code"):
            return f'<code translate="no">{words}</code>'
        case Run():
            return f"<small>{words}</small>"
        case Link(href=href):
            return f'<a href="{escape(href)}" rel="noopener noreferrer external">{words}</a>'
        case Ref(anchor=anchor):
            return f'<a href="#{escape(anchor)}">{words}</a>'
        case Measured(measurement=measurement, value=value):
            known = "" if value is None else f' value="{value:.12g}"'
            tag = "span" if value is None else "data"
            held = f'<{tag}{known} data-measurement="{escape(measurement)}">{words}</{tag}>'
            return f'<a class="measured" href="#{escape(part.anchor)}">{held}</a>' if part.is_led else held
        case Mark(verdict=verdict):
            symbol = SYMBOLS[verdict]
            name = verdict.lower().replace("_", "-")
            return f'<span class="mark {name}"><span aria-hidden="true">{symbol}</span>&nbsp;{words}</span>'
    raise TypeError(f"not an inline: {part!r}")


_CHATTER = re.compile(r' (?:aria-[a-z]+|role|class)="[^"]*"')
_ROOT = re.compile(r"<svg\b([^>]*)>")


def _svg(chart: Chart, drawing: str, language: Language, width: int) -> Markup:
    """The chart as an image for assistive technology: one title, one description, nothing else to read."""
    svg = _CHATTER.sub("", drawing)
    name = f"{chart.chart_id}-{width}"
    labels = f'<title id="{name}-t">{escape(chart.title[language])}</title><desc id="{name}-d">{escape(chart.alt[language])}</desc>'
    root = rf'<svg\1 role="img" aria-labelledby="{name}-t {name}-d">'
    return Markup(_ROOT.sub(lambda match: match.expand(root) + labels, svg, count=1))


@cache
def _css() -> Markup:
    """The style sheet with the typeface inside."""
    source, _, _ = _templates().loader.get_source(_templates(), "page.css")  # type: ignore[union-attr]
    return Markup("\n".join([*(_face(weight, name) for weight, name in _WEIGHTS.items()), source]))


def _face(weight: int, name: str) -> str:
    font = base64.b64encode((FONT_FOLDER / f"ContrapesoSans-{name}.woff2").read_bytes()).decode()
    return (
        f'@font-face{{font-family:"Contrapeso Sans";font-weight:{weight};font-display:swap;'
        f"src:url(data:font/woff2;base64,{font}) format('woff2')}}"
    )
