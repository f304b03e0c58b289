"""One page of wide tables that needs no network, for whoever reads rows rather than a site."""

import html
from pathlib import Path
from typing import TYPE_CHECKING

from community_sim.errors import BadValue
from community_sim.publish.folder import write_whole

if TYPE_CHECKING:
    from great_tables import GT

__all__ = ["page_of_tables", "scrolling", "write_page"]

_CSS = """
main { max-width: none; padding: 1.5rem 1.25rem 4rem; }
.scroll { overflow-x: auto; }
.whole { white-space: nowrap; }
.scroll .gt_table { min-width: 76rem; font-size: 12.5px; margin-left: 0; }
.narrow .gt_table { min-width: 56rem; }
.scroll .gt_table td { overflow-wrap: break-word; vertical-align: top !important; }
.scroll .gt_table td { padding: 3px 6px !important; line-height: 1.4; }
"""
_HOUSE = Path(__file__).parent / "templates" / "house" / "house.css"
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{css}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{lead}</p>
{tables}
</main>
</body>
</html>
"""


def page_of_tables(title: str, lead: str, tables: str, lang: str = "en") -> str:
    """Return a page as HTML, of a title and a first sentence in plain text and tables in HTML."""
    return _PAGE.format(
        lang="zh-CN" if lang == "zh" else "en",
        title=html.escape(title),
        lead=html.escape(lead),
        css=_HOUSE.read_text(encoding="utf-8") + _CSS,
        tables=tables,
    )


def scrolling(table: "GT", *, is_narrow: bool = False) -> str:
    """Return a table as HTML that scrolls sideways where the page is too narrow.

    Parameters
    ----------
    table : GT
        The table.
    is_narrow : bool
        Whether it can be read at the width of a laptop's window.
    """
    kind = "scroll narrow" if is_narrow else "scroll"
    return f'<div class="{kind}">\n{table.as_raw_html()}\n</div>'


def write_page(path: Path, text: str) -> None:
    """Write a page into a file: the whole page, or none.

    Raises
    ------
    BadValue
        The file cannot be written.
    """
    try:
        write_whole(path, text)
    except OSError as error:
        raise BadValue(f"Cannot write '{path}': {error.strerror}.") from error
