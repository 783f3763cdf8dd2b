"""Seeds and posts → what to write: a pure decider; `adapters.ingest.ingestion` does it."""

from newsdigest.ingest.drafts import is_unseen, show_path
from newsdigest.ingest.planning import plan_ingest
from newsdigest.ingest.values import (
    Action,
    Delete,
    HandWritten,
    Plan,
    SeedFile,
    Settled,
    Stock,
    Write,
)

__all__ = [
    "Action",
    "Delete",
    "HandWritten",
    "Plan",
    "SeedFile",
    "Settled",
    "Stock",
    "Write",
    "is_unseen",
    "plan_ingest",
    "show_path",
]
