"""The verbs of the platform. A service takes a session, adds to it and never commits."""
