"""What a decision would do: time, patients, prices, acceptance and routes, worked out into the option table."""

from planner.impact.again import enumerate_again
from planner.impact.options import Options, enumerate_options

__all__ = ["Options", "enumerate_again", "enumerate_options"]
