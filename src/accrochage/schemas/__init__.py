"""The XSD files shipped with Agrafe, one per version of the CDC's format: data, no code."""
