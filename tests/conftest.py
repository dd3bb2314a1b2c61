"""What holds for every test: examples are not timed, and in continuous integration they are the same each time."""

import os

from hypothesis import settings

settings.register_profile("chalknet", deadline=None, max_examples=50, derandomize="CI" in os.environ)
settings.load_profile("chalknet")
