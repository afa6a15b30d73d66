"""Workbooks with the faults that people really make, and the truth kept apart."""
