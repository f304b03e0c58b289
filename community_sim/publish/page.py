"""Turn an executed notebook into one HTML page that needs nothing from outside.

The page has no script; its code cells are folded away; its pictures are inside it.  Its content
security policy forbids the browser every request.
"""

from pathlib import Path
from typing import Any

from community_sim.publish.failure import is_failed

__all__ = ["write_page"]

_TEMPLATES = Path(__file__).parent / "templates"
_CODE = {"en": "Code", "zh": "代码"}
_FAILED = {"en": "Failed: ", "zh": "失败："}


def write_page(notebook: Path, page: Path, *, lang: str = "en") -> None:
    """Write the page of an executed notebook.

    Parameters
    ----------
    notebook : Path
        The executed notebook.
    page : Path
        Where the page goes.
    lang : {'en', 'zh'}
        Language of the page's own few words.
    """
    import nbformat
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(
        template_name="house",
        extra_template_basedirs=[str(_TEMPLATES)],
        embed_images=True,
    )
    content = nbformat.read(notebook, as_version=4)
    house = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "title": _title(content, notebook.stem, _FAILED["zh" if lang == "zh" else "en"]),
        "code": _CODE["zh" if lang == "zh" else "en"],
        "css": _css(),
    }
    body, _ = exporter.from_notebook_node(content, resources={"house": house})
    page.write_text(body, encoding="utf-8")


def _title(content: Any, otherwise: str, failed: str) -> str:
    """Return the notebook's first heading, after a word of warning if it failed."""
    title = otherwise
    for cell in content.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            title = str(cell.source.splitlines()[0][2:])
            break
    return f"{failed}{title}" if is_failed(content) else title


def _css() -> str:
    from pygments.formatters import HtmlFormatter

    house = (_TEMPLATES / "house" / "house.css").read_text(encoding="utf-8")
    code: str = HtmlFormatter(style="friendly").get_style_defs(".highlight")
    return f"{house}\n{code}"
