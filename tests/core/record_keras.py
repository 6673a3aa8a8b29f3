"""Record what real Keras does with the cases, for ``test_parity``.

python -m venv keras-env && keras-env/bin/pip install keras==3.15.1 torch
KERAS_BACKEND=torch keras-env/bin/python tests/core/record_keras.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import cases

FOLDER = Path(__file__).parent / "recorded"


def described(keras: Any) -> dict[str, Any]:
    """Configs and summaries, which need no training."""
    found: dict[str, Any] = {}
    for name, case in cases.CASES.items():
        keras.utils.clear_session()
        model = case.model(keras)
        lines: list[str] = []
        model.summary(print_fn=lines.append)
        found[name] = {
            "summary": "\n".join(lines),
            "config": model.get_config(),
            "optimizer": case.compile(keras)["optimizer"].get_config(),
            "params": model.count_params(),
        }
    return found


def main() -> None:
    import keras

    arrays: dict[str, Any] = {}
    for name, case in cases.CASES.items():
        keras.utils.set_random_seed(len(arrays))
        for key, value in cases.run(keras, case, None).items():
            arrays[f"{name}/{key}"] = value
        print(name, arrays[f"{name}/history/loss"])
    np.savez_compressed(FOLDER / "trajectories.npz", **arrays)
    text = json.dumps({"keras": keras.__version__, "cases": described(keras)}, indent=1, ensure_ascii=False)
    (FOLDER / "described.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
