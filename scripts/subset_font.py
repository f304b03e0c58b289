"""Rebuild the shipped fonts: two subsets of Noto Sans CJK SC, for charts in both languages.

The regular face keeps Latin, punctuation, the 3,755 characters of GB 2312 level 1, and every
Chinese character that occurs in the repository.  The bold face, for titles only, keeps Latin and
the characters of the charts' own words and of the shipped policies' titles; a title with another
character shows that one in the regular face.

Needs fonttools, and the fonts as Debian's package fonts-noto-cjk has them:

    python scripts/subset_font.py /usr/share/fonts/opentype/noto
"""

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "community_sim" / "charts" / "fonts"
SIMPLIFIED_CHINESE = 2
"""Number of the simplified Chinese face in a collection."""

PUNCTUATION = "–—‘’“”…−×·•←→↑↓≥≤≈±％￥，。；：？！（）、《》〈〉【】［］／"


def main() -> None:
    """Write both subsets."""
    source = Path(sys.argv[1])
    everywhere = (
        "community_sim/**/*.py",
        "data/**/*.csv",
        "data/**/*.yaml",
        "notebooks/**/*.ipynb",
    )
    regular = latin() | gb2312_level_1() | chinese_in(everywhere)
    titled = (
        "community_sim/charts/*.py",
        "community_sim/comparison/grounds.py",
        "community_sim/course/*.py",
        "community_sim/course/charts/*.py",
        "community_sim/vocabulary.py",
        "data/policies/*.yaml",
    )
    bold = latin() | chinese_in(titled)
    write(
        source / "NotoSansCJK-Regular.ttc", regular, "NotoSansSC-subset.otf", "Noto Sans SC Subset"
    )
    write(source / "NotoSansCJK-Bold.ttc", bold, "NotoSansSC-bold-subset.otf",
          "Noto Sans SC Subset Bold")  # fmt: skip


def write(collection: Path, characters: set[str], file: str, name: str) -> None:
    """Write the characters of a collection's Chinese face under a name of their own."""
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    font = TTCollection(str(collection)).fonts[SIMPLIFIED_CHINESE]
    options = subset.Options(layout_features=["kern", "locl"], hinting=False, desubroutinize=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = name
        if record.nameID == 2:
            record.string = "Regular"
        if record.nameID == 6:
            record.string = name.replace(" ", "")
    # Each face is a family of its own, so that matplotlib can fall back from bold to regular.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 1 << 6  # regular
    font["head"].macStyle = 0
    target = FONTS / file
    font.save(target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


def latin() -> set[str]:
    """Return the letters and signs of Western European languages, and punctuation."""
    return {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))} | set(PUNCTUATION)


def gb2312_level_1() -> set[str]:
    """Return the 3,755 commonest Chinese characters."""
    found = set()
    for row in range(16, 56):
        for cell in range(1, 95):
            try:
                found.add(bytes((row + 0xA0, cell + 0xA0)).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # the level ends before its last row does
    return found


def chinese_in(patterns: Iterable[str]) -> set[str]:
    """Return every Chinese character in some files of the repository."""
    files = (path for pattern in patterns for path in ROOT.glob(pattern))
    return {
        character
        for path in files
        for character in path.read_text(encoding="utf-8")
        if "\u4e00" <= character <= "\u9fff"
    }


if __name__ == "__main__":
    main()
