"""Draw covers, charts and printed sheets."""
