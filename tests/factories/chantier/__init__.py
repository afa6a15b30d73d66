"""An application of the tests, with a table to write to and travaux that write slowly enough to be killed."""
