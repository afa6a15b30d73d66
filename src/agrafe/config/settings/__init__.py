"""One module for each place where Agrafe runs: an installation, a developer's clone, the tests."""
