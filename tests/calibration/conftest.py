"""The scripts that make results anew, for the tests of what documents tell."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
