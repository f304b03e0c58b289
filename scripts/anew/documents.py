"""Put told numbers, sentences and tables where documents mark them, and find claims that broke.

Marks are comments, which nobody sees on the rendered page:

    31<!-- told: leavers_A --> per cent                  the number before it is told
    <!-- tell: scorecard_A -->...<!-- told -->           what stands between is told
    One past has more growth.<!-- holds: two_pasts -->   the sentence before it has to hold
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from anew.desk import DOCUMENTS
from anew.told import claims, told_values
from community_sim.errors import BadValue, did_you_mean

_NUMBER = re.compile(r"(?P<shown>[+-]?\d[\d,]*(?:\.\d+)?)(?P<mark><!-- told: (?P<name>\w+) -->)")
_SPAN = re.compile(
    r"(?P<mark><!-- tell: (?P<name>\w+) -->)(?P<shown>.*?)(?P<end><!-- told -->)", re.DOTALL
)
_CLAIM = re.compile(r"<!-- holds: (?P<name>\w+) -->")
_ANY = re.compile(r"<!-- (?:told|tell|holds)\b")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[A-Z*\[])|\n\s*\n|\n- ")


@dataclass(frozen=True)
class Broken:
    """A claim that does not hold any more: file, mark and sentence."""

    document: str
    name: str
    sentence: str

    def __str__(self) -> str:
        """Return what a person has to put right."""
        return f"{self.document} says what results no longer say ({self.name}): {self.sentence}"


def tell_documents(root: Path) -> list[str]:
    """Write every document with the numbers of today; return the claims that broke."""
    values, holding = told_values(), claims()
    said = []
    for name in DOCUMENTS:
        path = root / name
        before = path.read_text(encoding="utf-8")
        after = retold(before, values, name)
        if after != before:
            partial = path.with_suffix(f".{os.getpid()}.partial")
            partial.write_text(after, encoding="utf-8")
            partial.replace(path)
        said += [str(each) for each in broken_claims(after, holding, name)]
    return said


def retold(text: str, values: Mapping[str, str], document: str) -> str:
    """Return a document with what its marks name.

    Raises
    ------
    BadValue
        A mark names nothing that is told, or does not read as a mark.
    """
    numbers = _NUMBER.sub(lambda found: _value(found, values, document) + found["mark"], text)

    def between(found: re.Match[str]) -> str:
        return found["mark"] + _value(found, values, document) + found["end"]

    spans = _SPAN.sub(between, numbers)
    _refuse_strange_marks(spans, document)
    return spans


def broken_claims(text: str, holding: Mapping[str, bool], document: str) -> list[Broken]:
    """Return the claims of a document that do not hold.

    Raises
    ------
    BadValue
        A mark names no claim.
    """
    broken = []
    for found in _CLAIM.finditer(text):
        if found["name"] not in holding:
            raise BadValue(_unknown(document, found["name"], holding))
        if not holding[found["name"]]:
            before = re.sub(r"<!--.*?-->", "", text[: found.start()], flags=re.DOTALL).rstrip()
            sentence = _SENTENCE_END.split(before)[-1].removeprefix("- ")
            broken.append(Broken(document, found["name"], " ".join(sentence.split())))
    return broken


def names_in(text: str) -> set[str]:
    """Return what the marks of a document name."""
    return {each["name"] for mark in (_NUMBER, _SPAN, _CLAIM) for each in mark.finditer(text)}


def _value(found: re.Match[str], values: Mapping[str, str], document: str) -> str:
    if found["name"] not in values:
        raise BadValue(_unknown(document, found["name"], values))
    return values[found["name"]]


def _unknown(document: str, name: str, known: Mapping[str, object]) -> str:
    hint = did_you_mean(name, known) or "scripts/anew/told.py lists them."
    return f"{document}: the mark '{name}' names nothing that is told. {hint}"


def _refuse_strange_marks(text: str, document: str) -> None:
    """Refuse a mark that no pattern read: it would silently keep an old number."""
    read = len(_NUMBER.findall(text)) + 2 * len(_SPAN.findall(text)) + len(_CLAIM.findall(text))
    if len(_ANY.findall(text)) != read:
        raise BadValue(
            f"{document}: a mark does not read as one; write 31<!-- told: NAME -->, "
            "<!-- tell: NAME -->...<!-- told --> or <!-- holds: NAME -->."
        )
