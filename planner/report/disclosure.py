"""What totals tell about one product: a table of totals is shown only where no combination of them comes down to one or two.

The reader of a public report knows patients and list prices, and can add and subtract totals of different years: two years of the
same prices in which one product more is reimbursed tell that product's price. So it is not enough that each total is over
three products: no combination of the totals may be about fewer, or nearly so. What is paid at list price the reader knows and can
subtract: the products of which the price is agreed are looked at by themselves too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.impact.timing import Flags, Numbers

#: A total runs over at least so many products.
LEAST = 3
#: A combination of totals tells a product's part if what else is in it is no more than this share of it.
NEAR = 0.1


def tells(parts: Numbers) -> bool:
    """Whether totals (rows) of products (columns) can be combined into one about fewer than three of them, or nearly so.

    With an orthonormal base V of the row space, the largest part that any combination of unit size has in two columns P is the
    largest singular value of V[:, P]: the root of the largest eigenvalue of the 2 x 2 block of V'V.
    """
    size = np.abs(parts).max(initial=0.0)
    if size < 1e-9:
        return False
    if parts.shape[1] < LEAST:
        return True
    _, strength, base = np.linalg.svd(parts / size, full_matrices=False)
    base = base[strength > 1e-9 * strength[0]]
    product = base.T @ base
    own = np.diag(product)
    first, second = np.triu_indices(len(own), 1)
    middle, half = (own[first] + own[second]) / 2, (own[first] - own[second]) / 2
    return bool((middle + np.hypot(half, product[first, second])).max() > 1.0 - NEAR**2)


def shown(parts: Sequence[Numbers], weights: Numbers) -> tuple[bool, Flags]:
    """Whether totals over all years may be shown, and which years beside them, the earliest first.

    Each of ``parts`` is year x product, and all must keep silent. The totals over all years
    are sums of the years weighted by each row of ``weights`` (sum x year).
    """
    years = np.zeros(weights.shape[1], dtype=bool)
    rows = [weights @ one for one in parts]
    if any(tells(row) for row in rows):
        return False, years
    for year in range(len(years)):
        more = [np.vstack([row, one[year : year + 1]]) for row, one in zip(rows, parts, strict=True)]
        if not any(tells(row) for row in more):
            years[year], rows = True, more
    return True, years
