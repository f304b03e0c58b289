"""Run notebooks and lay out what people are given: page, notebook, tables, record."""

from community_sim.publish.checking import check_record
from community_sim.publish.comparing import (
    FILES,
    ComparisonRequest,
    policy_set,
    policy_sets,
    publish_comparison,
    publish_notebook,
)
from community_sim.publish.display import bullets, lever_table, survey_sentences, titled
from community_sim.publish.execution import Progress, run_notebook
from community_sim.publish.folder import staged
from community_sim.publish.manifest import library_versions, write_manifest
from community_sim.publish.one_community import (
    Walk,
    account_table,
    chance_of_quitting,
    luck_of_quitting,
)
from community_sim.publish.page import write_page
from community_sim.publish.progress import notebook_progress
from community_sim.publish.saving import names_from, save_tables
from community_sim.publish.schedule import Schedule, is_schedule, read_schedule
from community_sim.publish.scheduled import ScheduledRun, publish_schedule
from community_sim.publish.sources import (
    checked_parameters,
    find_notebook,
    notebook_folder,
    notebook_names,
    notebook_parameters,
    value_from_text,
)

__all__ = [
    "FILES",
    "ComparisonRequest",
    "Progress",
    "Schedule",
    "ScheduledRun",
    "Walk",
    "account_table",
    "bullets",
    "chance_of_quitting",
    "check_record",
    "checked_parameters",
    "find_notebook",
    "is_schedule",
    "lever_table",
    "library_versions",
    "luck_of_quitting",
    "names_from",
    "notebook_folder",
    "notebook_names",
    "notebook_parameters",
    "notebook_progress",
    "policy_set",
    "policy_sets",
    "publish_comparison",
    "publish_notebook",
    "publish_schedule",
    "read_schedule",
    "run_notebook",
    "save_tables",
    "staged",
    "survey_sentences",
    "titled",
    "value_from_text",
    "write_manifest",
    "write_page",
]
