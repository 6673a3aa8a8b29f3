"""A lesson source, tiny but whole, for the tests of the builder."""

from __future__ import annotations

HEADER = """\
# ---
# jupyter:
#   lesson:
#     title: {ko: 더하기, en: Adding}
#     minutes: 5
#     objectives:
#       ko: [두 수를 더해요]
#       en: [Add two numbers]
# ---

"""
CELLS = """\
# %% [markdown] tags=["ko"]
# # 더하기

# %% [markdown] tags=["en"]
# # Adding

# %%
class shop:
    @staticmethod
    def set_language(name):
        shop.language = name

shop.set_language("en")

# %% [markdown] tags=["ko"]
# 예측해 보세요.

# %% [markdown] tags=["en"]
# Predict first.

# %% tags=["nbval-ignore-output"]
import ipywidgets
ipywidgets.IntSlider(description=shop.language)

# %%
import matplotlib.pyplot as plt
_ = plt.plot([1, 2, 3])

# %%
1 + 1

# %%
1 + 1
"""
TEXT = HEADER + CELLS


def line_of(text: str, mark: str) -> int:
    """Line of the first occurrence of `mark`."""
    return text[: text.index(mark)].count("\n") + 1
