#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a person waits: from the browser's way back to a session that a gateway answered, and from the start of a
program to the same with a session from the key store. The provider is the sandbox, on this computer.

signin.py GATEHOUSECTL GATEHOUSE_SANDBOX RESULT.json   (inside tests/peers/keychain/with-keyring)
"""
import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "journeys"))
from program import HOME, Ctl, Sandbox  # noqa: E402

RUNS = 15


def main():
    ctl = Ctl(sys.argv[1])
    moment = HOME / "way-back"
    # Notes when it is sent back, and goes there.
    (HOME / "browser").write_text(
        "#!/bin/sh\nback=$(curl -s -o /dev/null -w '%{redirect_url}' \"$1\")\n"
        f"while case $back in http://127.0.0.1:*/callback*) false;; *) true;; esac; do\n"
        "  back=$(curl -s -o /dev/null -w '%{redirect_url}' \"$back\")\ndone\n"
        f"date +%s%N >'{moment}'\nexec curl -s -o /dev/null \"$back\"\n")
    signed_in, restored = [], []
    with Sandbox(sys.argv[2]) as sandbox:
        ctl.connect_and_sign_in(sandbox.start())
        for _ in range(RUNS):
            began = time.time_ns()
            code, _, err = ctl.run("whoami")
            assert code == 0, err
            restored.append((time.time_ns() - began) / 1e6)
            assert ctl.run("signout")[0] == 0
            code, _, err = ctl.run("signin")
            assert code == 0, err
            signed_in.append((time.time_ns() - int(moment.read_text())) / 1e6)
    median = {"signin_ms": statistics.median(signed_in), "restore_ms": statistics.median(restored)}
    pathlib.Path(sys.argv[3]).write_text(json.dumps({"median": median, "signin_ms": signed_in, "restore_ms": restored},
                                                    indent=1))
    print(json.dumps(median))


if __name__ == "__main__":
    main()
