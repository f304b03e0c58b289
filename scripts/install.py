"""Install the locked environment, or resolve it anew with `--lock`.

uv does the work, because it takes seconds where pip takes minutes.  It does not read pip's
configuration, so an index or a certificate set there is handed over.
"""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
FROM_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main() -> None:
    """Install, or lock."""
    if "--lock" in sys.argv[1:]:
        for source, target, extra in (
            ("requirements/bootstrap.in", "requirements/bootstrap.txt", []),
            (
                "pyproject.toml",
                "requirements/lock.txt",
                ["--extra", "dev", "--override", "requirements/overrides.txt"],
            ),
        ):
            uv("pip", "compile", source, "--output-file", target, *extra, *LOCK_OPTIONS)
        return
    python = ("--python", sys.executable)
    uv("pip", "sync", "--require-hashes", "--compile-bytecode", *python, "requirements/lock.txt")
    uv("pip", "install", "--no-deps", "--no-build-isolation", *python, "--editable", ".")


LOCK_OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--python-version=3.11",
    "--upgrade",
    "--quiet",
)


def uv(*arguments: str) -> None:
    """Run uv with what pip is configured with."""
    environment = dict(os.environ)
    for option, variable in FROM_PIP.items():
        value = pip_setting(option)
        if value and variable not in environment:
            environment[variable] = value
    subprocess.run([BIN / "uv", *arguments], env=environment, check=True)


def pip_setting(option: str) -> str:
    """Return a setting of pip, from its environment or its configuration; empty if unset."""
    for section in (":env:", "global", "install"):
        found = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", f"{section}.{option}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if found.returncode == 0:
            return found.stdout.strip()
    return ""


if __name__ == "__main__":
    main()
