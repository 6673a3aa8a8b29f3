from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import machine
from tests.browser.conftest import FLAGS
from tests.browser.monkey import Cage, FoundError
from tests.browser.monkey.actions import Action
from tests.browser.server import Lab
from tests.panels import PANELS

SECONDS_A_ROUND = 15


def main() -> None:
    """Lets a monkey loose in a panel, and tells what it found."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.monkey", description=main.__doc__)
    parser.add_argument("--panel", choices=PANELS, action="append", help="may be given again; without it, all")
    parser.add_argument("--seconds", type=float, default=300.0, help="for each panel (default: 300)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of all that it does (default: the time)")
    parser.add_argument("--replay", type=Path, help="a file with actions, as a failure names it")
    arguments = parser.parse_args()
    program = machine.chromium()
    if program is None:
        sys.exit(f"no Chromium: {machine.HOW_TO_GET}")
    found = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        try:
            chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
            for name in arguments.panel or PANELS:
                context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
                cage = Cage(context.new_page(), lab, name, arguments.seed)
                try:
                    if arguments.replay:
                        cage.replay(map(Action.read, json.loads(arguments.replay.read_text())))
                    else:
                        cage.play(arguments.seconds, max(1, round(arguments.seconds / SECONDS_A_ROUND)))
                    print(f"{name}, seed {arguments.seed}: {len(cage.done)} actions, nothing found", flush=True)
                except FoundError as fault:
                    found += 1
                    print(f"FOUND in {fault}", flush=True)
                for number, held in enumerate(cage.held, 1):
                    print(f"  round {number}: {held}", flush=True)
                context.close()
                lab.clear()
        finally:
            lab.stop()
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
