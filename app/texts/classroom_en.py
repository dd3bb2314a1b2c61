"""x"""

CLASSROOM: dict[str, str] = {}
