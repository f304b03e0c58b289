"""The course without an installation: a site that runs the model's agents in a student's browser.

`build_site` makes it; nothing on it asks another host for anything.
"""

from community_sim.course.lite.site import build_site

__all__ = ["build_site"]
