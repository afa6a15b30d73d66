"""The grammar of the commands: a module each, or one for those that go together. Nothing heavy is imported here."""
