"""Whole models in files: structure, weights, what they were compiled with, and the state of the optimizer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kcore.configurable import to_tree
from kcore.files import (
    LIMITS,
    Hdf5Reader,
    Hdf5Writer,
    ModelFileError,
    PathLike,
    Tree,
    checked_path,
    hdf5_bytes,
    kind_of_file,
    open_hdf5,
    read_archive,
    read_json,
    write_archive,
    write_hdf5,
    write_json,
)
from kcore.models import optimizer_state
from kcore.models.compile_config import compile_config, compile_from, full_names
from kcore.models.dialects import Dialect
from kcore.models.layouts import keras2, keras3, put
from kcore.models.restore import BUDGET, structure
from kcore.models.weights_files import MEMBER, open_member, read_weights

METADATA, CONFIG = "metadata.json", "config.json"
_SUFFIXES: Final = (".keras", ".h5", ".hdf5")


def save_model(
    model: Any, filepath: PathLike, overwrite: bool = True, zipped: bool | None = None, **kwargs: Any
) -> None:
    """Write a whole model into a file: ``model.save`` does it.

    Args:
        model: a model.
        filepath: ends in ``.keras``, or in ``.h5`` or ``.hdf5`` (the older form).
        overwrite: whether a file that is there is replaced; nobody is asked.
        zipped: None or True: a folder instead of one file is left to real Keras.
        kwargs: ``include_optimizer=False`` leaves the state of the optimizer out.

    Raises:
        ModelFileError: if it cannot be written; what was there before is untouched.
    """
    with_optimizer = kwargs.pop("include_optimizer", True)
    kwargs.pop("save_format", None)
    if kwargs:
        raise TypeError(f"save has no argument {next(iter(kwargs))!r}; it takes include_optimizer.")
    if zipped is False:
        raise ValueError("zipped=False: models in folders are left to real Keras.")
    name = Path(checked_path(filepath)).name
    if name.endswith(".keras"):
        _save_archive(model, filepath, overwrite, with_optimizer)
    elif name.endswith(_SUFFIXES):
        _save_hdf5(model, filepath, overwrite, with_optimizer)
    else:
        raise ModelFileError(filepath, "", "the name must end in .keras, or in .h5 for the older form.")


def _save_archive(model: Any, path: PathLike, overwrite: bool, with_optimizer: bool) -> None:
    compiled = compile_config(model) if with_optimizer else None

    def fill(writer: Hdf5Writer) -> None:
        keras3.write(writer, model)
        if compiled is not None:
            optimizer_state.write_keras3(writer, model.optimizer)

    metadata = {"keras_version": keras2.VERSION, "date_saved": time.strftime("%Y-%m-%d@%H:%M:%S")}
    config = {**to_tree(model), "compile_config": compiled or {}}
    if compiled is None:
        config.pop("compile_config")
    members: dict[str, bytes | str] = {
        METADATA: write_json(metadata),
        CONFIG: write_json(config),
        MEMBER: hdf5_bytes(fill),
    }
    write_archive(path, members, overwrite)


def _save_hdf5(model: Any, path: PathLike, overwrite: bool, with_optimizer: bool) -> None:
    compiled = compile_config(model) if with_optimizer else None
    config = write_json(to_tree(model))
    training = None
    if compiled is not None:
        optimizer = compiled.pop("optimizer")
        chosen = {name: optimizer[name] for name in ("class_name", "config")}
        training = write_json({**compiled, "loss": full_names(compiled["loss"]), "optimizer_config": chosen})

    def fill(writer: Hdf5Writer) -> None:
        writer.text("", "keras_version", keras2.VERSION)
        writer.text("", "backend", keras2.BACKEND)
        writer.text("", "model_config", config)
        keras2.write(writer, model, "model_weights")
        if training is not None:
            writer.text("", "training_config", training)
            optimizer_state.write_keras2(writer, model.optimizer)

    write_hdf5(path, fill, overwrite)


def load_model(
    filepath: PathLike,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,  # noqa: A002 - Keras's own name
    safe_mode: bool = True,
    budget: int = BUDGET,
) -> Any:
    """Read a whole model from a file, which is recognised by what is in it.

    Args:
        filepath: a ``.keras`` file, or an HDF5 file of a whole model of Keras 2 or 3.
        custom_objects: classes and functions of your own, by name.
        compile: whether to compile it as it was, with the optimizer's state, so that training goes on.
        safe_mode: there is no other; code in files is never run.
        budget: bytes that its weights may take.

    Returns:
        The model with its weights.

    Raises:
        ModelFileError: if the file holds no model, or one that cannot be built here.
    """
    if not safe_mode:
        raise ValueError("safe_mode=False: code in files is never run here. Hand functions over with custom_objects.")
    kind = kind_of_file(checked_path(filepath))
    if kind == "zip":
        return _load_archive(filepath, custom_objects, compile, budget)
    if kind == "hdf5":
        with open_hdf5(filepath) as file:
            return _load_hdf5(file, filepath, custom_objects, compile, budget)
    raise ModelFileError(filepath, "", "is neither a .keras archive nor an HDF5 file.")


def _load_archive(path: PathLike, custom: Mapping[str, Any] | None, compiled: bool, budget: int) -> Any:
    texts = read_archive(path, {METADATA: LIMITS.text, CONFIG: LIMITS.text}, optional=(METADATA,))
    tree = read_json(texts[CONFIG], path, CONFIG)
    metadata = read_json(texts[METADATA], path, METADATA) if METADATA in texts else {}
    version = _version(metadata.get("keras_version") if isinstance(metadata, dict) else None)
    with structure(tree, custom, budget, path, version) as model, open_member(path, model) as file:
        if model.built:
            put(read_weights(file, model).numbers)
        _compile(model, tree.get("compile_config"), file, path, version, compiled, "compile_config")
    return model


def _load_hdf5(file: Hdf5Reader, path: PathLike, custom: Mapping[str, Any] | None, compiled: bool, budget: int) -> Any:
    text = file.text("", "model_config")
    if text is None:
        raise file.fail(
            "@model_config", "is missing: these are weights only. Build the model, then use model.load_weights(...)."
        )
    tree = read_json(text, path, "model_config")
    version = _version(file.text("", "keras_version"))
    with structure(tree, custom, budget, path, version) as model:
        if model.built:
            put(read_weights(file, model).numbers)
        training = file.text("", "training_config")
        config = None if training is None else read_json(training, path, "training_config")
        _compile(model, config, file, path, version, compiled, "training_config")
    return model


def _version(found: Tree) -> str | None:
    return found if isinstance(found, str) else None


def _compile(
    model: Any, config: Tree, file: Hdf5Reader, path: PathLike, version: str | None, wanted: bool, place: str
) -> None:
    if not wanted or not config:
        return
    dialect = Dialect(path, version)
    dialect.old = version is not None and version.startswith(("1.", "2."))
    compile_from(model, config, dialect, place)
    if model.compiled is not None and model.built:
        optimizer_state.restore(file, model, dialect.old)
