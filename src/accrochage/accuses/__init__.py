"""From the CDC's accusé de traitement to what became of each passage, and what its messages mean."""
