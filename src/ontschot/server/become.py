"""Become somebody else, or tie one's life to a parent's, and then run a command.

`become.py account UID GID CAPABILITY COMMAND …` runs it as that account. CAPABILITY is `-`, or the
number of the one capability that it keeps, to pass through folders that are closed to it.
`become.py child PARENT COMMAND …` runs it so that it is asked to stop when its parent is killed.

It stands alone and is started by path, between fork and the command itself.
"""

import ctypes
import os
import signal
import sys

# From linux/capability.h, linux/prctl.h and linux/securebits.h.
PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAPABILITY_VERSION_3 = 0x20080522
CANNOT_RUN = 126


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def become_account(uid: int, gid: int, capability: int | None) -> None:
    """Give up being root, for ever, but for one capability."""
    libc = ctypes.CDLL(None, use_errno=True)
    if capability is not None:
        # Without this bit access(2) ignores the capability, and PostgreSQL uses access(2).
        _check(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    os.umask(0o077)
    if capability is not None:
        bit = 1 << capability
        header = _Header(CAPABILITY_VERSION_3, 0)
        sets = (_Sets * 2)(_Sets(bit, bit, bit), _Sets(0, 0, 0))
        _check(libc.capset(ctypes.byref(header), ctypes.byref(sets)))
        _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0))


def live_with(parent: int) -> None:
    """On Linux: hear SIGTERM when the parent is gone without having had time to clean up."""
    if not sys.platform.startswith("linux"):
        return
    _check(ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0))
    if os.getppid() != parent:
        sys.exit(CANNOT_RUN)


def _check(outcome: int) -> None:
    if outcome != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main(argv: list[str]) -> None:
    """Never returns: it becomes the command, or ends with status 126 and one line."""
    try:
        if argv[0] == "account":
            uid, gid, capability, *command = argv[1:]
            become_account(int(uid), int(gid), None if capability == "-" else int(capability))
        else:
            parent, *command = argv[1:]
            live_with(int(parent))
        os.execv(command[0], command)
    except (OSError, AttributeError) as fault:
        print(fault, file=sys.stderr)
        sys.exit(CANNOT_RUN)


if __name__ == "__main__":
    main(sys.argv[1:])
