"""Turn an executed notebook into a page that opens without a network."""

import re
from pathlib import Path

from community_sim.errors import NotebookFailed

__all__ = ["write_page"]

_STYLE = """
<style>
:root { color-scheme: light; }
body { background: #f6f5f2; margin: 0; color: #222;
  font: 17px/1.6 Georgia, "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
main { max-width: 1040px; margin: 0 auto; padding: 2.5rem 2rem 5rem; background: #fff; }
h1, h2, h3, table, .meta, figcaption, summary { font-family: "Helvetica Neue", Arial,
  "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #ddd; }
img { max-width: 100%; height: auto; display: block; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .85rem; }
.wide { overflow-x: auto; }
details { margin: 3rem 0 0; font-size: .85rem; }
pre { background: #f4f4f2; padding: .75rem; overflow-x: auto; font-size: .8rem;
  white-space: pre-wrap; }
code { font-size: .9em; }
li { margin: .25rem 0; }
@media (max-width: 700px) { main { padding: 1.5rem 1rem; } body { font-size: 16px; } }
</style>
"""

_EXTERNAL = re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?https?:""")


def write_page(notebook: Path, page: Path, *, lang: str = "en") -> None:
    """Write an executed notebook as one HTML file: text, tables and charts, code at the end.

    Raises
    ------
    NotebookFailed
        The page would ask the network for something.
    """
    import nbformat

    content = nbformat.read(str(notebook), as_version=4)
    body, code = [], []
    for cell in content.cells:
        if cell.cell_type == "markdown":
            body.append(_markdown(cell.source))
        elif cell.cell_type == "code":
            code.append(cell.source)
            body.extend(_shown(output) for output in cell.outputs)
    title = _title(body)
    html = _document(title, "\n".join(body), code, lang)
    if _EXTERNAL.search(html):
        raise NotebookFailed(f"{notebook.name}: its page would ask the network for something.")
    page.write_text(html, encoding="utf-8")


def _document(title: str, body: str, code: list[str], lang: str) -> str:
    import html

    words = ("How this page was made", "本页的生成代码")
    listing = "\n".join(f"<pre>{html.escape(source)}</pre>" for source in code if source.strip())
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n{_STYLE}</head>\n<body>\n<main>\n{body}\n"
        f"<details><summary>{words[lang == 'zh']}</summary>\n{listing}\n</details>\n"
        "</main>\n</body>\n</html>\n"
    )


def _markdown(source: str) -> str:
    from nbconvert.filters import markdown2html

    text: str = markdown2html(source)
    return re.sub(r'<a class="anchor-link".*?</a>', "", text)


def _shown(output: object) -> str:
    """Return an output as HTML: charts embedded, tables and text as they are."""
    data = getattr(output, "data", None)
    if data is None:
        return ""
    if "image/png" in data:
        return f'<img alt="chart" src="data:image/png;base64,{data["image/png"].strip()}">'
    if "text/html" in data:
        return f'<div class="wide">{data["text/html"]}</div>'
    if "text/markdown" in data:
        return _markdown(data["text/markdown"])
    return ""


def _title(body: list[str]) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", "\n".join(body), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else "community_sim"
