"""Confining a process: it can reach no network, start no program, and take only so much memory.

A process calls this about itself, before it does what it is not trusted with; nothing here can be undone. Where
a system has no such thing, or refuses it, the process learns so and has to do with less. `dhrgraph.protections`
tries what is in force on this machine.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

__all__ = ["MEMORY", "end_with_parent", "hold_memory", "isolate"]

#: Bytes that a process may take.
MEMORY = 2 * 2**30

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _SIGKILL = 1, 38, 9
_SECCOMP_SET_MODE_FILTER, _TSYNC = 1, 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_ALLOW, _DENY, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # the second is an error, EPERM
_X32 = 0x40000000  # the bit of a second set of system calls on x86-64


class _Machine(NamedTuple):
    """What a kind of processor calls by number: its own word, the call that sets a filter, and what is denied."""

    word: int
    seccomp: int
    denied: tuple[int, ...]


# socket connect accept sendto sendmsg bind listen socketpair execve ptrace sendmmsg accept4 process_vm_readv and
# writev, execveat, io_uring_setup enter register, pidfd_getfd; a process that has no socket can do without them all.
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        317,
        (41, 42, 43, 44, 46, 49, 50, 53, 59, 101, 307, 288, 310, 311, 322, 425, 426, 427, 438),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        277,
        (198, 203, 202, 206, 211, 200, 201, 199, 221, 117, 269, 242, 270, 271, 281, 425, 426, 427, 438),
    ),
}
_MACOS_PROFILE = b"(version 1)(allow default)(deny network*)(deny process-exec*)"


def isolate() -> str:
    """Keep this process from the network, and from starting programs, for good.

    Returns
    -------
    str
        By what it is kept; empty where it is not, and the process has to be as careful as it can.
    """
    by = ""
    with suppress(OSError, AttributeError, ValueError):
        if sys.platform == "linux":
            by = _filtered() or _unshared()
        elif sys.platform == "darwin":
            by = _sandboxed()
    return by


def _filtered() -> str:
    """Have the kernel deny the calls that open a connection, to all threads of this process."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or struct.calcsize("P") != 8:
        return ""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return ""
    code = _program(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if libc.syscall(machine.seccomp, _SECCOMP_SET_MODE_FILTER, _TSYNC, ctypes.c_char_p(program)):
        return ""
    if libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0) != -1 or ctypes.get_errno() != errno.EPERM:
        return ""  # whatever the kernel said, it does not deny
    return "a filter of system calls (seccomp)"


def _program(machine: _Machine) -> bytes:
    """The filter, in the instructions of the kernel's packet filter (code, jump if so, jump if not, number)."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    steps = [
        (load, 0, 0, 4),  # the word of the processor: another one has other numbers
        (equal, 1, 0, machine.word),
        (give, 0, 0, _KILL),
        (load, 0, 0, 0),  # the number of the call
        (at_least, 0, 1, _X32),
        (give, 0, 0, _KILL),
    ]
    for number in machine.denied:
        steps += [(equal, 0, 1, number), (give, 0, 0, _DENY)]
    return b"".join(struct.pack("HBBI", *step) for step in [*steps, (give, 0, 0, _ALLOW)])


def _unshared() -> str:
    """Move this process into a network of its own, which has no way out; sockets that are files stay in reach."""
    libc = ctypes.CDLL(None, use_errno=True)
    return "" if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) else "a network of its own (namespaces)"


def _sandboxed() -> str:
    """Put this process into a sandbox of macOS; never tried there."""
    library = ctypes.CDLL("/usr/lib/libSystem.dylib", use_errno=True)
    error = ctypes.c_char_p()
    return "" if library.sandbox_init(_MACOS_PROFILE, 0, ctypes.byref(error)) else "a sandbox of macOS"


def hold_memory(most: int = MEMORY) -> str:
    """Have this process end, and no other one, where it takes more than so many bytes.

    Returns
    -------
    str
        By what it is held; empty where it is not.
    """
    if sys.platform == "win32":
        return _job(most)
    import resource  # noqa: PLC0415 - Windows has none

    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most += _untouched()
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what it holds must not be left on the disk
        return "a limit of address space" if sys.platform == "linux" else ""  # macOS does not hold to it
    return ""


def _untouched() -> int:
    """Bytes of address space that this process has been given and has not used, as for the threads of libraries."""
    with suppress(OSError, ValueError):
        mapped, resident, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return (int(mapped) - int(resident)) * os.sysconf("SC_PAGESIZE")
    return 0


def _job(most: int) -> str:
    """Put this process into a job of Windows, which denies it more memory; never tried there."""
    if sys.platform == "win32":
        try:
            import win32api  # noqa: PLC0415 - portalocker brings it on Windows
            import win32job  # noqa: PLC0415
        except ImportError:
            return ""
        with suppress(win32api.error):
            job = win32job.CreateJobObject(None, "")
            limits = win32job.QueryInformationJobObject(job, win32job.JobObjectExtendedLimitInformation)
            limits["ProcessMemoryLimit"] = most
            limits["BasicLimitInformation"]["LimitFlags"] |= win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
            win32job.SetInformationJobObject(job, win32job.JobObjectExtendedLimitInformation, limits)
            win32job.AssignProcessToJobObject(job, win32api.GetCurrentProcess())
            _KEPT.append(job)
            return "a job of Windows"
    return ""


#: The handle of the job, which lasts as long as one is open.
_KEPT: list[object] = []


def end_with_parent(parent: int) -> str:
    """Have this process end as soon as the one that started it does.

    Parameters
    ----------
    parent : int
        The number of the process that started it, which may have ended already.

    Returns
    -------
    str
        By what; empty where the system has no such thing.
    """
    if sys.platform != "linux":
        return ""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0):
        return ""
    if os.getppid() != parent:
        os._exit(1)
    return "a signal at the end of the parent"
