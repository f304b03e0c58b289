"""Every chart reads well in both languages, for one policy and for eight with long titles."""

import inspect
import io
import itertools
import warnings

import pytest
from IPython.core.pylabtools import print_figure

from community_sim import charts

OF_EVIDENCE = ("pay_by_place_chart", "survey_chart", "ridge_chart", "prior_posterior_chart")
OF_INFERENCE = (
    "bands_chart",
    "informed_chart",
    "morris_chart",
    "ranks_chart",
    "recovery_chart",
    "resting_chart",
    "scorecard_chart",
    "sobol_chart",
)
OF_ONE_COMMUNITY = ("Seated", "community_year_chart")
DRAWN = [
    name for name in charts.__all__ if name not in (*OF_EVIDENCE, *OF_INFERENCE, *OF_ONE_COMMUNITY)
]


def of_a_comparison(name):
    """Return a chart; fail with its file and line if it does not take what all others take."""
    chart = getattr(charts, name)
    taken = inspect.signature(chart).parameters
    if list(taken)[:1] != ["comparison"] or "lang" not in taken:
        file = chart.__code__.co_filename.rpartition("community_sim/charts/")[2]
        pytest.fail(
            f"community_sim/charts/{file}, line {chart.__code__.co_firstlineno}: '{name}' takes "
            f"({', '.join(taken)}); a chart of a comparison takes (comparison, *, lang='en'), and "
            "one of anything else stands in one of the other lists of this test.",
            pytrace=False,
        )
    return chart


PICTURES = list(itertools.product(DRAWN, ("one_policy", "eight_policies"), ("en", "zh")))


@pytest.fixture(scope="module", params=PICTURES, ids="-".join)
def drawn(request, words_on):
    """Return a chart, what it is of, and the words on it."""
    name, which, lang = request.param
    chart = of_a_comparison(name)  # before anything is run
    comparison = request.getfixturevalue(which)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing character is a warning
        figure = chart(comparison, lang=lang)
        return name, comparison, lang, figure, words_on(figure)


def picture(figure):
    buffer = io.BytesIO()
    figure.savefig(buffer)
    return buffer.getvalue()


def outside(figure, words):
    """Return the words that leave the picture."""
    width, height = figure.bbox.size
    return [
        text
        for text, box in words
        if box.x0 < -1 or box.x1 > width + 1 or box.y0 < -1 or box.y1 > height + 1
    ]


def covered(words):
    """Return the pairs of words of which one covers the other."""
    found = []
    for (one, box), (other, place) in itertools.combinations(words, 2):
        across = min(box.x1, place.x1) - max(box.x0, place.x0)
        up = min(box.y1, place.y1) - max(box.y0, place.y0)
        if across > 2 and up > 2:
            found.append((one, other))
    return found


def test_no_word_leaves_the_picture(drawn):
    *_, figure, words = drawn
    assert outside(figure, words) == []


def test_no_word_covers_another(drawn):
    assert covered(drawn[-1]) == []


def test_a_notebook_shows_it_in_full_width(drawn):
    shown = print_figure(drawn[-2], base64=False)  # gives nothing for a figure without axes
    assert int.from_bytes(shown[16:20]) >= drawn[-2].bbox.width


def test_every_policy_is_named(drawn):
    name, comparison, lang, _, words = drawn
    written = without_spaces("".join(text for text, _ in words))
    named = comparison.policies
    if name != "effects_chart":  # shows differences only
        named = (*named, comparison.baseline)
    for policy in named:
        assert without_spaces(comparison.title(policy, lang)) in written


def without_spaces(text):
    return "".join(text.split())


def test_the_same_comparison_gives_the_same_picture(eight_policies):
    for name in DRAWN:
        first, again = (picture(getattr(charts, name)(eight_policies)) for _ in range(2))
        assert first == again, name


def test_a_chart_keeps_its_look_under_other_settings(eight_policies):
    import matplotlib as mpl

    as_drawn = picture(charts.retention_chart(eight_policies))
    figure = charts.retention_chart(eight_policies)
    with mpl.rc_context({"font.family": "serif", "font.size": 20, "savefig.dpi": 110}):
        assert picture(figure) == as_drawn


def test_a_title_with_markup_is_only_text(eight_policies, monkeypatch, words_on):
    strange = r"Pay $\frac{1}{2}$ <b>now</b> _^ \n " + "more " * 60
    monkeypatch.setattr(type(eight_policies), "title", lambda *_: strange)
    for name in DRAWN:
        figure = getattr(charts, name)(eight_policies)
        shown = [words for words, _ in words_on(figure) if r"$\frac" in words.replace("\n", "")]
        assert shown, name


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OF_EVIDENCE)
def test_a_chart_of_evidence_has_its_words_in_place(name, lang, words_on):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = getattr(charts, name)(lang=lang)
        words = words_on(figure)
    assert outside(figure, words) == []
    assert covered(words) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OF_INFERENCE)
def test_a_chart_of_inference_has_its_words_in_place(name, lang, inferred, words_on):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = getattr(charts, name)(*inferred[name], lang=lang)
        words = words_on(figure)
    assert outside(figure, words) == []
    assert covered(words) == []
