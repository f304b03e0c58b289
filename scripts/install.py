"""Make the environment from the locked versions, or lock them anew with `--lock`.

Needs nothing but Python.  uv installs, because it takes seconds where pip takes minutes; it does
not read pip's configuration, so an index, a folder or a certificate set there is handed over.
Where uv fails all the same, pip installs the same files, slowly.
"""

import argparse
import ast
import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)

REQUIREMENTS = Path("requirements")
BOOTSTRAP = str(REQUIREMENTS / "bootstrap.txt")
LOCK = str(REQUIREMENTS / "lock.txt")

FROM_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
}
"""Setting of pip: environment variable of uv."""

# One version of a library for every Python, so that a result does not depend on the Python.
LOCKING = (
    "--universal",
    "--fork-strategy=fewest",
    "--python-version=" + ".".join(map(str, OLDEST)),
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--upgrade",
    "--quiet",
)


def main():
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    command.add_argument("folder", type=Path, help="the environment")
    command.add_argument("--lock", action="store_true", help="resolve the versions anew")
    chosen = command.parse_args()
    if chosen.lock:
        lock(chosen.folder)
    else:
        refuse_other_pythons()
        install(chosen.folder)


def refuse_other_pythons():
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        span = " to ".join(".".join(map(str, version)) for version in (OLDEST, NEWEST))
        running = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"community_sim needs Python {span}, and {sys.executable} is Python {running}.\n"
            "Install one of them and name it, for example: make compare PYTHON=python3.13"
        )


def install(folder):
    shown = ".".join(map(str, sys.version_info[:3]))
    print(f"Setting up {folder} with Python {shown}; this happens once.", flush=True)
    try:
        # Where the environment is activated, `python3` is the one in it, which cannot copy itself.
        if folder.resolve() != Path(sys.prefix).resolve():
            venv.create(folder, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit(
            "This Python cannot make virtual environments. On Debian and Ubuntu, "
            "`apt install python3-venv` adds what is missing."
        )
    pip(folder, "install", "--quiet", "--require-hashes", "--requirement", BOOTSTRAP)
    try:
        uv(folder, "sync", "--require-hashes", "--compile-bytecode", LOCK)
    except subprocess.CalledProcessError:
        print("uv could not install; pip tries the same, which takes minutes.", flush=True)
        pip(folder, "install", "--no-deps", "--require-hashes", "--requirement", LOCK)
    # The package itself stays where it is, and is imported from here.
    pip(folder, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")


def lock(folder):
    # Only the index: a folder or a second index may hold some of a version's files, not all.
    for extra in ("extra-index-url", "find-links"):
        del FROM_PIP[extra]
    uv(folder, "compile", "requirements/bootstrap.in", "--output-file", BOOTSTRAP, *LOCKING)
    left_out = ("--extra", "dev", "--excludes", "requirements/excludes.txt")
    uv(folder, "compile", "pyproject.toml", "--output-file", LOCK, *left_out, *LOCKING)


def uv(folder, command, *arguments):
    """Run `uv pip` with what pip is configured with."""
    # Look in all indexes, as pip does; the hashes say which file is meant.
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for option, value in pip_settings(folder).items():
        separator = "," if option == "find-links" else " "
        settings[FROM_PIP[option]] = separator.join(value.split())
    run = [python(folder), "-m", "uv", "pip", command, "--python", python(folder), *arguments]
    subprocess.run(run, env={**settings, **os.environ}, check=True)


def pip(folder, *arguments):
    run = [python(folder), "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(run, check=False).returncode:
        sys.exit("The packages could not be installed; pip says above what it missed.")


def pip_settings(folder):
    """Return pip's settings that uv can use; the environment wins over the files."""
    run = [python(folder), "-m", "pip", "config", "list"]
    listed = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    settings = {}
    for section in ("global", "install", ":env:"):
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            place, _, option = name.rpartition(".")
            if place == section and option in FROM_PIP:
                settings[option] = str(ast.literal_eval(value))
    return settings


def python(folder):
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


if __name__ == "__main__":
    main()
