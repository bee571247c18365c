"""The words of the report: the same keys in English (``en``) and Dutch (``nl``), by subject."""
