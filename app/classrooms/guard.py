"""The guard counts wrong tries at something secret, so that it cannot be guessed. It is told the time."""

from collections import deque

# Of 31^8 codes 200 may be in use: with 100 wrong tries a minute one of them is hit once in 80 years.
WRONG_OF_ALL, WRONG_OF_ONE, PERIOD = 100, 10, 60.0  # tries of everybody, tries of one visitor, in so many seconds


class Guard:
    """So many wrong tries in a period: of one visitor, and of all together, whoever they pretend to be."""

    def __init__(self, of_all: int = WRONG_OF_ALL, of_one: int = WRONG_OF_ONE, period: float = PERIOD) -> None:
        self._of_all, self._of_one, self._period = of_all, of_one, period
        self._tries: deque[tuple[float, str]] = deque()

    def wait(self, visitor: str, now: float) -> float:
        """Seconds until this visitor may try, right or wrong; 0: now."""
        while self._tries and self._tries[0][0] <= now - self._period:
            self._tries.popleft()
        theirs = [time for time, who in self._tries if who == visitor]
        if len(theirs) >= self._of_one:
            return theirs[-self._of_one] + self._period - now
        if len(self._tries) >= self._of_all:
            return self._tries[-self._of_all][0] + self._period - now
        return 0.0

    def note_wrong(self, visitor: str, now: float) -> None:
        """This visitor has tried, and was wrong."""
        self._tries.append((now, visitor))
