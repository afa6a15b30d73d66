"""What can prevent an operation of the core from taking place.

A fault in the data is not an exception: it is an `Anomalie`. Every message here is a French sentence fit for the user: what
happened, where, and how to mend it.
"""


class AccrochageError(Exception):
    """Root of every exception that the core raises on purpose; `str(error)` is a French sentence."""


class ClasseurError(AccrochageError):
    """The workbook or CSV file cannot be read: wrong type, encrypted, damaged, empty, or no recognisable header."""


class FluxError(AccrochageError):
    """The XML deposit cannot be read: not XML, not a deposit, or with constructs that are refused for safety."""


class SchemaError(AccrochageError):
    """The XSD asked for is unknown, damaged, or not a schema of the CDC's format."""


class EcritureError(AccrochageError):
    """A file could not be written; nothing that could be deposited is left behind."""
