"""The answers to lesson 10, as a learner types them into the cells of the exercises."""

HOLDS = """
holds = {holds}

kw.check("L10.1", holds)
"""
LISTS = """
filled = {filled}
skipped = {skipped}

kw.check("L10.2", filled, skipped)
"""
DESK = """
keras.utils.set_random_seed(SEED)

mended = cats_and_dogs({names})
{load}
desk = kw.SaveDesk(mended, folder, show=[])

kw.check("L10.3", desk, zoo)
"""
BY_NAME = 'mended.load_weights(folder / "zoo.weights.h5", by_name=True)'

REFERENCE = {
    "L10.1": HOLDS.format(holds=["AC", "BC", "C", "", ""]),
    "L10.2": LISTS.format(filled=["shapes"], skipped=["part", "cat_or_dog"]),
    "L10.3": DESK.format(names="", load=BY_NAME),
}
PLANTED = {
    "L10.1": {
        "json_holds_weights": HOLDS.format(holds=["AC", "ABC", "C", "", ""]),
        "weights_hold_plan": HOLDS.format(holds=["ABC", "BC", "C", "", ""]),
        "memory_elsewhere": HOLDS.format(holds=["AC", "BC", "BC", "", ""]),
        "data": HOLDS.format(holds=["AC", "BC", "C", "C", ""]),
    },
    "L10.2": {
        "by_shape": LISTS.format(filled=["shapes", "part"], skipped=["cat_or_dog"]),
        "by_place": LISTS.format(filled=["shapes", "cat_or_dog"], skipped=["part"]),
        "only_in_file": LISTS.format(filled=["shapes"], skipped=["parts", "animal"]),
        "missing": LISTS.format(filled=["shapes"], skipped=["cat_or_dog"]),
    },
    "L10.3": {
        "name": DESK.format(names='first="shapes", second="Parts"', load=BY_NAME),
        "not_loaded": DESK.format(names="", load=""),
        "one_only": DESK.format(
            names="", load=BY_NAME + '\nmended.get_layer("parts").set_weights(cats_and_dogs().layers[1].get_weights())'
        ),
    },
}
