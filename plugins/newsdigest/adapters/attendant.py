"""A forked process that answers one question after the other, and makes good use of the time
in between.

Questions and answers are bytes. The process ends when nobody can ask any more.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NoReturn

from newsdigest.adapters.faults import explain_fault
from newsdigest.errors import BuildError, NewsDigestError, UnforeseenError

_LENGTH = 8
_CHUNK = 1 << 20
_HEAD = 1 + _LENGTH
_MOST_FILES = 8
_ASKED, _ANSWERED, _REFUSED, _FAILED = b"Q", b"A", b"R", b"X"


class Attendant:
    """The process, as the one sees it that asks."""

    def __init__(
        self, answer: Callable[[bytes], bytes], idle: Callable[[], Iterator[None]]
    ) -> None:
        """Begins.

        Args:
            answer: Called there with each question.
            idle: Called there at once: its steps are done while nothing is asked. It must
                not raise.
        """
        self._line, theirs = socket.socketpair()
        self._asked = self._heard = 0
        self._answers: dict[int, bytes] = {}
        self._pid = os.fork()
        if not self._pid:
            self._line.close()
            _attend(theirs, answer, idle)
        theirs.close()

    def ask(self, question: bytes, files: Sequence[int] = ()) -> Answer:
        """Asks, and does not wait for the answer; but hears those of earlier questions first: two
        that write at once, and neither reads, would wait for each other for ever.

        Args:
            question: What is asked.
            files: Descriptors that the process is to hold open as long as it lives.

        Raises:
            BuildError: As `hear` does.
        """
        while self._heard < self._asked:
            self._hear_next()
        with suppress(OSError):  # an end before its time is told to whoever wants the answer
            _send(self._line, _ASKED, question, files)
        self._asked += 1
        return Answer(self, self._asked)

    def hear(self, number: int) -> bytes:
        """The answer to the question of that number, counted from 1.

        Raises:
            BuildError: If there is none. What was raised of our own errors is raised here with
                its message.
        """
        while number not in self._answers:
            self._hear_next()
        return self._answers.pop(number)

    def _hear_next(self) -> None:
        try:
            kind, payload, _ = _receive(self._line)
        except (OSError, EOFError):
            fault = "a worker ended before its time: is there enough memory?"
            raise BuildError(fault) from None
        if kind == _REFUSED:
            raise BuildError(payload.decode("utf-8"))
        if kind == _FAILED:
            raise UnforeseenError(payload.decode("utf-8"))
        self._heard += 1
        self._answers[self._heard] = payload

    def dismiss(self) -> None:
        """Ends the process and what it began, whatever it is at; does not wait for that."""
        if self._line.fileno() >= 0:
            os.kill(self._pid, signal.SIGTERM)
            self._line.close()

    def close(self) -> None:
        """Ends the process, and waits until it has ended."""
        self.dismiss()
        if self._pid:
            os.waitpid(self._pid, 0)
            self._pid = 0


class Answer:
    """One that is waited for only where it is needed."""

    def __init__(self, attendant: Attendant, number: int) -> None:
        self._attendant = attendant
        self._number = number

    def collect(self) -> bytes:
        """The answer; to be called once. Raises what `Attendant.hear` does."""
        return self._attendant.hear(self._number)


def _attend(
    line: socket.socket, answer: Callable[[bytes], bytes], idle: Callable[[], Iterator[None]]
) -> NoReturn:
    """The life of the process: it never returns, so that nothing of the parent runs twice."""
    held: list[int] = []
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides, and ends it
        signal.signal(signal.SIGTERM, _end)
        steps = idle()
        while True:
            _wait(line, steps)
            _, question, files = _receive(line)
            held += files
            _send(line, _ANSWERED, answer(question))
    except BaseException as error:  # noqa: BLE001  whoever asks tells it
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with suppress(OSError):  # nobody hears it if nobody can ask any more
            _tell(line, error)
    finally:
        os._exit(0)


def _end(*_: object) -> NoReturn:
    """Ends the process by an exception, so that what it began ends with it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit


def _tell(line: socket.socket, error: BaseException) -> None:
    if isinstance(error, OSError):
        error = explain_fault(error)
    if isinstance(error, NewsDigestError):
        kind = _FAILED if isinstance(error, UnforeseenError) else _REFUSED
        told = str(error)
    else:
        kind, told = _FAILED, "".join(traceback.format_exception(error))
    _send(line, kind, told.encode("utf-8", "replace"))


def _wait(line: socket.socket, steps: Iterator[None]) -> None:
    """Waits for the next question; until it comes, one step after the other is done."""
    idle = True
    while idle and not select.select([line], [], [], 0)[0]:
        idle = next(steps, False) is None


def _send(line: socket.socket, kind: bytes, payload: bytes, files: Sequence[int] = ()) -> None:
    head = kind + len(payload).to_bytes(_LENGTH, "big")
    if files:
        socket.send_fds(line, [head], files)
    else:
        line.sendall(head)
    line.sendall(payload)


def _receive(line: socket.socket) -> tuple[bytes, bytes, list[int]]:
    """The kind of a message, what it says, and the descriptors that came with it.

    Raises:
        EOFError: If the line ends before that.
    """
    head, files, _, _ = socket.recv_fds(line, _HEAD, _MOST_FILES)
    if len(head) < _HEAD:  # what is sent in one piece arrives in one
        raise EOFError
    payload = bytearray()
    length = int.from_bytes(head[1:], "big")
    while len(payload) < length:
        part = line.recv(min(_CHUNK, length - len(payload)))
        if not part:
            raise EOFError
        payload += part
    return head[:1], bytes(payload), files
