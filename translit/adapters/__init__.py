"""How visitors come in: one file each, thin; they know only the front door."""
