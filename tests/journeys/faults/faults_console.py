#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault ends in a sentence on the console's page, with the last good list still on screen.

faults_console.py GATEHOUSECTL GATEHOUSE_SANDBOX GATEHOUSE [PICTURES]   (inside tests/peers/keychain/with-keyring)
"""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402

CACHE = pathlib.Path(os.environ["XDG_CACHE_HOME"])
PICTURES = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else HOME / "pictures"
failures = []


# Another D-Bus session over the same home: the keys are there, nobody has unlocked them.
LOCKED = ["dbus-run-session", "--", "bash", "-c", "export XDG_RUNTIME_DIR=$(mktemp -d); "
          "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; \"$@\"", "locked"]


def look(name, says, rows=True, page="approvals", environment=None, wrapper=()):
    """Opens the console and reads what it says; `says`: words that must be among it."""
    command = [*wrapper, sys.argv[3], "--connection", "sandbox", "--tour", str(PICTURES / name), "--tour-part", "look"]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=90,
                              env={**os.environ, **(environment or {})})
    said = [line for line in finished.stdout.splitlines() if line.startswith(("message:", "instead:", "page:"))]
    text = "\n".join(said)
    good = finished.returncode == 0 and all(word in text for word in says) and f"page: {page}" in text \
        and (not rows or "rows: 0" not in text) and "eyJ" not in finished.stderr
    print(f"{'ok  ' if good else 'FAIL'} {name}: {said[0] if said else ''}", flush=True)
    if not good:
        failures.append(f"{name}: exit {finished.returncode}, wanted {says} on {page}:\n{text}\n{finished.stderr[-1500:]}")


def with_cache(kept):
    """The cache as it was at first, so that the gateway's list is another one and is sent in full."""
    shutil.rmtree(CACHE)
    shutil.copytree(kept, CACHE)


def every_fault(sandbox, ctl):
    ctl.connect_and_sign_in(sandbox.start())
    look("all is well", [])
    kept = HOME / "kept-cache"
    shutil.copytree(CACHE, kept)
    assert ctl.run("requests", "approve", "sub_48203")[0] == 0
    sandbox.stop()

    look("gateway is down", ["The server cannot be reached", "was read", "Ctrl+R"])
    for name, spec, says in (
            ("500", "error=100", ["The server failed", "was read"]),
            ("cut line", "cut=100", ["cannot be reached", "was read"]),
            ("garbage", "garbage=100", ["was read"]),
            ("a web page", "html=100", ["was read"]),
            ("wrong content type", "wrong-type", ["was read"]),
            ("200 MB", "huge", ["was read"]),
            ("429", "429=100", ["slow down", "was read", "countdown: "]),
            ("429 without Retry-After", "429-bare=100", ["slow down", "was read"]),
            ("revoked session", "revoke", ["Your session has ended", "Sign in again"])):
        with_cache(kept)
        sandbox.start(spec)
        look(name, says)
        sandbox.stop()

    sandbox.start()
    code, _, err = ctl.run("signin")
    assert code == 0, err
    for file in (CACHE / "gatehouse").glob("cache.sqlite*"):
        file.write_bytes(b"garbage" * 1000)
    look("damaged cache", ["were damaged", "moved aside"])
    # Below a regular file no directory can be made, whoever asks.
    (HOME / "file").write_text("")
    look("cache that cannot be written", [str(HOME / "file")], environment={"XDG_CACHE_HOME": str(HOME / "file")})
    look("full disk", ["cannot be kept on this computer", "Make room"],
         wrapper=["bash", "-c", "ulimit -f 24; trap '' XFSZ; exec \"$@\"", "full"])  # no file over 24 KiB
    look("no key store", ["key store"], rows=False, page="signin",
         environment={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
    look("locked key store", ["key store is locked"], rows=False, page="signin", wrapper=LOCKED)
    sandbox.stop()


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        every_fault(sandbox, Ctl(sys.argv[1]))
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
