"""Notebooks filled in as students would."""

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from community_sim.course.editions import write_notebook


@pytest.fixture
def fill_in() -> Callable[[Path, Mapping[str, Any], Path], None]:
    """Return a function that writes a notebook with answers in place of the three dots."""

    def fill(handed_out: Path, answers: Mapping[str, Any], target: Path) -> None:
        notebook = copy.deepcopy(json.loads(handed_out.read_text(encoding="utf-8")))
        for cell in notebook["cells"]:
            key = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removesuffix("_answer")
            is_answer = cell["metadata"].get("nbgrader", {}).get("solution")
            if is_answer and key in answers:
                cell["source"] = [f"{key} = {answers[key]!r}"]
        write_notebook(notebook, target)

    return fill
