#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An installer that cannot reach its registry says so and fails; it never skips in silence. The real apt, npm and curl
run, behind a proxy that is not there."""
import os
import pathlib
import subprocess
import sys
import tempfile

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
NOWHERE = "http://127.0.0.1:9"  # discard: nobody listens


def stub(folder, name, body):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o700)


def run(script, folder, **more):
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    environment.update({name: NOWHERE for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")},
                       PATH=f"{folder / 'bin'}:{os.environ['PATH']}", XDG_CACHE_HOME=str(folder / "cache"),
                       HOME=str(folder), npm_config_fetch_retries="0", npm_config_cache=str(folder / "npm"),
                       npm_config_registry="https://registry.npmjs.org/", **more)
    done = subprocess.run([SCRIPTS / script], env=environment, capture_output=True, text=True, timeout=100)
    return done.returncode, done.stdout, done.stderr


def check(name, code, out, err, registry, folder):
    assert code != 0, f"{name}: it succeeded"
    assert registry in err and "could not be reached" in err, f"{name}: {err}"
    assert not out.strip(), f"{name}: {out}"  # nothing that a caller would take for a directory
    left = [path.name for path in (folder / "cache").rglob("*")] if (folder / "cache").exists() else []
    assert [name for name in left if name != "gatehouse-peers"] == [], f"{name}: left behind: {left}"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bin").mkdir()
        stub(folder / "bin", "java", "exit 0")  # Keycloak's is another script's matter
        check("install-keycloak", *run("install-keycloak", folder), "Maven Central", folder)
        check("install-peers", *run("install-peers", folder), "npm registry", folder)

        # apt in folders of its own, which anybody may write; everything is said to be missing.
        stub(folder / "bin", "dpkg-query", "exit 1")
        stub(folder / "bin", "id", "echo 0")
        stub(folder / "bin", "systemctl", "exit 0")
        for part in ("state/lists/partial", "cache-apt/archives/partial", "etc"):
            (folder / part).mkdir(parents=True)
        (folder / "etc" / "sources.list").write_text("deb http://deb.debian.org/debian bookworm main\n")
        (folder / "apt.conf").write_text(
            f'Dir::State "{folder}/state"; Dir::State::lists "{folder}/state/lists"; Dir::Cache "{folder}/cache-apt";\n'
            f'Dir::Etc::sourcelist "{folder}/etc/sources.list"; Dir::Etc::sourceparts "/dev/null";\n'
            f'Acquire::http::Proxy "{NOWHERE}"; Acquire::Retries "0"; APT::Sandbox::User "";\n')
        code, out, err = run("install-packages", folder, APT_CONFIG=str(folder / "apt.conf"))
        check("install-packages", code, out, err, "Debian's package registry", folder)
        # What is something else is not called that.
        stub(folder / "bin", "apt-get", 'case "$*" in *update*) ;; *) echo "E: dpkg was interrupted" >&2; exit 100 ;; esac')
        code, out, err = run("install-packages", folder)
        assert code != 0 and "dpkg was interrupted" in err and "was reached, but" in err, err
    print("installers: each says that its registry could not be reached, and fails")


if __name__ == "__main__":
    sys.exit(main())
