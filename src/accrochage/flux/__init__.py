"""The deposit as XML: writing, reading, splitting, checking against the XSD."""
