"""The answers to lesson 8, as a learner types them into the cells of the exercises."""

RATES = """
lives, breaks = {lives}, {breaks}

kw.check("L08.1", lives, breaks)
"""
RACE = """
race = kw.OptimizerRace(
    network,
    z,
    target,
    loss="mean_squared_error",
    optimizers=[keras.optimizers.{a}, keras.optimizers.{b}],
    epochs=3,
    seeds=3,
    ask=False,
)
{run}
kw.check("L08.2", race)
"""
STORY = """
story = {letters}

kw.check("L08.3", story)
"""
SLOW = "SGD(0.01)"

REFERENCE = {
    "L08.1": RATES.format(lives=0.4, breaks=0.8),
    "L08.2": RACE.format(a=SLOW, b="SGD(0.01, momentum=0.9)", run="race.run()"),
    "L08.3": STORY.format(letters=["C", "F", "A", "D"]),
}
PLANTED = {
    "L08.1": {
        "too_wide": RATES.format(lives=0.1, breaks=1.0),
        "still_lives": RATES.format(lives=0.15, breaks=0.3),
        "broken_already": RATES.format(lives=0.8, breaks=1.0),
        "order": RATES.format(lives=0.8, breaks=0.4),
    },
    "L08.2": {
        "lost": RACE.format(a=SLOW, b="SGD(0.001)", run="race.run()"),
        "several": RACE.format(a=SLOW, b="SGD(0.05, momentum=0.9)", run="race.run()"),
        "champion_gone": RACE.format(a="SGD(0.001)", b="SGD(0.02)", run="race.run()"),
        "not_run": RACE.format(a=SLOW, b="Adam(0.01)", run=""),
    },
    "L08.3": {
        "data": STORY.format(letters=["E", "F", "A", "D"]),
        "compile": STORY.format(letters=["C", "F", "A", "B"]),
        "backwards": STORY.format(letters=["G", "F", "A", "D"]),
        "infinite_first": STORY.format(letters=["C", "A", "F", "D"]),
    },
}
