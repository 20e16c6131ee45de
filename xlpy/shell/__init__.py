"""The verbs in a shell."""
