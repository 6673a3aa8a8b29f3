from __future__ import annotations

import argparse
import os

from bench.report import Report


def main() -> None:
    """Measures what was asked for, all by default, and prints each figure beside its goal."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument("parts", nargs="*", help="engine, accuracy, widgets; without one, all")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of each measurement (default: 9)")
    parser.add_argument(
        "--keras-python",
        default=os.environ.get("KERAS_PYTHON"),
        help="a Python with real Keras, to train the same nets there (default: $KERAS_PYTHON)",
    )
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - {"engine", "accuracy", "widgets"}:
        parser.error(f"there are the parts engine, accuracy and widgets; got {', '.join(sorted(unknown))}")
    if arguments.rounds < 1:
        parser.error(f"--rounds must be 1 or more; got {arguments.rounds}")
    report = Report()
    # Imported only now: a small process starts others that can be weighed, and the engine needs no browser.
    if "engine" in arguments.parts or not arguments.parts:
        from bench import engine

        engine.measure(report, arguments.rounds, arguments.keras_python)
    if "accuracy" in arguments.parts or not arguments.parts:
        from bench import accuracy

        accuracy.measure(report, arguments.keras_python)
    if "widgets" in arguments.parts or not arguments.parts:
        from bench import widgets

        widgets.measure(report, arguments.rounds)
    print(report.verdict())


if __name__ == "__main__":
    main()
