"""Steps that are done once, and again only where something that they depend on has changed.

A finished step leaves a record in the work folder: the hashes of its inputs and of its outputs.
A step that was cut off left none, so it is begun again; what it keeps of its own parts is its
own affair.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from community_sim.errors import UnknownName, did_you_mean

Hashes = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """One thing that is made.

    Attributes
    ----------
    name, about : str
        What it is called, and what it makes.
    inputs : callable
        Hashes of all that decides the outputs, by a name for people.
    outputs : callable
        The files that it leaves.
    make : callable
        Makes them; takes a key of the inputs, which names a folder for unfinished parts.  Returns a
        sentence for each thing that a person has to put right, or nothing.
    after : tuple of str
        Steps whose outputs it reads.
    is_asked_only : bool
        Whether it is left out unless it is named.
    """

    name: str
    about: str
    inputs: Callable[[], Hashes]
    outputs: Callable[[], Sequence[Path]]
    make: Callable[[str], Sequence[str] | None]
    after: tuple[str, ...] = ()
    is_asked_only: bool = False


def hash_of(*paths: Path, leaving_out: re.Pattern[bytes] | None = None) -> str:
    """Return one hash of files and of all files in folders; a missing one counts as empty.

    Parameters
    ----------
    *paths : Path
        Files and folders.
    leaving_out : pattern of bytes, optional
        What does not count in any file.
    """
    digest = hashlib.sha256()
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in (each for each in inside if each.is_file() and "__pycache__" not in each.parts):
            digest.update(file.relative_to(path.parent).as_posix().encode() + b"\0")
            content = file.read_bytes()
            if leaving_out is not None:
                content = leaving_out.sub(b"", content)
            digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def key_of_inputs(inputs: Hashes) -> str:
    """Return a short name of some inputs."""
    text = json.dumps(inputs, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class Bench:
    """The steps in order, and what the work folder knows of each.

    Parameters
    ----------
    folder : Path
        Work folder.
    steps : sequence of Step
        In an order in which none comes before what it reads.
    """

    def __init__(self, folder: Path, steps: Sequence[Step]) -> None:
        self.steps = {step.name: step for step in steps}
        self._records = folder / "steps"

    def chosen(self, only: Sequence[str], start: str | None) -> list[Step]:
        """Return the steps that are named, or all from one on.

        Raises
        ------
        UnknownName
            There is no such step.
        """
        for name in (*only, *(() if start is None else (start,))):
            if name not in self.steps:
                hint = did_you_mean(name, self.steps) or f"Known are {', '.join(self.steps)}."
                raise UnknownName(f"'{name}' is not a step. {hint}")
        if only:
            return [step for step in self.steps.values() if step.name in only]
        names = list(self.steps)
        first = 0 if start is None else names.index(start)
        return [
            self.steps[name]
            for name in names[first:]
            if name == start or not self.steps[name].is_asked_only
        ]

    def why_stale(self, step: Step) -> str:
        """Return why a step has to be done, or nothing if its outputs are those of its inputs."""
        record = self._records / f"{step.name}.json"
        if not record.exists():
            return "never finished here"
        before = json.loads(record.read_text(encoding="utf-8"))
        now = step.inputs()
        changed = [name for name in now if before["inputs"].get(name) != now[name]]
        changed += [name for name in before["inputs"] if name not in now]
        if changed:
            return f"changed since: {', '.join(changed)}"
        for path in step.outputs():
            if not path.exists():
                return f"missing: {path.name}"
            if before["outputs"].get(path.name) != hash_of(path):
                return f"changed by something else: {path.name}"
        return ""

    def state(self, step: Step) -> str:
        """Return why a step has to be done, that of the steps before it included."""
        reason = self.why_stale(step)
        waits = [name for name in step.after if name in self.steps and self.state(self.steps[name])]
        return reason or (f"follows {', '.join(waits)}" if waits else "")

    def do(self, step: Step) -> Sequence[str]:
        """Do a step; write down that it is done, or return what a person has to put right."""
        inputs = dict(step.inputs())
        left = step.make(key_of_inputs(inputs)) or ()
        if not left:
            self._write_down(step, inputs)
        return left

    def _write_down(self, step: Step, inputs: Hashes) -> None:
        outputs = {path.name: hash_of(path) for path in step.outputs()}
        self._records.mkdir(parents=True, exist_ok=True)
        record = self._records / f"{step.name}.json"
        partial = record.with_suffix(".partial")
        partial.write_text(json.dumps({"inputs": inputs, "outputs": outputs}, indent=1) + "\n")
        partial.replace(record)
