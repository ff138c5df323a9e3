"""The rules, pure: no framework, no database, no clock and no randomness of their own."""
