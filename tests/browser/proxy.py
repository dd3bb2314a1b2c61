"""A TCP proxy between a page and its server, which a test cuts, blackholes and heals."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65536


class Proxy:
    """Passes bytes both ways, as long as it is told to."""

    def __init__(self, listener: socket.socket, target: int) -> None:
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        self._target = target
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._refusing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Reset every connection, and refuse new ones."""
        self._refusing = True
        self.reset()

    def reset(self) -> None:
        """End every connection; new ones are welcome."""
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def blackhole(self) -> None:
        """Let nothing through any more, either way, and close nothing: a cable is pulled far away."""
        self._flowing.clear()

    def heal(self) -> None:
        """Be a good line again. What was under way through a blackhole is lost with its connection."""
        self._refusing = False
        if not self._flowing.is_set():
            self.reset()
            self._flowing.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._refusing:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._target))
                self._pairs.append((near, far))
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                self._flowing.wait()
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def proxying(listener: socket.socket, target: int) -> Iterator[Proxy]:
    """A proxy on that listener to a port of this machine."""
    proxy = Proxy(listener, target)
    try:
        yield proxy
    finally:
        listener.close()
        proxy.heal()
        proxy.reset()
