"""What was published stays: the ledger, former addresses, and what a change means for subscribers."""
