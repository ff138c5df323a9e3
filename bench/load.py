"""A small load generator for the loopback address, and the server it loads.

What is compared is the server's CPU time for a request. Requests a second would measure the generator too, which runs
on the same cores, and whatever else the machine is doing.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
from network import free_port
from servers import ask

from config import Settings

THREADS = 4  # connections that ask at the same time


class Server:
    """One of the applications of `served.py`, with one worker, so that the generator has a core of its own."""

    def __init__(self, name: str, settings: Settings, path: str) -> None:
        self.settings = settings
        environment = {
            **os.environ,
            "CEU_PORT": str(settings.port),
            "CEU_INSTANCE": str(settings.instance),
            "CEU_CONTENT": str(settings.content),
            "CEU_WORKERS": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("served.py"), name], env=environment, stdout=subprocess.DEVNULL
        )
        while ask(f"http://127.0.0.1:{settings.port}", path) is None:
            if self.process.poll() is not None:
                raise SystemExit(f"The {name} server did not start.")

    def seconds(self) -> float:
        """Return the CPU time of the worker so far."""
        workers = psutil.Process(self.process.pid).children(recursive=True)
        return sum(sum(worker.cpu_times()[:2]) for worker in workers)

    def cost(self, ask_once: Callable[[int, int], None], requests: int) -> float:
        """Return the CPU seconds for one request.

        `ask_once` gets the number of its thread and of its request; the first tenth warms up and is not counted.
        """
        self._ask(ask_once, max(THREADS, requests // 10))
        before = self.seconds()
        self._ask(ask_once, requests)
        return (self.seconds() - before) / requests

    def _ask(self, ask_once: Callable[[int, int], None], requests: int) -> None:
        failures: list[BaseException] = []

        def work(number: int) -> None:
            try:
                for turn in range(number, requests, THREADS):
                    ask_once(number, turn)
            except BaseException as error:  # noqa: BLE001 it is raised below, in the thread that waits
                failures.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def stop(self) -> None:
        """Stop serving."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def settings_in(folder: Path) -> Settings:
    """Return settings for an instance in `folder` with the shipped content, on a free port."""
    content = Path(__file__).resolve().parents[1] / "content"
    return Settings(instance=folder, content=content, port=free_port())
