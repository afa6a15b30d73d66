"""Workbooks: reading of any table, writing of the commented template."""
