"""Without PyTorch, which `make test-parity` installs, there is nothing here to compare with."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["*.py"]
