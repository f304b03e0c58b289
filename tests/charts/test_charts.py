"""Every chart can be drawn, in both languages, for one policy and for many."""

import itertools
import re
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest

from community_sim import charts
from community_sim.charts.style import FONT, colours, house_style, place_labels, wrapped_chinese
from community_sim.comparison import compare
from community_sim.outcomes import OUTCOMES
from community_sim.policy import levers
from community_sim.policy_file import load_policy, policy_names
from community_sim.runs import run
from community_sim.scenario import Scenario

ROOT = Path(__file__).parents[2]
OF_EVIDENCE = ["pay_by_place_chart", "survey_chart"]
OF_COMPARISONS = [name for name in charts.__all__ if name not in OF_EVIDENCE]


@pytest.fixture(
    scope="module", params=[["S12"], ["S1", "S3", "S5", "S7", "S8", "S12", "S13", "P7"]]
)
def comparison(request):
    current = Scenario.load(years=4)
    scenarios = [current, *(current.with_policy(policy) for policy in request.param)]
    return compare(run(scenarios, replications=2, processes=1), current)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OF_COMPARISONS)
def test_a_chart_is_drawn_without_a_missing_character(comparison, name, lang, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = getattr(charts, name)(comparison, lang=lang)
        figure.savefig(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 10_000


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OF_COMPARISONS)
def test_no_text_leaves_the_picture(comparison, name, lang):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = getattr(charts, name)(comparison, lang=lang)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    width, height = figure.bbox.size
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    texts += [label for axes in figure.axes for label in axes.get_yticklabels()]
    for text in texts:
        if not text.get_visible() or not text.get_text().strip():
            continue
        box = text.get_window_extent(renderer)
        inside = box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1
        assert inside, text.get_text()


def test_the_house_style_leaves_no_setting_behind():
    before = dict(mpl.rcParams)
    with house_style("zh"):
        pass
    assert dict(mpl.rcParams) == before


def test_current_practice_has_a_colour_of_its_own(comparison):
    chosen = colours(comparison)
    assert len(set(chosen.values())) == len(chosen)


def test_the_font_has_every_chinese_character_that_is_shown():
    from matplotlib.ft2font import FT2Font

    known = set(FT2Font(str(FONT)).get_charmap())
    shown = "".join(
        [lever.label_zh for lever in levers().values()]
        + [outcome.label_zh for outcome in OUTCOMES.values()]
        + [load_policy(name).title_zh for name in policy_names()]
        + [(ROOT / "community_sim/vocabulary.py").read_text(encoding="utf-8")]
    )
    missing = set(re.findall(r"[\u3000-\u9fff\uff00-\uffef]", shown)) - {
        chr(code) for code in known
    }
    assert missing == set()


def test_labels_keep_their_order_and_their_distance():
    placed = place_labels([0.2, 0.21, 0.9, 0.19], gap=0.1, within=(0.0, 1.0))
    assert sorted(range(4), key=lambda one: placed[one]) == [3, 0, 1, 2]
    ordered = sorted(placed)
    assert all(high - low > 0.099 for low, high in itertools.pairwise(ordered))


def test_chinese_is_wrapped_with_numbers_whole():
    assert wrapped_chinese("每年定向招录公务员100名", 10) == "每年定向招录公务员\n100名"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OF_EVIDENCE)
def test_a_chart_of_evidence_is_drawn_without_a_missing_character(name, lang, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        getattr(charts, name)(lang=lang).savefig(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 10_000
