"""Reading ahead: the next part is made while the database works on this one."""

import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")
WACHT_SECONDEN = 0.2
# Who waits for the database must not wait for the reader's turn of Python as well.
WISSEL_SECONDEN = 0.0005


def ahead(parts: Iterable[T], size: int = 2) -> Generator[T, None, None]:
    """The parts in order, made in a thread of their own, at most `size` waiting.

    What the making raises is raised here. The thread ends with the iterator, used up or not.
    """
    queue: Queue[tuple[T | None, BaseException | None]] = Queue(size)
    ended = threading.Event()

    def put(item: tuple[T | None, BaseException | None]) -> None:
        while not ended.is_set():
            try:
                queue.put(item, timeout=WACHT_SECONDEN)
            except Full:
                continue
            return

    def make() -> None:
        try:
            for part in parts:
                put((part, None))
                if ended.is_set():
                    return
            put((None, None))
        except BaseException as problem:
            put((None, problem))

    thread = threading.Thread(target=make, name="vooruit", daemon=True)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(WISSEL_SECONDEN)
    thread.start()
    try:
        yield from _taken(queue)
    finally:
        ended.set()
        _empty(queue)
        thread.join()
        sys.setswitchinterval(interval)


def _taken(queue: "Queue[tuple[T | None, BaseException | None]]") -> Iterator[T]:
    while True:
        part, problem = queue.get()
        if problem is not None:
            raise problem
        if part is None:
            return
        yield part


def _empty(queue: "Queue[tuple[T | None, BaseException | None]]") -> None:
    try:
        while True:
            queue.get_nowait()
    except Empty:
        return
