"""The page of the catalogues holds every row, in both languages, and needs nothing from outside."""

import html
import re

import pytest

from community_sim.errors import BadValue
from community_sim.outcomes import OUTCOMES
from community_sim.parameters import parameter_info
from community_sim.place import load_place
from community_sim.policy import levers
from community_sim.provenance import assumption_words
from community_sim.publish.catalogue_page import catalogue_page, write_catalogue
from community_sim.readers import read_by

CATALOGUES = {"levers": levers(), "parameters": parameter_info(), "outcomes": OUTCOMES}


def plain(cell: str) -> str:
    """Return a cell's text, without what lets it break."""
    return html.unescape(re.sub(r"<[^>]*>", "", cell.replace("<br>", " ")))


def rows_of(page: str, table: str) -> dict[str, list[str]]:
    """Return the cells of a table's rows, by the name in the first."""
    start = page.index(f'<div id="{table}"')
    body = page[start : page.index("</table>", start)]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body.split("<tbody")[1], re.S):
        cells = [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        found[cells[0]] = cells
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("table", CATALOGUES)
def test_every_row_is_on_the_page_with_both_labels_its_unit_and_its_readers(lang, table):
    rows = rows_of(catalogue_page(lang), table)
    assert list(rows) == list(CATALOGUES[table])
    for name, each in CATALOGUES[table].items():
        row = rows[name]
        assert {each.label_en, each.label_zh} <= set(row), name
        if table == "outcomes":
            assert each.definition in row and each.shown_unit(lang) in row, name
            continue
        assert " ".join(read_by(name)) == row[-1], name
        if each.low is not None:
            assert each.shown_unit(lang) in row, name


def test_a_lever_has_kaifus_value_and_figures_and_says_who_states_it():
    rows, today = rows_of(catalogue_page(), "levers"), load_place("kaifu").current_practice()
    for name, lever in levers().items():
        if lever.low is not None:
            assert f"{today[name]:,.10g}" in rows[name], name
        assert ("kaifu" if lever.default is None else "catalogue") in rows[name], name
    assert "1/二/2 r1-064 r1-107 r1-063" in rows["pay.coefficient_principal"]
    assert "funded" in rows["budget.closure"] and "no" in rows["pay.hold_wage_bill"]


@pytest.mark.parametrize(("lang", "guessed"), [("en", "judgement"), ("zh", "建模者判断")])
def test_an_assumed_parameter_says_who_says_so_and_the_page_how_many_are_guessed(lang, guessed):
    page = catalogue_page(lang)
    rows = rows_of(page, "parameters")
    for name, info in parameter_info().items():
        assert info.shown_basis(lang) in rows[name], name
        assert (guessed in rows[name]) == info.is_judgement, name
    assert html.escape(assumption_words(lang)) in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_asks_for_nothing_from_outside(lang):
    page = catalogue_page(lang)
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(|https?://", page)


def test_a_page_that_cannot_be_written_is_refused_and_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "catalogue.html"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(BadValue, match="Cannot write"):
        write_catalogue(tmp_path / "nowhere" / "catalogue.html")
    with pytest.raises(BadValue, match="Cannot write"):
        write_catalogue(tmp_path)
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(BadValue, match="No space"):
        write_catalogue(file)
    assert file.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalogue.html"]
