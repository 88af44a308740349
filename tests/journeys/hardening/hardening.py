# SPDX-License-Identifier: GPL-3.0-or-later
"""What the environment may not make of the programs: no file of TLS keys, no foreign plug-ins, no core file."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(tempfile.mkdtemp())


def environment():
    """As somebody who wants to look inside would set it."""
    hostile = dict(os.environ)
    hostile["SSLKEYLOGFILE"] = str(HOME / "keys")
    hostile["QT_PLUGIN_PATH"] = str(HOME / "plugins")
    hostile["QT_DEBUG_PLUGINS"] = "1"
    hostile["OPENSSL_CONF"] = str(HOME / "openssl.cnf")
    return hostile


def limits(process):
    """The running program's, once it has set them."""
    text = ""
    for _ in range(600):
        text = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        core = [line.split() for line in text.splitlines() if line.startswith("Max core file size")]
        if core and core[0][4:6] == ["0", "0"]:
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"no limit on core files: {text}")


def run(command, ends):
    """The program is looked at while it runs; what it said of plug-ins is read afterwards."""
    # `ulimit -c` is inherited: raised first where it may be, so that the zero is the program's own.
    shell = 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"'
    process = subprocess.Popen(["bash", "-c", shell, "x", *command], env=environment(), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if not ends:
        limits(process)
        process.terminate()
    _, said = process.communicate(timeout=60)
    assert str(HOME / "plugins") not in said.decode(errors="replace"), "QT_PLUGIN_PATH was heeded"
    assert not (HOME / "keys").exists(), "SSLKEYLOGFILE was heeded"
    return process.returncode


def main():
    ctl, console = sys.argv[1], sys.argv[2:]
    (HOME / "plugins").mkdir()  # Qt drops what does not exist
    assert run([ctl, "--version"], ends=True) == 0
    # Waits for a token on its standard input: long enough to be looked at.
    jwks = HOME / "jwks"
    jwks.write_text('{"keys": []}')
    run([ctl, "jws", "verify", "--jwks", str(jwks), "-"], ends=False)
    for program in console:
        run([program], ends=False)
    print("passed")


main()
