"""Draw what happened with the standard library alone: a browser has no Matplotlib here."""

from collections.abc import Mapping, Sequence
from html import escape

from community_sim.course.browser.decade import Decade
from community_sim.vocabulary import Post, label

__all__ = ["posts_picture", "pairs_picture"]

# Colour-blind safe (Okabe and Ito), the lighter ones first, because numbers stand on them.
_COLOURS = (
    "#56b4e9", "#e69f00", "#f0e442", "#7fd0b3", "#e8a5c8", "#b3b3b3", "#c9ddf3", "#f5c58a",
)  # fmt: skip
_FONT = "font-family='Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif'"
_CELL, _ROW, _LEFT, _TOP = 52, 34, 190, 56

_WORDS: Mapping[str, tuple[str, str]] = {
    "posts": (
        "Who sat where: a row is a post, a number a person",
        "谁在哪个岗位：一行一个岗位，一个数字一个人",
    ),
    "year": ("Year", "年"),
    "vacant": ("vacant", "空缺"),
    "pairs": ("People who left in ten years, seed by seed", "十年离开人数：逐个种子比较"),
    "seed": ("Seed", "种子"),
    "mean": ("Mean", "平均"),
}


def _word(key: str, lang: str) -> str:
    return _WORDS[key][lang == "zh"]


def posts_picture(decade: Decade, lang: str = "en") -> str:
    """Return a picture of who held each post at the close of every year, as SVG.

    A number names a person in the order in which they are first seen; hatched posts are vacant.
    """
    years = len(decade.holders)
    names: dict[int, int] = {}
    rows = []
    for number, (post, level) in enumerate(decade.posts):
        y = _TOP + number * _ROW
        rows.append(_text(_LEFT - 10, y + 21, label(Post(level), lang), anchor="end"))
        rows += _row(decade, post, y, names)
    heads = [
        _text(_LEFT + (year + 0.5) * _CELL, _TOP - 8, str(year), anchor="middle")
        for year in range(years)
    ]
    foot = _TOP + len(decade.posts) * _ROW
    legend = (
        f"<rect x='{_LEFT}' y='{foot + 10}' width='20' height='14' fill='url(#vacant)' "
        "stroke='#666'/>" + _text(_LEFT + 28, foot + 22, _word("vacant", lang))
    )
    title = _text(10, 22, _word("posts", lang), size=17)
    year = _text(_LEFT - 10, _TOP - 8, _word("year", lang), anchor="end")
    inside = "".join([_HATCH, title, year, *heads, *rows, legend])
    return _svg(_LEFT + years * _CELL + 10, foot + 34, inside, _word("posts", lang))


def _row(decade: Decade, post: int, y: int, names: dict[int, int]) -> list[str]:
    """Return the bars of one post: a bar lasts as long as its person stays in it."""
    row, begin, years = [], 0, [year.get(post) for year in decade.holders]
    for end in range(1, len(years) + 1):
        if end < len(years) and years[end] == years[begin]:
            continue
        x, width, person = _LEFT + begin * _CELL, (end - begin) * _CELL, years[begin]
        if person is None:
            fill, text = "url(#vacant)", ""
        else:
            name = names.setdefault(person, len(names) + 1)
            fill, text = _COLOURS[name % len(_COLOURS)], str(name)
        row.append(
            f"<rect x='{x}' y='{y}' width='{width - 2}' height='{_ROW - 4}' rx='3' fill='{fill}' "
            f"stroke='#555'/>" + _text(x + width / 2, y + 20, text, anchor="middle")
        )
        begin = end
    return row


def pairs_picture(
    before: Sequence[float], after: Sequence[float], names: tuple[str, str], lang: str = "en"
) -> str:
    """Return a picture of two policies under the same luck, one line a seed, as SVG.

    Parameters
    ----------
    before, after : sequence of float
        A number for each seed under the first policy and under the second.
    names : tuple of str
        What the policies are called.
    lang : {'en', 'zh'}
        Language of the words.
    """
    most = max(1.0, *before, *after)
    scale = 480 / most
    lines = [_text(10, 22, _word("pairs", lang), size=17), *_key(names)]
    mean = (sum(before) / len(before), sum(after) / len(after))
    rows = [
        *((f"{_word('seed', lang)} {n}", *pair)
          for n, pair in enumerate(zip(before, after, strict=True), start=1)),
        (_word("mean", lang), *mean),
    ]  # fmt: skip
    for number, (name, one, two) in enumerate(rows):
        y = 84 + number * 28
        lines.append(_text(90, y + 5, name, anchor="end"))
        lines.append(_pair(y, 110 + one * scale, 110 + two * scale))
        lines.append(_text(110 + 480 + 24, y + 5, f"{one:g} → {two:g}"))
    return _svg(740, 84 + len(rows) * 28, "".join(lines), _word("pairs", lang))


def _pair(y: float, one: float, two: float) -> str:
    return (
        f"<line x1='110' y1='{y}' x2='590' y2='{y}' stroke='#ddd'/>"
        f"<line x1='{one:.1f}' y1='{y}' x2='{two:.1f}' y2='{y}' stroke='#333' stroke-width='2'/>"
        f"<circle cx='{one:.1f}' cy='{y}' r='6' fill='#fff' stroke='#333' stroke-width='2'/>"
        f"<circle cx='{two:.1f}' cy='{y}' r='6' fill='#0072b2'/>"
    )


def _key(names: tuple[str, str]) -> list[str]:
    return [
        "<circle cx='120' cy='50' r='6' fill='#fff' stroke='#333' stroke-width='2'/>",
        _text(132, 55, names[0]),
        "<circle cx='380' cy='50' r='6' fill='#0072b2'/>",
        _text(392, 55, names[1]),
    ]


_HATCH = (
    "<defs><pattern id='vacant' width='8' height='8' patternUnits='userSpaceOnUse' "
    "patternTransform='rotate(45)'><rect width='8' height='8' fill='#fff'/>"
    "<line x1='0' y1='0' x2='0' y2='8' stroke='#888' stroke-width='3'/></pattern></defs>"
)


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 14) -> str:
    return (
        f"<text x='{x:g}' y='{y:g}' text-anchor='{anchor}' font-size='{size}' fill='#111'>"
        f"{escape(text)}</text>"
    )


def _svg(width: float, height: float, inside: str, title: str) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' role='img' "
        f"style='max-width:{width:g}px;width:100%;background:#fff' {_FONT}>"
        f"<title>{escape(title)}</title>{inside}</svg>"
    )
