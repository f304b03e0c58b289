"""Build the site: JupyterLite, Python for the browser, the model, and the lessons."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import community_sim
from community_sim.course.browser.decade import scenarios_of_lesson
from community_sim.course.browser.expectations import FILE, known_expectations
from community_sim.course.lite.lessons import write_lessons
from community_sim.course.lite.runtime import PYTHON, fetched_wheels, unpack_runtime
from community_sim.course.lite.wheels import (
    Wheel,
    from_folders,
    from_installed,
    in_order_of_need,
    listed,
)
from community_sim.errors import BadValue
from community_sim.reading import data_folder

__all__ = ["build_site", "start_page"]

_KERNEL = "@jupyterlite/pyodide-kernel-extension"
_EXTENSIONS = (_KERNEL, "@jupyter-widgets/jupyterlab-manager")
_ROOTS = ("ipython", "comm", "ipywidgets", "pydantic", "pyyaml", "mesa", "micropip")
_GIVEN: Mapping[str, tuple[str, ...]] = {
    "numpy": (), "scipy": ("numpy",), "micropip": ("packaging",),
    "pydantic-core": ("typing-extensions",), "mesa": ("numpy", "scipy", "tqdm"),
    "pexpect": (), "psutil": (), "widgetsnbextension": (), "jupyterlab-widgets": (),
}  # fmt: skip
_LEFT_OUT = ("pexpect", "psutil", "widgetsnbextension", "jupyterlab-widgets")
_MARKERS = {
    "sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix",
    "platform_machine": "wasm32", "python_version": PYTHON, "python_full_version": f"{PYTHON}.0",
    "implementation_name": "cpython", "platform_python_implementation": "CPython",
}  # fmt: skip
LEFT_OUT_OF_COURSE = ("exercises",)
"""Parts of the course's package that students do not get: the key."""

_DATA = (
    "levers.csv", "parameters.csv", "places", "policies", "recommendations.csv",
    "report_figures.csv", "report_sections.csv",
)  # fmt: skip


def build_site(out: Path, languages: Sequence[str] = ("en", "zh")) -> Path:
    """Build the site into a folder, and return the page to open.

    Any web server that serves files can show it; opened from the disk, a browser refuses to run it.

    Parameters
    ----------
    out : Path
        Folder of the site; made, or filled anew.
    languages : sequence of {'en', 'zh'}
        Editions of the lessons.

    Raises
    ------
    BadValue
        Something that the site needs could not be fetched, is not installed, or does not build.
    """
    out = out.resolve()
    if out.exists() and any(out.iterdir()) and not (out / "jupyter-lite.json").exists():
        raise BadValue(
            f"{out} holds something else than a site of the course; name another folder."
        )
    with tempfile.TemporaryDirectory(prefix="community_sim-") as private:
        work = Path(private)
        _write_python(work / "static" / "pyodide")
        write_lessons(work / "files", languages)
        (work / "jupyter-lite.json").write_text(json.dumps(_settings()), encoding="utf-8")
        made = work / "made"
        _run_jupyterlite(work, made)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out)
    page = out / "start.html"  # index.html is JupyterLite's, which reads its settings from it
    page.write_text(start_page(languages), encoding="utf-8")
    return page


def _write_python(folder: Path) -> None:
    """Write the browser's Python, and the list of packages it loads from."""
    info = unpack_runtime(folder)
    wheels = _wheels(folder)
    (folder / "pyodide-lock.json").write_text(listed(wheels, info), encoding="utf-8")


def _wheels(folder: Path) -> list[Wheel]:
    """Return wheels of the model and of all it needs, written into a folder."""
    fetched = {}
    for path in fetched_wheels():
        name, version, *_ = path.name.split("-")
        copied = Path(shutil.copy(path, folder))
        needs = _GIVEN[name.replace("_", "-")]
        fetched[name.replace("_", "-")] = Wheel(
            name.replace("_", "-"), version, copied, (name,), needs
        )
    stand_in = Path(__file__).with_name("stand_in")
    wheels = [
        *fetched.values(),
        from_folders("numpy", "0+browser", {"numpy": stand_in / "numpy"}, (), folder),
        from_folders("scipy", "0+browser", {"scipy": stand_in / "scipy"}, ("numpy",), folder),
    ]
    needed = in_order_of_need(_ROOTS, _GIVEN, _MARKERS)
    here = {wheel.name for wheel in wheels}
    for name, needs in needed.items():
        if name not in here and name not in _LEFT_OUT:
            kept = [need for need in needs if need not in _LEFT_OUT]
            wheels.append(from_installed(name, kept, folder))
    return [*wheels, _model(folder)]


