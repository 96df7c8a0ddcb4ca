"""The same story for millions of names: distinct names, then pairs, and rows that only pass by."""
