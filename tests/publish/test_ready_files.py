"""The ready files for schedulers start what there is."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from community_sim.publish.execution import run_notebook

ROOT = Path(__file__).parents[2]
READY = ROOT / "docs" / "schedule"
COMMAND = ".venv/bin/community-sim publish data/schedules/weekly.yaml --site "


@pytest.mark.parametrize("name", ["crontab", "community-sim.service", "github-workflow.yml"])
def test_a_ready_file_starts_the_command_with_a_schedule_that_exists(name):
    assert COMMAND in (READY / name).read_text(encoding="utf-8")
    assert (ROOT / COMMAND.split()[2]).is_file()


def test_the_crontab_is_one_line_of_five_fields_and_a_command():
    lines = (READY / "crontab").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line and not line.startswith("#")]
    assert line.split()[:6] == ["15", "6", "*", "*", "1", "cd"]
    assert "%" not in line, "cron would read it as the end of the line"


def test_the_workflow_installs_with_make_and_fails_where_publishing_failed():
    flow = yaml.safe_load((READY / "github-workflow.yml").read_text(encoding="utf-8"))
    steps = flow["jobs"]["publish"]["steps"]
    assert {"run": "make env"} in steps
    assert steps[-1] == {"if": "steps.publish.outcome == 'failure'", "run": "exit 1"}


def test_the_timer_and_the_service_are_what_systemd_reads(tmp_path):
    for name in ("community-sim.service", "community-sim.timer"):
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str
        unit.read(READY / name, encoding="utf-8")
        assert "Unit" in unit
        text = (READY / name).read_text(encoding="utf-8")
        text = text.replace("/srv/community_sim/.venv/bin/community-sim", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    if shutil.which("systemd-analyze"):
        command = ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())]
        checked = subprocess.run(command, capture_output=True, text=True)
        assert "community-sim" not in checked.stderr


@pytest.mark.long
def test_the_notebook_for_jupyterlabs_scheduler_publishes(workshop, tmp_path):
    workshop.notebook("mine.ipynb", "print(1)")
    path = workshop.schedule("notebooks:\n  page:\n    notebook: mine.ipynb\n")
    parameters = {"schedule": str(path), "site": str(workshop.site)}
    run_notebook(READY / "publish.ipynb", tmp_path / "out.ipynb", parameters)
    assert (workshop.site / "latest.html").is_file()
