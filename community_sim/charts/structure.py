"""Who is in post at the end: age and length of service, beside the survey."""

from typing import TYPE_CHECKING, Any

from community_sim.charts.style import CURRENT, colours, house_style, short_title, titled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["structure_chart"]

_WORDS = {
    "en": (
        "Age and length of service in the last year",
        "Share of cadres by band, mean over runs; open diamonds: the survey before any policy",
        ("Age", "Years of service"),
        "Survey",
    ),
    "zh": (
        "末年的年龄与工龄结构",
        "各组占干部的比例，各次模拟均值；空心菱形为政策之前的调查值",
        ("年龄", "工龄(年)"),
        "调查",
    ),
}


def structure_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the shares of age and tenure bands, policies as dots, current practice as bars."""
    from matplotlib.figure import Figure

    from community_sim.outcomes import AGE_BANDS, TENURE_BANDS, age_structure, tenure_structure

    title, subtitle, headings, survey = _WORDS["zh" if lang == "zh" else "en"]
    with house_style(lang):
        figure = Figure(figsize=(9.5, 5.8))
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(5, 3))
        figure.subplots_adjust(left=0.07, right=0.985, top=0.83, bottom=0.30, wspace=0.06)
        which = 1 if lang == "zh" else 0
        for axes, table, bands, heading in (
            (left, age_structure(comparison.results), AGE_BANDS, headings[0]),
            (right, tenure_structure(comparison.results), TENURE_BANDS, headings[1]),
        ):
            _draw(axes, comparison, table, list(bands), lang)
            _draw_survey(axes, list(bands), survey)
            names = [bands[band][which].replace(" ", "\n", 1) for band in bands]
            axes.set_xticks(range(len(bands)), names, fontsize=9)
            axes.set_title(heading, loc="left", fontsize=11)
            axes.grid(axis="x", visible=False)
        handles, labels = left.get_legend_handles_labels()
        figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.06, 0.235), ncols=3,
                      frameon=False, fontsize=8.5, columnspacing=1.5)  # fmt: skip
        titled(figure, title, subtitle, lang)
    return figure


def _draw(
    axes: Any, comparison: "Comparison", table: "pd.DataFrame", bands: list[str], lang: str
) -> None:
    from matplotlib.ticker import PercentFormatter

    means = table.groupby(["policy", "band"], observed=True)["share"].mean()
    places = range(len(bands))
    chosen = colours(comparison)
    axes.bar(places, [means[comparison.baseline, band] for band in bands], width=0.82,
             color="#dddddd", label=comparison.title(comparison.baseline, lang))  # fmt: skip
    step = 0.7 / max(1, len(comparison.policies))
    for number, policy in enumerate(comparison.policies):
        shift = (number - (len(comparison.policies) - 1) / 2) * step
        axes.plot([place + shift for place in places], [means[policy, band] for band in bands], "o",
                  color=chosen[policy], markersize=6,
                  label=short_title(comparison, policy, lang, 44))  # fmt: skip
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _draw_survey(axes: Any, bands: list[str], name: str) -> None:
    """Mark the survey's shares, where it states them for a band."""
    from community_sim.survey import survey_shares

    stated = survey_shares()
    known = [(place, stated[band]) for place, band in enumerate(bands) if band in stated]
    for number, (place, share) in enumerate(known):
        axes.plot(
            place,
            share,
            "D",
            markerfacecolor="none",
            markeredgecolor=CURRENT,
            markeredgewidth=1.4,
            markersize=9,
            label=name if number == 0 else None,
        )
