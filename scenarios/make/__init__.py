"""The scripts that make the shipped scenarios: every figure with where it comes from and how sure it is.

``python -m scenarios.make`` (from the repository's root) writes the workbooks beside this folder again.
"""
