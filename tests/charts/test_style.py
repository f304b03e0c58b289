"""The house style: leaves no trace, tells policies apart, and has every character."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.ft2font import FT2Font

from community_sim.charts.style import (
    BOLD_FONT,
    CURRENT,
    FONT,
    PALETTE,
    colours,
    house_style,
    ink,
    shown_scale,
    signed,
)
from community_sim.outcomes import AGE_BANDS, OUTCOMES, TENURE_BANDS, outcome
from community_sim.policy import levers
from community_sim.policy_file import load_policy, policy_names

PACKAGE = Path(__file__).parents[2] / "community_sim"
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")

# What is left of red, green and blue light for readers without one kind of receptor (Machado,
# Oliveira and Fernandes 2009, severity 1), and for all others.
SEEN = {
    "all": np.eye(3),
    "no red": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "no green": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "no blue": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip


def light(colour):
    """Return the linear red, green and blue of a colour."""
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def perceived(linear):
    """Return OKLab coordinates (Ottosson 2020), in which distance is how different colours look."""
    cones = np.array([
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ])  # fmt: skip
    lab = np.array([
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ])  # fmt: skip
    return lab @ np.cbrt(cones @ np.clip(linear, 0, 1))


def contrast_with_white(colour):
    return 1.05 / (light(colour) @ np.array([0.2126, 0.7152, 0.0722]) + 0.05)


def test_the_house_style_leaves_no_setting_behind():
    before = dict(mpl.rcParams)
    with house_style():
        assert mpl.rcParams["font.size"] == 9.5
    assert dict(mpl.rcParams) == before


def test_importing_the_charts_loads_no_drawing_library():
    probe = "import sys, community_sim.charts; print({'matplotlib', 'seaborn'} & set(sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "set()"


@pytest.mark.parametrize("reader", SEEN)
def test_eight_policies_and_current_practice_look_different_to_every_reader(reader):
    seen = [perceived(SEEN[reader] @ light(colour)) for colour in (CURRENT, *PALETTE)]
    nearest = min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2))
    assert nearest > 0.09  # two greys a tenth of the way from black to white apart


@pytest.mark.parametrize("colour", [CURRENT, *PALETTE])
def test_text_in_the_colour_of_a_policy_is_easy_to_read(colour):
    assert contrast_with_white(ink(colour)) >= 4.49


def test_a_colour_that_is_dark_enough_is_the_colour_of_its_text():
    assert ink("#333333") == "#333333"


def test_a_policy_has_one_colour_in_all_charts_and_no_other_has_it(eight_policies):
    hues = colours(eight_policies)
    assert hues == colours(eight_policies)
    assert len(set(hues.values())) == 9


@pytest.mark.parametrize(
    ("lang", "scale", "unit"), [("en", 1e-3, "1,000 CNY"), ("zh", 1e-4, "万元")]
)
def test_money_is_shown_in_thousands_and_in_chinese_in_ten_thousands(lang, scale, unit):
    shown = shown_scale(outcome("wage_bill_per_community"), lang)
    assert shown[0] == scale
    assert shown[1].startswith(unit)


def test_shares_differ_in_percentage_points():
    assert shown_scale(outcome("exit_rate"), "en") == (100.0, "percentage points")


def test_a_difference_carries_its_sign():
    assert [signed(value) for value in (1000.0, 0.0, -0.5)] == ["+1,000", "0", "−0.5"]


def characters(font):
    return {chr(code) for code in FT2Font(str(font)).get_charmap()}


def test_the_font_has_every_chinese_character_that_is_shown():
    sources = [*PACKAGE.glob("charts/*.py"), PACKAGE / "vocabulary.py"]
    shown = "".join(
        [lever.label_zh for lever in levers().values()]
        + [each.label_zh + each.shown_unit("zh") for each in OUTCOMES.values()]
        + [chinese for _, chinese in (*AGE_BANDS.values(), *TENURE_BANDS.values())]
        + [load_policy(name).title_zh for name in policy_names()]
        + [source.read_text(encoding="utf-8") for source in sources]
    )
    assert set(CHINESE.findall(shown)) - characters(FONT) == set()


def test_the_bold_face_has_every_chinese_character_of_the_charts():
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("charts/*.py"))
    bold = set(CHINESE.findall(source)) - characters(BOLD_FONT)
    assert {sign for sign in bold if "\u4e00" <= sign <= "\u9fff"} == set()


def test_a_character_missing_from_the_bold_face_is_shown_in_the_regular_one():
    rare = (characters(FONT) - characters(BOLD_FONT)) & {
        chr(code) for code in range(0x4E00, 0x9FFF)
    }
    assert len(rare) > 1000


def test_the_licence_lies_beside_the_fonts():
    licence = (FONT.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
