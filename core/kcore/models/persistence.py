"""What a model does with files and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kcore.configurable import to_tree

if TYPE_CHECKING:  # files are read and written seldom: their modules are loaded when they are
    from kcore.files import PathLike
    from kcore.models.report import LoadReport


class Persistence:
    """Mixin of models."""

    def to_json(self, **kwargs: Any) -> str:
        """The structure as text, never the weights. ``model_from_json`` builds it again, here and in Keras 3.

        Args:
            kwargs: arguments of ``json.dumps``, such as ``indent=2``.
        """
        from kcore.files import write_json

        return write_json(to_tree(self), **kwargs)

    def to_yaml(self) -> str:
        """The structure as text that is easy to read, never the weights. ``model_from_yaml`` builds it again."""
        from kcore.files import write_yaml

        return write_yaml(to_tree(self))

    def save_weights(self, filepath: PathLike, overwrite: bool = True, max_shard_size: Any = None) -> None:
        """Write the weights into an HDF5 file, never the structure.

        Args:
            filepath: ends in ``.weights.h5`` (layout of Keras 3) or in ``.h5`` or ``.hdf5`` (layout of Keras 2).
            overwrite: whether a file that is there is replaced; nobody is asked.
            max_shard_size: left to real Keras.

        Raises:
            ModelFileError: if it cannot be written; what was there before is untouched.
        """
        from kcore.models.weights_files import save_weights

        save_weights(self, filepath, overwrite, max_shard_size)

    def load_weights(self, filepath: PathLike, skip_mismatch: bool = False, by_name: bool = False) -> LoadReport:
        """Fill the weights from a file of Keras 2 or 3, recognised by what is in it.

        Args:
            filepath: an HDF5 file of weights or of a whole model, or a ``.keras`` file.
            skip_mismatch: whether layers whose shapes differ are left as they are.
            by_name: whether layers are matched by name; else by their order (Keras 2) or place (Keras 3).

        Returns:
            A report of which layers were filled, and which were not and why.

        Raises:
            ModelFileError: if it cannot be read or does not fit; then no weight has changed.
        """
        from kcore.models.weights_files import load_weights

        return load_weights(self, filepath, skip_mismatch, by_name)

    def save(self, filepath: PathLike, overwrite: bool = True, zipped: bool | None = None, **kwargs: Any) -> None:
        """Write the whole model: structure, weights, what it was compiled with, and the optimizer's state.

        ``load_model`` reads it again, here and in real Keras; training goes on as if nothing had happened.

        Args:
            filepath: ends in ``.keras``, or in ``.h5`` or ``.hdf5`` (the older form).
            overwrite: whether a file that is there is replaced; nobody is asked.
            zipped: None or True: a folder instead of one file is left to real Keras.
            kwargs: ``include_optimizer=False`` leaves the state of the optimizer out.

        Raises:
            ModelFileError: if it cannot be written; what was there before is untouched.
        """
        from kcore.models.whole import save_model

        save_model(self, filepath, overwrite, zipped, **kwargs)

    def to_keras(self) -> Any:
        """The same model, with these weights, in real Keras; not compiled.

        Raises:
            ImportError: if Keras 3 is not installed.
        """
        from kcore.models.handover import to_keras

        return to_keras(self)
