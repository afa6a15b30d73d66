"""The core of Agrafe: workbook in, XML out, receipt in, diagnosis out.

A pure library: no Django, no network, no database, no clock. Callers give the date, the identifiers and the folders.
"""

__version__ = "0.1.0"
