"""Write what the reports wish for, and how far it is tried, as one page."""

from pathlib import Path

from community_sim.evidence import chosen_wishes, coverage_words, wish_words, wishes_table
from community_sim.publish.table_page import page_of_tables, scrolling, write_page

__all__ = ["wishes_page", "write_wishes"]

_LEAD = (
    "Every recommendation of the five reports, and every complaint that implies one, in words of "
    "this project. “Tried” says how far the shipped policies go; codes are those of policies.",
    "五份报告的每条建议，以及每个含有诉求的问题，均用本项目的话写出。“试行”指现有政策做到何种程度，"
    "代码为政策代码。",
)


def write_wishes(
    path: Path, report: int | None = None, coverage: str | None = None, lang: str = "en"
) -> None:
    """Write the page into a file: the whole page, or none.

    Raises
    ------
    BadValue
        The file cannot be written, or there is no such report or coverage.
    """
    write_page(path, wishes_page(report, coverage, lang))


def wishes_page(report: int | None = None, coverage: str | None = None, lang: str = "en") -> str:
    """Return the page of the wishes that are asked for, as HTML that needs no network."""
    counts = coverage_words(chosen_wishes(report, coverage), lang)
    return page_of_tables(
        wish_words("title", lang),
        f"{_LEAD[1]}{counts}" if lang == "zh" else f"{_LEAD[0]} {counts}",
        scrolling(
            wishes_table(report, coverage, lang).tab_options(table_width="100%"), is_narrow=True
        ),
        lang,
    )
