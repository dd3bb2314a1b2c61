"""The worker process: messages in by standard input, out by standard output, and gone when the server is."""

import ctypes
import gc
import math
import os
import signal
import sys
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO

from threadpoolctl import threadpool_limits

from app.live.message import LENGTHS, Message, pack, unpack
from app.live.worker import Worker
from engine.datasets.catalogue import load
from engine.datasets.images import Digits

_SWITCH_SECONDS = 0.0005  # after which the thread that reads messages interrupts the one that trains
_PIPE_BYTES = 1_048_576
_SET_PIPE_SIZE = 1031  # Linux: F_SETPIPE_SZ
_SET_DEATH_SIGNAL = 1  # Linux: PR_SET_PDEATHSIG


def main() -> None:
    """Serve messages until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    sys.setswitchinterval(_SWITCH_SECONDS)
    source, target = _take_standard_streams()
    inbox: SimpleQueue[Message] = SimpleQueue()
    Thread(target=_read, args=(source, inbox), daemon=True).start()
    Thread(target=_warm_up, daemon=True).start()

    def send(message: Message) -> None:
        target.write(pack(message))
        target.flush()

    with threadpool_limits(1):
        _serve(Worker(send, time.monotonic), inbox)


def _warm_up() -> None:
    """The library of the digits takes a second to import: not on a click. What is there for good is then kept out of
    every search for garbage, which would stop training for as long as three pictures."""
    load(Digits())
    gc.freeze()


def _serve(worker: Worker, inbox: SimpleQueue[Message]) -> None:
    while True:
        try:
            pause = worker.turn()
            if pause > 0:
                worker.receive(inbox.get(timeout=None if math.isinf(pause) else pause))
            while True:
                worker.receive(inbox.get_nowait())
        except Empty:
            continue
        except BrokenPipeError:
            os._exit(0)


def _read(source: BinaryIO, inbox: SimpleQueue[Message]) -> None:
    """The end of the input is the end of the server, and of this process with it, whatever it is doing."""
    while True:
        lengths = source.read(LENGTHS.size)
        if len(lengths) < LENGTHS.size:
            os._exit(0)
        header, body = LENGTHS.unpack(lengths)
        inbox.put(unpack(source.read(header), source.read(body)))


def _take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes of the server, out of reach of a stray print, which goes to standard error."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if sys.platform == "linux":
        import fcntl

        fcntl.fcntl(target.fileno(), _SET_PIPE_SIZE, _PIPE_BYTES)  # a whole picture fits: training goes on at once
    return source, target


def _die_with_parent() -> None:
    """On Linux the kernel kills this process with the server, even when it is stopped or deep in a computation."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)


if __name__ == "__main__":
    main()
