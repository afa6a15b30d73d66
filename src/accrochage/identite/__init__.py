"""Names and numbers as the civil registry writes them: what a text says of a person, without a word for the user."""
