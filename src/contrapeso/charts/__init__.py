"""Records drawn as charts: each one a Vega-Lite spec with its title, units, source, alternative text and table."""

from contrapeso.charts.chart import NARROW, WIDE, Chart
from contrapeso.charts.draw import draw_png, draw_svg

__all__ = ["NARROW", "WIDE", "Chart", "draw_png", "draw_svg"]
