#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several starts of the real console: the second raises the first and ends with 0, a killed one leaves nothing in the
way, one that hangs is noticed within seconds, and a link that is not exactly one is refused before anything else.

instance.py GATEHOUSE   (inside tests/isolated and a D-Bus session)
"""
import os
import pathlib
import signal
import socket
import stat
import subprocess
import sys
import time

PROGRAM = sys.argv[1]
RUNTIME = pathlib.Path(os.environ["XDG_RUNTIME_DIR"])


def start(*arguments):
    return subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process, within=60):
    out, err = process.communicate(timeout=within)
    return process.returncode, out, err


def listening():
    """The socket, once somebody answers on it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for path in RUNTIME.glob("gatehouse-*.socket"):
            with socket.socket(socket.AF_UNIX) as peer:
                try:
                    peer.connect(str(path))
                    return path
                except OSError:
                    pass
        time.sleep(0.05)
    raise AssertionError("nobody listens")


def say(path, line):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(30)
        peer.connect(str(path))
        peer.sendall(line)
        answer = b""
        try:
            while piece := peer.recv(100):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


def refuses_bad_links():
    for link in ("gatehouse://Production/requests/1?approve", "gatehouse://Production/requests/1/approve",
                 "https://gw.example.com/requests/1", "gatehouse://ada@Production/requests/1", "--approve"):
        code, out, err = finish(start(link))
        assert code == 2 and not out and err.strip(), (link, code, out, err)
    assert not list(RUNTIME.glob("gatehouse-*")), "a refused link started something"


def main():
    refuses_bad_links()

    first = start()
    path = listening()
    assert stat.S_IMODE(path.lstat().st_mode) & 0o077 == 0, oct(path.lstat().st_mode)
    for arguments in ((), ("gatehouse://Nowhere/requests/sub_1",)):
        code, out, err = finish(start(*arguments))
        assert code == 0, (arguments, code, err)
    code, _, err = finish(start("--connection", "Production"))
    assert code == 0 and "running already" in err, (code, err)
    # Only orders, one at a time.
    assert say(path, b"raise\n") == b"ok\n"
    for line in (b"gatehouse://Production/requests/1\n", b"open Production\t1\tapprove\n", b"raise\nraise\n",
                 b"x" * 5000):
        assert say(path, line) == b"", line
    assert first.poll() is None, "the first start ended"

    first.send_signal(signal.SIGSTOP)  # it hangs
    begun = time.monotonic()
    code, _, err = finish(start())
    assert code == 1 and "does not answer" in err, (code, err)
    waited = time.monotonic() - begun
    first.send_signal(signal.SIGCONT)
    code, _, err = finish(start())
    assert code == 0, (code, err)

    first.kill()
    first.communicate()
    assert path.exists(), "a killed program leaves its socket"
    second = start()
    assert listening() == path
    code, _, err = finish(start())
    assert code == 0, (code, err)
    second.kill()
    second.communicate()
    print(f"one instance: handed over, taken over after a kill, a hanging one noticed in {waited:.1f} s")


main()
