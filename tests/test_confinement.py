"""What a confined process cannot do, tried; each trial first shows that an unconfined one can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import psutil
import pytest

from dhrgraph.cli.workers import Lost, each
from dhrgraph.protections import protections
from dhrgraph.questions import run as running
from dhrgraph.questions.child import main
from dhrgraph.questions.limits import Code
from dhrgraph.questions.run import QueryError, ask
from dhrgraph.rdf.release import Release
from tests.conftest import ROOT
from tests.service_forms import Endpoint, endpoint, forms

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives this protection so far")

#: Runs queries in one process: the address, whether to confine it first; prints how many it ran and what isolates it.
_CHILD = """
import json, sys
from dhrgraph.confinement import isolate
from tests.service_forms import forms, run, store
url, confined, each = sys.argv[1], sys.argv[2] == "confined", int(sys.argv[3])
asked, by = store(), isolate() if confined else ""
texts = forms(url)[::each]
for text in texts:
    run(text, asked)
print(json.dumps([len(texts), by]))
"""
_CALLS = """
import ctypes, json, os, socket, subprocess
from dhrgraph.confinement import isolate
libc = ctypes.CDLL(None, use_errno=True)
def tried(call):
    try:
        return bool(call() != -1)
    except OSError as error:
        return error.errno
calls = {
    "internet": lambda: socket.socket().close(),
    "internet 6": lambda: socket.socket(socket.AF_INET6).close(),
    "datagrams": lambda: socket.socket(type=socket.SOCK_DGRAM).close(),
    "local": lambda: socket.socket(socket.AF_UNIX).close(),
    "kernel": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close(),
    "pair": lambda: [one.close() for one in socket.socketpair()],
    "program": lambda: subprocess.run(["true"]) and None,
    "ring": lambda: libc.syscall(425, 1, ctypes.create_string_buffer(120)),
}
before = {name: tried(call) for name, call in calls.items()}
by = isolate()
read, write = os.pipe()
os.write(write, b"x")
print(json.dumps([by, before, {name: tried(call) for name, call in calls.items()}, os.read(read, 1).decode()]))
"""


def child(code: str, *arguments: str) -> Any:
    """What a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    return json.loads(done.stdout)


@linux
def test_no_call_leaves_a_confined_process() -> None:
    """With the refusal out of the way, none of hundreds of calls reaches a listener from a confined process."""
    with endpoint() as url:
        assert child(_CHILD, url, "free", "8") == [(len(forms(url)) + 7) // 8, ""]
        assert len(Endpoint.hits) > 50  # they would be sent
        Endpoint.hits.clear()
        ran = child(_CHILD, url, "confined", "1")
        assert ran == [len(forms(url)), "a filter of system calls (seccomp)"]
        assert Endpoint.hits == []


@linux
def test_a_confined_process_opens_no_connection_of_any_kind() -> None:
    """No kind of socket, no program and no other way around can be had; pipes go on to work."""
    by, before, after, piped = child(_CALLS)
    assert by
    assert set(after.values()) <= {1, False}  # EPERM, or -1 where there is no such thing
    assert sum(value is not True and value != 1 for value in before.values()) <= 4  # None of them is refused before
    assert piped == "x"


@linux
def test_the_process_of_a_query_is_confined(packaged_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the refusal out of the way, the process in which queries really run reaches nothing."""
    monkeypatch.setattr(running, "refuse_service", lambda text: None)
    with endpoint() as url:
        with pytest.raises(QueryError, match="failed"):
            ask(packaged_release, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
        assert len(ask(packaged_release, f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}")) <= 1
        assert Endpoint.hits == []


@linux
def test_each_protection_is_in_force() -> None:
    """The trial finds network, programs, memory and the end of the parent in force on Linux, and says how."""
    found = protections()
    assert {one.name: one.state for one in found} == dict.fromkeys(
        ("network", "programs", "memory", "parent"), "in force"
    )
    assert all(": " in one.how for one in found)


def test_a_trial_that_finds_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the trial process cannot be run, nothing is said to be in force."""
    monkeypatch.setattr(sys, "executable", str(ROOT / "none"))
    assert {one.state for one in protections()} == {"untested"}


def test_without_protection_the_letters_are_refused(
    packaged_release: Release, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A process that could not be confined refuses the letters in a query of the user's own, and in no other."""
    monkeypatch.setattr("dhrgraph.questions.child.isolate", lambda: "")
    monkeypatch.setattr("dhrgraph.questions.child.hold_memory", lambda: "")
    monkeypatch.setattr("dhrgraph.questions.child.end_with_parent", lambda parent: "")
    monkeypatch.setattr("dhrgraph.questions.child.faulthandler.dump_traceback_later", lambda *args, **options: None)
    arguments = (str(packaged_release.path / "store"), "9", "1")
    for whose, text, code in [
        ("own", "SELECT ?service {}", Code.REFUSED),
        ("packaged", "SELECT ?service {}", Code.DONE),
        ("own", "SELECT ?other {}", Code.DONE),
    ]:
        monkeypatch.setattr("sys.stdin", _Text(text))
        assert main(*arguments, whose) == code, text
        assert ("letters 'service'" in capsys.readouterr().err) == (code == Code.REFUSED)


class _Text:
    """A standard input that holds a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def buffer(self) -> _Text:
        """Itself."""
        return self

    def read(self, size: int) -> bytes:
        """The text, up to a size."""
        return self.text.encode()[:size]


@linux
def test_a_query_ends_with_its_caller(packaged_release: Release) -> None:
    """Killing the process that asks ends the one that answers."""
    code = f"""
from pathlib import Path
from dhrgraph.questions.run import ask
from dhrgraph.rdf.release import Release
ask(Release(Path({str(packaged_release.path)!r})), "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}", timeout=300)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as asking:
        answering: list[psutil.Process] = []
        for _ in range(600):
            answering = psutil.Process(asking.pid).children()
            if answering and answering[0].cpu_times().user > 1:
                break
            time.sleep(0.1)
        asking.kill()
    assert answering
    psutil.wait_procs(answering, timeout=10)
    assert not answering[0].is_running()


def test_a_caller_that_has_ended_is_noticed() -> None:
    """A process that is started by one that has ended meanwhile ends before it does anything."""
    code = "from dhrgraph.confinement import end_with_parent; end_with_parent(1); print('on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == ("" if sys.platform == "linux" and os.getpid() != 1 else "on\n")


def reach(url: str) -> str:
    """What becomes of a request from a worker; also used by one."""
    import urllib.request  # noqa: PLC0415

    try:
        urllib.request.urlopen(url)  # noqa: S310
    except OSError as error:
        return str(error)
    return "answered"


@linux
def test_workers_have_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that reads reports reaches no listener, and its results come back."""
    monkeypatch.syspath_prepend(ROOT)
    with endpoint() as url:
        assert "500" in reach(url)
        Endpoint.hits.clear()
        [(_, result)] = each(reach, [(url,)], workers=1, limit=60)
        assert not isinstance(result, Lost)
        assert "not permitted" in result
        assert Endpoint.hits == []
