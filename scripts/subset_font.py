"""Rebuild the shipped font: a subset of Noto Sans CJK SC for Chinese charts.

Keeps Latin, punctuation, the 3,755 characters of GB 2312 level 1, and every Chinese character
that occurs in the repository.  Needs fonttools, and the font as Debian's fonts-noto-cjk has it:

    python scripts/subset_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "community_sim" / "charts" / "fonts" / "NotoSansSC-subset.otf"
SIMPLIFIED_CHINESE = 2
"""Number of the simplified Chinese face in the collection."""


def main() -> None:
    """Write the subset."""
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    font = TTCollection(sys.argv[1]).fonts[SIMPLIFIED_CHINESE]
    options = subset.Options(layout_features=["kern", "locl"], hinting=False, desubroutinize=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted_characters())))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = "Noto Sans SC Subset"
        if record.nameID == 6:
            record.string = "NotoSansSCSubset-Regular"
    font.save(TARGET)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


def wanted_characters() -> set[str]:
    """Return every character the subset must have."""
    wanted = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))}
    wanted |= set("–—‘’“”…−×·•→≥≤±％￥，。；：？！（）、《》〈〉【】")
    for row in range(16, 56):
        for cell in range(1, 95):
            try:
                wanted.add(bytes((row + 0xA0, cell + 0xA0)).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # the level ends before its last row does
    for pattern in ("community_sim/**/*.py", "data/**/*.*", "notebooks/**/*.ipynb"):
        for path in ROOT.glob(pattern):
            text = path.read_text(encoding="utf-8")
            wanted |= {character for character in text if "\u4e00" <= character <= "\u9fff"}
    return wanted


if __name__ == "__main__":
    main()
