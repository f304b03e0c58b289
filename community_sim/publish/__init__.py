"""Execute notebooks and lay out what people are given: page, tables, manifest."""

from community_sim.publish.comparing import Published, publish_comparison
from community_sim.publish.notebooks import execute_notebook, notebook_folder, notebook_parameters
from community_sim.publish.progress import print_progress, read_progress
from community_sim.publish.saving import save_comparison

__all__ = [
    "Published",
    "execute_notebook",
    "notebook_folder",
    "notebook_parameters",
    "print_progress",
    "publish_comparison",
    "read_progress",
    "save_comparison",
]
