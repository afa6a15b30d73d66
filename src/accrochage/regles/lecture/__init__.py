"""From what a cell holds to what the format wants: cleaning, recognising, checking a single value."""