def _model(folder: Path) -> Wheel:
    """Return a wheel of this package: its sources, and the data that a run reads."""
    package, data = Path(community_sim.__file__).parent, data_folder()
    parts = _parts("community_sim", package, ("charts", "explorer", "course"))
    parts |= _parts("community_sim/course", package / "course", LEFT_OUT_OF_COURSE)
    parts |= {f"community_sim/_data/{name}": data / name for name in _DATA}
    with tempfile.TemporaryDirectory(prefix="community_sim-") as private:
        expected = Path(private, FILE.name)
        expected.write_text(known_expectations(scenarios_of_lesson()), encoding="utf-8")
        parts[f"community_sim/course/browser/{FILE.name}"] = expected
        return _packed_model(parts, folder)


def _parts(place: str, folder: Path, left_out: Sequence[str]) -> dict[str, Path]:
    """Return what is in a folder, by where it goes in the wheel."""
    return {
        f"{place}/{part.name}": part
        for part in folder.iterdir()
        if not part.name.startswith(("_data", "_notebooks", "__pycache__"))
        and part.name not in left_out
    }


def _packed_model(parts: Mapping[str, Path], folder: Path) -> Wheel:
    needs = ("ipywidgets", "mesa", "numpy", "pydantic", "pyyaml")
    return from_folders("community-sim", community_sim.__version__, parts, needs, folder)


def _settings() -> dict[str, Any]:
    """Return the site's settings: its own Python, and no other host."""
    plugin = {"disablePyPIFallback": True, "pyodideUrl": "./static/pyodide/pyodide.mjs"}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "community_sim",
            "litePluginSettings": {f"{_KERNEL}:kernel": plugin},
        },
    }


def _run_jupyterlite(work: Path, made: Path) -> None:
    """Run JupyterLite's own build, with only the two extensions that the lessons need."""
    try:
        import jupyterlite_core  # noqa: F401 - only whether it is there
    except ImportError:
        raise BadValue(
            "Building the course's site needs jupyterlite-core, which is not installed here; set "
            "up the environment with `make env`."
        ) from None
    extensions = Path(sys.prefix, "share", "jupyter", "labextensions")
    command = [
        sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab", "--ignore-sys-prefix",
        "--no-sourcemaps", "--no-libarchive", "--lite-dir", str(work), "--output-dir", str(made),
        "--contents", str(work / "files"),
    ]  # fmt: skip
    for name in _EXTENSIONS:
        command.append(f"--LiteBuildConfig.federated_extensions={extensions / name}")
    done = subprocess.run(  # noqa: S603 - this Python, JupyterLite
        command, cwd=work, env=_environment(work), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "no reason").splitlines()[-1]
        raise BadValue(f"JupyterLite could not build the course's site: {said}")


def _environment(work: Path) -> dict[str, str]:
    """Return an environment in which nobody's own settings of Jupyter count."""
    private = {
        name: str(work / "jupyter")
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    return kept | private


_WORDS = {
    "en": ("In English", "One community, ten years"),
    "zh": ("中文版", "一个社区的十年"),
}


def start_page(languages: Sequence[str]) -> str:
    """Return a page that leads to the editions."""
    links = "".join(
        f'<li lang="{lang}"><a href="lab/index.html?path={lang}/browser_one_community.ipynb">'
        f"{_WORDS[lang][0]}: {_WORDS[lang][1]}</a></li>"
        for lang in languages
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>community_sim</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{font:1.2rem/1.7 sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}"
        f"</style></head><body><h1>community_sim</h1><ul>{links}</ul></body></html>\n"
    )
