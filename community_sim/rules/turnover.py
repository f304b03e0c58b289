"""What it costs to replace a cadre. It decides nothing: accounts and choices leave it out."""

from community_sim.parameters import Parameters

__all__ = ["acting_allowance", "entry_cost"]


def entry_cost(reference_wage: float, p: Parameters) -> float:
    """Return what it costs to take one cadre in [CNY]: 0.05 for hiring and 0.10 for training.

    Shares of the reference wage, assumed: no report states them (MODEL.md 3.6).
    """
    return (p.turnover_hiring_cost + p.turnover_training_cost) * reference_wage


def acting_allowance(yuan: float, acting: float, p: Parameters) -> float:
    """Return the extra pay of who covers a vacant post [CNY per year]: 0.2 of the post's pay.

    Assumed (MODEL.md 3.6).

    Parameters
    ----------
    yuan : float
        Pay of the post [CNY per year].
    acting : float
        Share of the year in which the post is covered.
    p : Parameters
        The facts.
    """
    return p.acting_allowance_share * yuan * acting
