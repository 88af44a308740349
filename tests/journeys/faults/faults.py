#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault a gateway can have ends in a sentence and the documented exit code, never in a hang or a crash.

faults.py GATEHOUSECTL GATEHOUSE_SANDBOX   (inside tests/peers/keychain/with-keyring)
"""
import os
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402

failures = []


def expect(name, outcome, codes):
    """An exit code of those documented, and unless all is well a whole sentence that says what to do."""
    code, out, err = outcome
    sentences = [line for line in err.splitlines() if len(line.split()) > 4]
    leaks = any(word in err for word in ("eyJ", "Bearer ", "refresh_token=", "AddressSanitizer", "ASSERT"))
    good = code in codes and (code == 0 or sentences) and not leaks
    print(f"{'ok  ' if good else 'FAIL'} {name}: exit {code}: {sentences[-1] if sentences else ''}", flush=True)
    if not good:
        failures.append(f"{name}: exit {code}, wanted {sorted(codes)}\n  stdout: {out[-400:]}\n  stderr: {err[-800:]}")


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        every_fault(sandbox, Ctl(sys.argv[1]).run)
    print("\n".join(failures))
    return 1 if failures else 0


def every_fault(sandbox, ctl):
    ready = sandbox.start()
    expect("signed out", ctl("requests", "list"), {2, 3})
    expect("connect", ctl("connect", "sandbox", "--api", ready["api"], "--issuer", ready["issuer"],
                          "--client-id", ready["client_id"], "--ports", "0"), {0})
    expect("not signed in yet", ctl("requests", "list"), {3})
    expect("sign in", ctl("signin"), {0})
    expect("list", ctl("requests", "list"), {0})
    sandbox.stop()

    def last_good_list(name, codes):
        outcome = ctl("requests", "list")
        expect(name, outcome, codes)
        assert "sub_48203" in outcome[1], f"{name}: the last good list is gone: {outcome}"

    last_good_list("sandbox down", {5})
    for spec, codes in {
        "error=100": {5},
        "garbage=100": {1},
        "html=100": {1},
        "cut=100": {5},
        "wrong-type": {1},
        "huge": {1},
        "429=100": {5},
        "429-bare=100": {5},
    }.items():
        sandbox.start(spec)
        # Without a cache, so that there is an answer with a body to spoil.
        expect(f"gateway {spec}", ctl("requests", "list", environment={"XDG_CACHE_HOME": str(HOME / spec)}), codes)
        sandbox.stop()
    sandbox.start("error=100")
    last_good_list("error=100", {5})
    sandbox.stop()
    sandbox.start("revoke")
    expect("session revoked", ctl("requests", "list"), {3})
    sandbox.stop()
    sandbox.start()
    expect("still signed out", ctl("requests", "list"), {3})
    every_port_is_taken(ctl, ready)
    expect("sign in again", ctl("signin"), {0})
    sandbox.stop()

    sandbox.start()
    expect("all is well again", ctl("requests", "list"), {0})
    expect("unknown request", ctl("requests", "show", "no-such-request"), {4})
    expect("no such command", ctl("dance"), {2})
    sandbox.stop()
    # The home cannot be written: below a regular file no directory can be made, whoever asks.
    (HOME / "file").write_text("")
    sandbox.start()
    outcome = ctl("requests", "list", environment={"XDG_CACHE_HOME": str(HOME / "file")})
    expect("a cache that cannot be written", outcome, {0})
    assert "sub_" in outcome[1] and "cannot be read or written" in outcome[2], outcome
    outcome = ctl("requests", "approve", "sub_48203", environment={"XDG_DATA_HOME": str(HOME / "file")})
    expect("a journal that cannot be written", outcome, {1, 3})
    (pathlib.Path(os.environ["XDG_CACHE_HOME"]) / "gatehouse" / "cache.sqlite").write_bytes(b"garbage" * 1000)
    expect("damaged cache", ctl("requests", "list"), {0})
    sandbox.stop()


def every_port_is_taken(ctl, ready):
    """A7: said with their numbers, and what to do; not a browser that waits for ever."""
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [str(each.getsockname()[1]) for each in taken]

    def connect(list_of_ports):
        expect("connect", ctl("connect", "sandbox", "--api", ready["api"], "--issuer", ready["issuer"], "--client-id",
                              ready["client_id"], "--ports", list_of_ports), {0})

    connect(",".join(ports))
    outcome = ctl("signin")
    expect("every port is taken", outcome, {1})
    assert all(port in outcome[2] for port in ports) and "--device" in outcome[2], outcome
    for each in taken:
        each.close()
    connect("0")


if __name__ == "__main__":
    sys.exit(main())
