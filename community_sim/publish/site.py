"""Write a site's own pages: the first page of a run, and the list of all runs.

Plain HTML in the house style, without scripts; every text from a file or a notebook is escaped.
`latest.html` leads to the newest good run; each page is replaced whole, by a rename.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from community_sim.publish.checking import SEAL
from community_sim.publish.folder import MANIFEST, write_whole
from community_sim.publish.runs_of_site import RUNS, PublishedRun, published_runs
from community_sim.publish.since import NUMBERS
from community_sim.publish.site_words import (
    RULE,
    headline,
    kind_label,
    shown_time,
    word,
)

__all__ = ["INDEX", "LATEST", "write_run_page", "write_site"]

INDEX = "index.html"
LATEST = "latest.html"
_CSS = Path(__file__).parent / "templates" / "house" / "house.css"
_MOST_CHANGES = 12
_MOST_NUMBERS = 40
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_site(site: Path) -> None:
    """Write the list of a site's runs, and the page that leads to the newest good one."""
    runs = published_runs(site)
    good = next((run for run in runs if run.state == "good"), None)
    named = next((run for run in runs if run.record), None)
    about = named.record["schedule"] if named else {"title": site.name, "lang": "en"}
    lang = about["lang"]
    if good is not None:
        write_whole(site / LATEST, _redirect(f"{RUNS}/{good.name}/{INDEX}", about["title"], lang))
        first = _p(_link(f"{RUNS}/{good.name}/{INDEX}", word("latest", lang)))
    else:
        first = _p(_text(word("none_good", lang)))
    header = [word(name, lang) for name in ("run", "state", "what_changed", "pages")]
    rows = [_row_of_run(run, lang) for run in runs]
    body = [_h(1, about["title"]), first, _h(2, word("runs", lang)), _table(header, rows)]
    write_whole(site / INDEX, _page(about["title"], lang, body))


def write_run_page(path: Path, record: Mapping[str, Any], lang: str) -> None:
    """Write the first page of a run from its record."""
    title, since = record["schedule"]["title"], record["since"]
    body = [
        _p(_link(f"../../{INDEX}", word("all_runs", lang))),
        _h(1, title),
        _p(f"{_text(shown_time(record['time'], lang))} · {_badge(record['state'], lang)}"),
        *_failures(record, lang),
        _h(2, word("pages", lang)),
        _list(_page_line(name, page, lang) for name, page in record["pages"].items()),
        *_sweeps(record["sweeps"], lang),
        _h(2, word("since", lang)),
        *_since(since, lang),
        _h(2, word("record", lang)),
        _list(_record_lines(since, lang)),
    ]
    path.write_text(_page(title, lang, body), encoding="utf-8")


def _row_of_run(run: PublishedRun, lang: str) -> list[str]:
    if not run.record:
        return [_text(run.name), _badge("damaged", lang), _text(word("damaged_run", lang)), ""]
    folder = f"{RUNS}/{run.name}"
    name = _link(f"{folder}/{INDEX}", shown_time(run.record["time"], lang))
    pages = run.record["pages"]
    problems = [_text(problem["text"]) for problem in run.record["problems"]]
    said = "<br>".join([_text(headline(run.record["since"], lang)), *problems])
    links = "<br>".join(_link(f"{folder}/{page['page']}", name) for name, page in pages.items())
    return [name, _badge(run.state, lang), said, links]


def _failures(record: Mapping[str, Any], lang: str) -> Iterable[str]:
    for problem in record["problems"]:
        page = problem["page"] and f" {_link(problem['page'], word('page', lang))}"
        yield f'<div class="failed">{_text(problem["text"])}{page}</div>'


def _page_line(name: str, page: Mapping[str, Any], lang: str) -> str:
    badge = "" if page["state"] == "good" else f" {_badge('failed', lang)}"
    notebook = _link(page["notebook"], word("notebook", lang))
    folder = page["page"].rpartition("/")[0]
    manifest = _link(f"{folder}/{MANIFEST}", MANIFEST)
    return f"{_link(page['page'], name)}{badge} · {notebook} · {manifest}"


def _sweeps(sweeps: Mapping[str, Mapping[str, int]], lang: str) -> list[str]:
    if not sweeps:
        return []
    header = [word(name, lang) for name in ("sweep", "sweep_runs", "failed_runs", "tables")]
    rows = []
    for name, counts in sweeps.items():
        files = [
            _link(f"sweeps/{name}/{file}", file) for file in ("outcomes.parquet", "design.yaml")
        ]
        rows.append([_text(name), f"{counts['done']:,}", f"{counts['failed']:,}", " ".join(files)])
    return [_h(2, word("sweeps", lang)), _table(header, rows)]


def _since(since: Mapping[str, Any], lang: str) -> list[str]:
    said = [_p(_text(headline(since, lang)))]
    if since["run"] is None:
        return said
    before = _link(f"../{since['run']}/{INDEX}", since["run"])
    said.append(_p(f"{_text(word('compared_with', lang))} {before}"))
    if since["changes"]:
        said += [_h(3, word("inputs", lang)), _changes(since["changes"], lang)]
    elif since["files_that_differ"]:
        files = ", ".join(since["files_that_differ"])
        said.append(_p(_text(f"{word('files_differ', lang)}: {files}")))
    if since["marked"]:
        said += [_h(3, word("numbers", lang)), _p(_text(RULE[lang == "zh"]))]
        said.append(_numbers(since["marked"], lang))
    return said


