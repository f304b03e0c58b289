"""Measure how soon the explorer's page answers a lever, in a real browser; print a table.

    python scripts/benchmark_explorer.py            # a hundred presses, about three minutes
    python scripts/benchmark_explorer.py --write    # and put the table into BENCHMARKS.md

A key is pressed on a slider; the page's own clock tells when the key came, when the last number
of the first look stood in the table, and when the last of the four pictures was drawn.  Half of
the presses come while better runs for the lever before are still under way.  Server, browser and
this program share the machine's processors.
"""

import argparse
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from community_sim.explorer.state import State
from community_sim.policy import levers

PAGE = Path(__file__).resolve().parent.parent / "BENCHMARKS.md"
BEGIN, END = "<!-- explorer: begin -->", "<!-- explorer: end -->"
SOON = 60_000  # [ms]
SETTLED = 600  # a first look is shown by then, and nothing better yet [ms]
LEVERS = ("pay.coefficient_deputy", "pay.coefficient_general_worker", "pay.coefficient_principal")

# Runs in the page before anything of it: remembers when keys came, cells changed, pictures drew.
WATCH = """
window.seen = {key: 0, cells: 0, pictures: {}};
addEventListener("keydown", event => {
  window.seen = {key: performance.now(), cells: 0, pictures: {}};
}, true);
const clear = CanvasRenderingContext2D.prototype.clearRect;
const known = new WeakMap();
let number = 0;
CanvasRenderingContext2D.prototype.clearRect = function (...box) {
  if (this.canvas.isConnected) {
    if (!known.has(this.canvas)) known.set(this.canvas, number++);
    window.seen.pictures[known.get(this.canvas)] = performance.now();
  }
  return clear.apply(this, box);
};
new MutationObserver(found => {
  if (found.some(each => each.target.parentElement?.closest(".numbers, .changes")))
    window.seen.cells = performance.now();
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


def main() -> None:
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    command.add_argument("--presses", type=int, default=100)
    command.add_argument("--policies", type=int, default=1, choices=(1, 2, 3, 4))
    command.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    chosen = command.parse_args()
    found = measure(chosen.presses, chosen.policies)
    text = table(found, chosen.policies)
    print(text)
    if chosen.write:
        write(text)


def table(found: dict[str, list[float]], policies: int) -> str:
    """Return what was measured as Markdown."""
    lines = [
        f"{processor()}, {os.cpu_count()} processors; {policies} policy beside current practice, "
        f"10 years, kaifu; load of the machine at the end {os.getloadavg()[0]:.1f}.",
        "",
        "| from key to | presses | median | p95 | longest |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, values in found.items():
        p95 = statistics.quantiles(values, n=20, method="inclusive")[18]
        numbers = (statistics.median(values), p95, max(values))
        cells = " | ".join(f"{each:.0f} ms" for each in numbers)
        lines.append(f"| {name} | {len(values)} | {cells} |")
    return "\n".join(lines)


def processor() -> str:
    """Return the name of the processor, as far as the machine tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def write(text: str) -> None:
    """Put the table between its marks in BENCHMARKS.md."""
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def measure(presses: int, policies: int) -> dict[str, list[float]]:
    """Return times from key to numbers and to pictures [ms], resting and while runs go on."""
    start = "from community_sim.cli import main; main()"
    command = [sys.executable, "-c", start, "explore", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = re.search(r"http://\S+", server.stdout.readline()).group()
            with sync_playwright() as driver:
                browser = driver.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page(viewport={"width": 1366, "height": 1000})
                page.set_default_timeout(SOON)
                page.add_init_script(WATCH)
                state = State().started_from("S1")
                for _ in range(policies - 1):
                    state = state.with_another().with_lever("pay.coefficient_general_worker", 0.4)
                page.goto(f"{address}?state={state.as_link()}")
                return pressed(page, presses)
        finally:
            server.terminate()


def pressed(page: Page, presses: int) -> dict[str, list[float]]:
    page.wait_for_selector("[data-final=true]")
    luck = random.Random(1)
    found: dict[str, list[float]] = {}
    for press in range(presses + 2):
        lever = luck.choice(LEVERS)
        is_busy = press % 2 == 1
        if not is_busy:
            page.wait_for_selector("[data-final=true]")
        time.sleep(0.3 + luck.random() * (1.0 if is_busy else 0.2))
        page.get_by_role("slider", name=levers()[lever].label("en"), exact=True).focus()
        page.keyboard.press("ArrowRight" if luck.random() < 0.6 else "ArrowLeft")
        page.wait_for_timeout(SETTLED)
        seen: dict[str, Any] = page.evaluate("window.seen")
        stand = page.locator("[role=status]").get_attribute("data-draws")
        if press < 2:
            continue  # the page's first answers load what later ones have
        if stand != "0" or len(seen["pictures"]) < 4 or not seen["cells"]:
            print("not seen:", stand, seen)
            continue
        busy = "runs under way" if is_busy else "at rest"
        found.setdefault(f"numbers, {busy}", []).append(seen["cells"] - seen["key"])
        last = max(*seen["pictures"].values(), seen["cells"])
        found.setdefault(f"everything, {busy}", []).append(last - seen["key"])
    return found


if __name__ == "__main__":
    main()
