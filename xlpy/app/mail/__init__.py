"""Letters: fetched, composed, sent, answered."""
