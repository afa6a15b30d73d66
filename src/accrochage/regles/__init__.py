"""The rules: what makes a value, a passage or a file right, each with a stable code and the way to mend it."""
