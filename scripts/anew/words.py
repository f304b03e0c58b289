"""Lay words out for Markdown: lists, tables, and lines that are not too long."""

import textwrap
from collections.abc import Sequence

_LINE = 100


def counted(number: int) -> str:
    """Return a count as digits."""
    return f"{number:,}"


def joined(items: Sequence[str]) -> str:
    """Return items as a person lists them."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def wrapped(text: str, first: str = "", later: str = "") -> str:
    """Return a paragraph that stands on lines of its own."""
    return "\n" + _filled(text, first, later) + "\n"


def listed(items: Sequence[str]) -> str:
    """Return a list, an item on a line of its own."""
    return "\n\n" + "\n".join(_filled(each, "- ", "  ") for each in items) + "\n\n"


def table(head: Sequence[str], rule: str, rows: Sequence[Sequence[str]]) -> str:
    """Return a table with a rule such as `| --- | --: |` below its head."""
    lines = ["| " + " | ".join(head) + " |", rule]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n\n" + "\n".join(lines) + "\n\n"


def _filled(text: str, first: str, later: str) -> str:
    """Return lines; a number and its per cent stay together."""
    together = text.replace(" %", "\u00a0%")
    return textwrap.fill(
        together, _LINE, initial_indent=first, subsequent_indent=later, break_long_words=False,
        break_on_hyphens=False,
    ).replace("\u00a0%", " %")  # fmt: skip
