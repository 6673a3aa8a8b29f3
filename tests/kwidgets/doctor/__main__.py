from __future__ import annotations

import argparse

from tests.kwidgets.doctor import sampled, table

parser = argparse.ArgumentParser(description="What the doctor says about healthy and sick trainings on real data.")
parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="each makes all trainings once (1)")
parser.add_argument("--every", action="store_true", help="list also what is right")
parser.add_argument("--drawn", type=int, metavar="N", help="N trainings of each kind, drawn at random, instead")
arguments = parser.parse_args()
if arguments.drawn:
    print(sampled.report(arguments.drawn, 100_000 * arguments.seeds[0]))
else:
    table.main(arguments.seeds, every=arguments.every)
