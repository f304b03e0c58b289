"""Break text into lines of even length, English at spaces and Chinese between characters.

Widths are counted in ems: a Chinese character is one em wide, a Latin one by its kind.
"""

import re

__all__ = ["width_of", "wrapped"]

# Widths of the kinds of Latin characters in the house font, the bold face for good measure.
_NARROW, _WIDE = frozenset(" .,;:!'’()[]/-|fijlrtI"), frozenset("mwMW%—…ABCDGHKNOQRUVXYZ")
_NARROW_EM, _MIDDLE_EM, _WIDE_EM = 0.31, 0.56, 0.72
_OPENING, _CLOSING = "（《“‘［(", "，。；：、）》”’］？！,.;:)?!"
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[^\s\u2e80-\uffef]+|[\u2e80-\uffef])?"
    rf"[{re.escape(_CLOSING)}]*\s*"
)
_WORST = 1e9
_INSIDE_CHINESE = 16.0  # a break between two characters may cut a word


def wrapped(text: str, ems: float, most: int | None = None) -> str:
    """Return the text in as few lines of at most a width as it takes, all about equally long.

    Words and numbers that fit in a line stay whole, and no line begins with a closing sign.

    Parameters
    ----------
    text : str
        One paragraph.
    ems : float
        Width of a line [em].
    most : int, optional
        Most lines; what does not fit is cut, and an ellipsis says so.
    """
    words = [piece for piece in _PIECE.findall(" ".join(text.split())) if piece]
    pieces = [part for word in words for part in _parts(word, ems)]
    if not pieces:
        return ""
    lines = _fewest_lines(pieces, ems)
    while most is not None and lines > most:
        pieces = [*pieces[:-2], pieces[-2].rstrip() + "…"] if len(pieces) > 1 else ["…"]
        lines = _fewest_lines(pieces, ems)
    return "\n".join("".join(line).rstrip() for line in _even_lines(pieces, ems, lines))


def width_of(text: str) -> float:
    """Return the estimated width of a text in one line [em]."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if character > "\u2e7f":
        return 1.0
    if character in _NARROW:
        return _NARROW_EM
    return _WIDE_EM if character in _WIDE else _MIDDLE_EM


def _parts(word: str, ems: float) -> list[str]:
    """Return a word, cut where it is longer than a line."""
    parts, start = [], 0
    for at in range(1, len(word)):
        if width_of(word[start : at + 1].rstrip()) > ems:
            parts.append(word[start:at])
            start = at
    return [*parts, word[start:]]


def _width(pieces: list[str]) -> float:
    return width_of("".join(pieces).rstrip())


def _fewest_lines(pieces: list[str], ems: float) -> int:
    lines, start = 1, 0
    for at in range(len(pieces)):
        if at > start and _width(pieces[start : at + 1]) > ems:
            lines, start = lines + 1, at
    return lines


def _even_lines(pieces: list[str], ems: float, lines: int) -> list[list[str]]:
    """Return the breaks into a number of lines that leave the least uneven ends."""
    target = _width(pieces) / lines
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for line in range(1, lines + 1):
        for end in range(line, len(pieces) + 1):
            options = [
                (best[line - 1, start][0] + _cost(pieces, start, end, target, ems), start)
                for start in range(line - 1, end)
                if (line - 1, start) in best
            ]
            best[line, end] = min(options)
    cut, found = len(pieces), []
    for line in range(lines, 0, -1):
        start = best[line, cut][1]
        found.append(pieces[start:cut])
        cut = start
    return found[::-1]


def _cost(pieces: list[str], start: int, end: int, target: float, ems: float) -> float:
    width = _width(pieces[start:end])
    if width > ems and end - start > 1:
        return _WORST
    last = pieces[end - 1]
    is_clean = end == len(pieces) or last[-1].isspace() or last[-1] in _CLOSING
    return (width - target) ** 2 + (0.0 if is_clean else _INSIDE_CHINESE)
