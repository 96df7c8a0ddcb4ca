"""Korean and Russian names: read in any script, found in documents, gathered into entities."""