def _changes(changes: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Return a table of changed inputs; of a long list of one kind only the beginning."""
    header = [word(name, lang) for name in ("kind", "what", "before", "after")]
    rows: list[list[str]] = []
    for kind in dict.fromkeys(change["kind"] for change in changes):
        own = [change for change in changes if change["kind"] == kind]
        label = _text(kind_label(kind, lang))
        rows += [
            [label, _text(change["what"]), *_values(change, lang)] for change in own[:_MOST_CHANGES]
        ]
        if len(own) > _MOST_CHANGES:
            more = len(own) - _MOST_CHANGES
            rest = (
                f"另有{more}项，见{MANIFEST}" if lang == "zh" else f"and {more} more, in {MANIFEST}"
            )
            rows.append([label, _text(rest), "", ""])
    return _table(header, rows)


def _values(change: Mapping[str, Any], lang: str) -> tuple[str, str]:
    if change["before"] is None and change["after"] is None:
        return "", _text(word(change["how"], lang))
    new, gone = change["how"] == "new", change["how"] == "gone"
    return (
        "" if new else _text(_value(change["before"])),
        _text(word("gone", lang)) if gone else _text(_value(change["after"])),
    )


def _value(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _numbers(marked: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Return a table of numbers beyond noise, the clearest of each page first."""
    names = ("page", "policy", "outcome", "years", "before", "after", "difference")
    clearest = sorted(marked, key=_unclearness)[:_MOST_NUMBERS]
    table = _table(
        [word(name, lang) for name in names], [_number_row(row, lang) for row in clearest]
    )
    if len(marked) > _MOST_NUMBERS:
        more = len(marked) - _MOST_NUMBERS
        table += _p(
            f"另有{more}个，见{NUMBERS}。" if lang == "zh" else f"{more} more in {NUMBERS}."
        )
    return table


def _unclearness(row: Mapping[str, Any]) -> float:
    """Return the width of the interval relative to the difference."""
    return float((row["high"] - row["low"]) / abs(row["difference"]))


def _number_row(row: Mapping[str, Any], lang: str) -> list[str]:
    from community_sim.outcomes import OUTCOMES

    outcome = OUTCOMES.get(row["outcome"])
    policy = " · ".join(part for part in (row["policy"], row["place"]) if part)
    if outcome is None:
        label, shown = row["outcome"], [f"{row[name]:.6g}" for name in ("before", "after")]
        change, ends = f"{row['difference']:+.6g}", [f"{row[end]:+.6g}" for end in ("low", "high")]
    else:
        label = f"{outcome.label(lang)} [{outcome.shown_unit(lang)}]"
        shown = [outcome.show(row[name]) for name in ("before", "after")]
        change = outcome.show(row["difference"], signed=True)
        ends = [outcome.show(row[end], signed=True) for end in ("low", "high")]
    gap = f"{change} ({ends[0]} … {ends[1]})"
    words = [_text(cell) for cell in (row["page"], policy, label)]
    return [*words, *(_whole(cell) for cell in (str(row["horizon"]), *shown, gap))]


def _record_lines(since: Mapping[str, Any], lang: str) -> Iterable[str]:
    yield f"{_link(MANIFEST, MANIFEST)}: {_text(word('manifest', lang))}"
    yield f"{_link(SEAL, SEAL)}: {_text(word('seal', lang))}"
    if since["run"] is not None and since["numbers"]["numbers"]:
        yield f"{_link(NUMBERS, NUMBERS)}: {_text(word('all_numbers', lang))}"


def _redirect(target: str, title: str, lang: str) -> str:
    """Return a page that leads on; it needs neither a script nor a server."""
    body = [_p(_link(target, word("latest", lang)))]
    refresh = f'<meta http-equiv="refresh" content="0; url={html.escape(target)}">'
    return _page(title, lang, body, head=refresh)


def _page(title: str, lang: str, body: Sequence[str], head: str = "") -> str:
    text = "\n".join(body)
    return f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
{head}<title>{html.escape(title)}</title>
<style>
{_CSS.read_text(encoding="utf-8")}</style>
</head>
<body>
<main class="site">
{text}
</main>
</body>
</html>
"""


def _text(text: str) -> str:
    return html.escape(text)


def _link(target: str, text: str) -> str:
    return f'<a href="{html.escape(target)}">{html.escape(text)}</a>'


def _p(inside: str) -> str:
    return f"<p>{inside}</p>"


def _h(level: int, text: str) -> str:
    return f"<h{level}>{html.escape(text)}</h{level}>"


def _whole(text: str) -> str:
    """Return a text that is not broken over lines."""
    return f'<span class="whole">{html.escape(text)}</span>'


def _badge(state: str, lang: str) -> str:
    return f'<span class="state {state}">{html.escape(word(state, lang))}</span>'


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in header)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    return f'<div class="scroll">{table}</div>'
