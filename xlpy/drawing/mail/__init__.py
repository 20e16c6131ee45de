"""E-mails: their words from templates, their HTML body, the answers to units, and the message as a file."""
