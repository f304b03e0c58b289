"""Write the lessons that run in the browser, one edition for each language."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from community_sim.publish.sources import notebook_folder

__all__ = ["LESSON", "lesson", "write_lessons"]

LESSON = "browser_one_community"
"""The lesson that runs in the browser; its file's name without the ending."""


def lesson(lang: str) -> dict[str, Any]:
    """Return the lesson in a language, ready to be opened: its text, and `lang` in its code."""
    notebook: dict[str, Any] = json.loads(_source().read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        about = cell.get("metadata", {})
        text = about.pop(f"text_{lang}", None) or "".join(cell["source"])
        about.pop("text_zh", None)
        if "parameters" in about.get("tags", ()):
            text = text.replace('lang = "en"', f'lang = "{lang}"')
        cell["source"] = text
    return notebook


def write_lessons(folder: Path, languages: Sequence[str]) -> None:
    """Write the editions of the lesson into folders of their own."""
    for lang in languages:
        edition = folder / lang
        edition.mkdir(parents=True)
        text = json.dumps(lesson(lang), ensure_ascii=False, indent=1, sort_keys=True)
        (edition / f"{LESSON}.ipynb").write_text(f"{text}\n", encoding="utf-8")


def _source() -> Path:
    return notebook_folder() / "course" / "browser" / f"{LESSON}.ipynb"
