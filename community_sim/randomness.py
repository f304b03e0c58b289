"""Draw every random number of the model from one counter-based generator.

A draw is a pure function of its key: who (post and vacancy ordinal), when (year) and what
for (`vocabulary.Decision`), under a seed.  No state is carried along, so the order in which
an engine asks, the number of workers and the number of other draws change nothing, and a
policy meets the same people with the same luck as current practice.

The generator is Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random
numbers: as easy as 1, 2, 3", checked against its authors' known answers.  The functions use
plain integers and floats, and give the same bits in Python and when compiled.
"""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "normal_quantile",
    "normal_quantiles",
    "person_key",
    "philox4x32",
    "uniforms",
    "uniforms_in_a_row",
]

_MASK = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_ROUNDS = 10
_UNIT = 1.0 / 4294967296.0
_CENTRE = 0.425

# Coefficients of AS 241, highest power first: numerators above, denominators below.
_CENTRE_ABOVE = (
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
    45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
    133.14166789178437745, 3.387132872796366608,
)  # fmt: skip
_CENTRE_BELOW = (
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061,
    21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
    42.313330701600911252, 1.0,
)  # fmt: skip
_MIDDLE_ABOVE = (
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
    4.6303378461565452959, 1.42343711074968357734,
)  # fmt: skip
_MIDDLE_BELOW = (
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
    2.05319162663775882187, 1.0,
)  # fmt: skip
_TAIL_ABOVE = (
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
    5.4637849111641143699, 6.6579046435011037772,
)  # fmt: skip
_TAIL_BELOW = (
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1.0,
)  # fmt: skip

ORDINALS_PER_POST = 1 << 20
"""Vacancies one post can have in a run; keeps post and ordinal apart in a person's key."""


def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key.

    Parameters
    ----------
    c0, c1, c2, c3 : int
        Counter words, 0 to 2**32 - 1.
    k0, k1 : int
        Key words, 0 to 2**32 - 1.

    Returns
    -------
    tuple of four int
        Words, 0 to 2**32 - 1.

    Notes
    -----
    When compiled, the products wrap in 64 bits; the masks make the result the same as with
    Python's unbounded integers.
    """
    for _ in range(_ROUNDS):
        product_0 = c0 * _MULTIPLIER_0
        product_1 = c2 * _MULTIPLIER_1
        high_0 = (product_0 >> 32) & _MASK
        high_1 = (product_1 >> 32) & _MASK
        c0, c1, c2, c3 = (
            high_1 ^ c1 ^ k0,
            product_1 & _MASK,
            high_0 ^ c3 ^ k1,
            product_0 & _MASK,
        )
        k0 = (k0 + _WEYL_0) & _MASK
        k1 = (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


def uniforms(
    seed: int, post: int, ordinal: int, year: int, decision: int
) -> tuple[float, float, float, float]:
    """Draw four independent uniforms for one person or vacancy, year and decision.

    Parameters
    ----------
    seed : int
        Seed of the replication, 0 to 2**63 - 1.
    post, ordinal : int
        Post through which the person came in (or which is vacant) and which of that post's
        vacancies it was: together they name the person.
    year : int
        Policy year; history has negative years. For a recruit's traits, the number of the
        candidate instead.
    decision : int
        A `vocabulary.Decision`.

    Returns
    -------
    tuple of four float
        Each strictly between 0 and 1.
    """
    w0, w1, w2, w3 = philox4x32(
        post & _MASK,
        ordinal & _MASK,
        year & _MASK,
        decision & _MASK,
        seed & _MASK,
        (seed >> 32) & _MASK,
    )
    return (w0 + 0.5) * _UNIT, (w1 + 0.5) * _UNIT, (w2 + 0.5) * _UNIT, (w3 + 0.5) * _UNIT


def uniforms_in_a_row(  # noqa: PLR0913, PLR0917 - a key, and where the numbers go
    seed: int,
    post: int,
    ordinal: int,
    first: int,
    decision: int,
    size: int,
    out: "tuple[NDArray[np.float64], ...]",
) -> None:
    """Draw what `uniforms` draws, for successive years or candidates.

    Parameters
    ----------
    seed, post, ordinal, decision : int
        As in `uniforms`.
    first, size : int
        The first year, or the number of the first candidate, and how many.
    out : tuple of four ndarray
        Receive the four uniforms; compiled, several keys are worked on at once.
    """
    one, two, three, four = out
    for n in range(size):
        one[n], two[n], three[n], four[n] = uniforms(seed, post, ordinal, first + n, decision)


def person_key(post: int, ordinal: int) -> int:
    """Return the number of the person who fills the `ordinal`-th vacancy of a post."""
    return post * ORDINALS_PER_POST + ordinal


def normal_quantile(probability: float) -> float:
    """Return the standard normal quantile of a probability strictly between 0 and 1.

    Algorithm AS 241 (PPND16) of Wichura (1988), accurate to about one part in 10**16;
    written out because draws must be the same bits in Python and in compiled code.
    """
    q = probability - 0.5
    if abs(q) <= _CENTRE:
        return _central_quantile(q)
    tail = probability if q < 0.0 else 1.0 - probability
    r = math.sqrt(-math.log(tail))
    if r <= 5.0:
        value = _polynomial(r - 1.6, _MIDDLE_ABOVE) / _polynomial(r - 1.6, _MIDDLE_BELOW)
    else:
        value = _polynomial(r - 5.0, _TAIL_ABOVE) / _polynomial(r - 5.0, _TAIL_BELOW)
    return -value if q < 0.0 else value


def normal_quantiles(
    probabilities: "NDArray[np.float64]", size: int, out: "NDArray[np.float64]"
) -> None:
    """Write the quantiles of the first `size` probabilities into another array.

    They are those of `normal_quantile`; compiled, the loop for the centre works on several at once.
    """
    for n in range(size):
        out[n] = _central_quantile(probabilities[n] - 0.5)
    for n in range(size):
        if abs(probabilities[n] - 0.5) > _CENTRE:
            out[n] = normal_quantile(probabilities[n])


def _central_quantile(q: float) -> float:
    """Return the quantile of 0.5 + q in the centre, where |q| is at most 0.425."""
    r = _CENTRE * _CENTRE - q * q
    return q * _polynomial(r, _CENTRE_ABOVE) / _polynomial(r, _CENTRE_BELOW)


def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    """Return a polynomial's value, coefficients from the highest power down."""
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value
