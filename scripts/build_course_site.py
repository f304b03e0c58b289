"""Build the course's site for the browser: `build_course_site.py FOLDER`."""

import argparse
import sys
from pathlib import Path

from community_sim.course.lite import build_site
from community_sim.errors import CommunitySimError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder of the site")
    arguments = parser.parse_args()
    try:
        page = build_site(arguments.out)
    except CommunitySimError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    print(f"{page}\nShow it with: {sys.executable} -m http.server --directory {page.parent}")


if __name__ == "__main__":
    main()
