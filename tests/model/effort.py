"""How long random tests run at length."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings


def at_length(examples: int) -> settings:
    """So many examples, other ones in every run. What fails is shown as it was drawn, with what draws it again: making it
    smaller takes many times as long as finding it.
    """
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(
        max_examples=examples,
        deadline=None,
        phases=phases,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
