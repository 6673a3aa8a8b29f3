"""What a model was compiled with <-> a plain tree, in the forms of Keras 3 and of Keras 2."""

from __future__ import annotations

from typing import Any, Final

from kcore import registry
from kcore.configurable import to_tree
from kcore.custom_objects import get_registered_object
from kcore.files import ModelFileError, Tree
from kcore.models.dialects import Dialect
from kcore.models.restore import building

_JUDGES: Final = (("loss", "loss"), ("metrics", "metric"), ("weighted_metrics", "metric"))
_SHORT: Final = {
    short: registry.lookup("loss", short).__name__ for short in ("mse", "mae", "mape", "msle", "kld", "bce")
}
_UNTOLD: Final = {"run_eagerly": False, "steps_per_execution": 1, "jit_compile": False}
# what Keras 2 wrote into configs of optimizers, losses and metrics, and what decides nothing here
_DROPPED: Final = ("is_legacy_optimizer", "jit_compile", "schedule_decay", "fn", "dtype")


def compile_config(model: Any) -> dict[str, Any] | None:
    """What ``compile`` was given, as plain values; None if the model is not compiled."""
    if model.compiled is None:
        return None
    compiled = model.compiled
    return {
        "optimizer": to_tree(model.optimizer),
        "loss": to_tree(compiled.loss),
        "loss_weights": to_tree(compiled.loss_weights),
        "metrics": to_tree(compiled.metrics),
        "weighted_metrics": to_tree(compiled.weighted_metrics),
        **_UNTOLD,
    }


def full_names(losses: Tree) -> Tree:
    """Losses by their full names: real Keras cannot read the short ones ('mse') from ``.h5`` files."""
    if isinstance(losses, str):
        return _SHORT.get(losses.lower(), losses)
    if isinstance(losses, dict) and "class_name" not in losses:
        return {key: full_names(loss) for key, loss in losses.items()}
    return [full_names(loss) for loss in losses] if isinstance(losses, list) else losses


def compile_from(model: Any, tree: Tree, dialect: Dialect, place: str) -> None:
    """Compile a model as a config says.

    Raises:
        ModelFileError: if it cannot be.
    """
    if not isinstance(tree, dict):
        raise dialect.fail(place, "a dict is expected.")
    described = tree.get("optimizer", tree.get("optimizer_config"))
    if described is None:
        return
    if isinstance(described, dict):
        described = dialect.object(_optimizer(described, dialect), f"{place}.optimizer")
    arguments: dict[str, Any] = {"loss_weights": tree.get("loss_weights")}
    for name, family in _JUDGES:
        arguments[name] = _made(family, tree.get(name), dialect, f"{place}.{name}")
    if not arguments["metrics"]:
        arguments["metrics"] = None
    try:
        with building(dialect.path, place):
            model.compile(optimizer=registry.get("optimizer", described), **arguments)
    except ModelFileError as error:
        raise dialect.fail(
            place, f"{error.args[0].partition('cannot be built: ')[2] or error} compile=False loads it without."
        ) from error


def _made(family: str, value: Tree, dialect: Dialect, place: str) -> Any:
    """Objects in place of their descriptions."""
    if isinstance(value, dict):
        if "class_name" in value and "config" in value:
            with building(dialect.path, place):
                if dialect.old and value["class_name"] == "MeanMetricWrapper":
                    return _metric(value["config"])
                described = dialect.object(_judge(value) if dialect.old else value, place)
                return registry.get(family, described)
        return {key: _made(family, part, dialect, f"{place}.{key}") for key, part in value.items()}
    if isinstance(value, list):
        return [_made(family, part, dialect, f"{place}[{i}]") for i, part in enumerate(value)]
    own = get_registered_object(value) if isinstance(value, str) else None
    return value if own is None else own


def _metric(config: dict[str, Any]) -> Any:
    """A metric that Keras 2 named by its function."""
    metric = registry.get("metric", config["fn"])
    metric.name = config.get("name", metric.name)
    return metric


def _judge(described: dict[str, Any]) -> dict[str, Any]:
    """A loss or metric of Keras 2."""
    config = described["config"]
    if not isinstance(config, dict):
        return described
    kept = {key: value for key, value in config.items() if key not in _DROPPED}
    if kept.get("reduction") == "auto":
        kept["reduction"] = "sum_over_batch_size"
    return {**described, "config": kept}


def _optimizer(described: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    """The config of an optimizer with today's words."""
    config = described.get("config")
    if not dialect.old or not isinstance(config, dict):
        return described
    before = "is_legacy_optimizer" not in config  # written before 2.11, or by what 2.11 calls legacy
    config = {key: value for key, value in config.items() if key not in _DROPPED}
    if before and described.get("class_name") in ("RMSprop", "Adagrad") and isinstance(config.get("epsilon"), float):
        config["epsilon"] **= 2  # it was added to the root, sqrt(v) + epsilon; today under it, sqrt(v + epsilon)
    if "lr" in config:
        config["learning_rate"] = config.pop("lr")
    decay = config.pop("decay", 0)
    if decay:
        config["learning_rate"] = {
            "class_name": "InverseTimeDecay",
            "config": {"initial_learning_rate": config["learning_rate"], "decay_steps": 1, "decay_rate": decay},
        }
    if config.get("clipnorm") is not None and str(dialect.version).startswith(("1.", "2.0", "2.1.", "2.2.", "2.3.")):
        config["global_clipnorm"] = config.pop("clipnorm")  # the oldest took the norm of all gradients together
    return {**described, "config": config}
