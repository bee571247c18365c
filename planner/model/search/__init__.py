"""The search: bound, proof and the best plan among many options, on matrices, without a Pyomo model."""
