"""Every notebook is clean in git, runs alone, and refuses what it does not know."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from anew.notebooks import SMALL
from community_sim.errors import BadValue, UnknownNotebookParameter
from community_sim.publish.sources import checked_parameters, find_notebook

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_in_git_has_no_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", list(SMALL))
def test_a_notebook_runs_alone_under_papermill(name, lang, tmp_path):
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(ROOT / "notebooks" / f"{name}.ipynb"),
        str(out),
        parameters={**SMALL[name], "lang": lang},
        kernel_name="python3",
        progress_bar=False,
    )
    cells = [c for c in nbformat.read(out, as_version=4).cells if c.cell_type == "code"]
    assert all(cell.execution_count is not None for cell in cells if cell.source.strip())


def test_an_unknown_notebook_parameter_is_refused_with_the_nearest_one():
    notebook = find_notebook("30_compare")
    with pytest.raises(UnknownNotebookParameter, match="Did you mean 'replications'"):
        checked_parameters(notebook, {"replication": 3})


def test_a_notebook_parameter_of_the_wrong_type_is_refused():
    notebook = find_notebook("30_compare")
    with pytest.raises(BadValue, match="years"):
        checked_parameters(notebook, {"years": "ten"})


def test_the_example_in_the_readme_runs(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")
    shown = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "recruit_retention_3y" in shown.stdout


def test_the_policy_in_the_readme_is_a_policy(tmp_path):
    from community_sim.scenario import Scenario

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (policy,) = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    path = tmp_path / "readme.yaml"
    path.write_text(policy, encoding="utf-8")
    scenario = Scenario.load(path)
    assert scenario.policy.separation.nomination_age_cap == 50
    assert scenario.starts == 2
