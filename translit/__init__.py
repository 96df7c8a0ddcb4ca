"""Korean and Russian names: read in any script, found in documents, gathered into entities."""

from __future__ import annotations

__version__ = "0.1.0"
