"""Pictures: as arrays and files, and ImageDataGenerator, which changes them a little in each epoch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.config import floatx, image_data_format
from kcore.preprocessing.image_batches import ImageBatches

__all__ = ["ImageDataGenerator", "array_to_img", "img_to_array", "load_img", "save_img"]


def img_to_array(img: Any, data_format: str | None = None, dtype: str | None = None) -> Array:
    """A picture (of Pillow, or an array) as an array of numbers.

    Args:
        img: the picture.
        data_format: 'channels_last' or 'channels_first'; that of ``kcore.config`` if None.
        dtype: type of the result; the float type if None.

    Returns:
        Array of shape (height, width, channels), or (channels, height, width).

    Raises:
        ValueError: if it has neither 2 nor 3 axes.
    """
    array = np.asarray(img, dtype=dtype or floatx())
    if array.ndim not in (2, 3):
        raise ValueError(f"img_to_array: a picture has 2 or 3 axes; got shape {array.shape}.")
    array = array[..., None] if array.ndim == 2 else array
    return array.transpose(2, 0, 1) if (data_format or image_data_format()) == "channels_first" else array


def array_to_img(x: Any, data_format: str | None = None, scale: bool = True, dtype: str | None = None) -> Any:
    """An array as a picture of Pillow, which must be installed.

    Args:
        x: array of shape (height, width, channels) with 1, 3 or 4 channels; see ``data_format``.
        data_format: see ``img_to_array``.
        scale: whether the numbers are stretched to 0 ... 255.
        dtype: type to compute in; the float type if None.
    """
    from PIL import Image

    array = np.asarray(x, dtype=dtype or floatx())
    if array.ndim != 3:
        raise ValueError(f"array_to_img: one picture of 3 axes is asked for; got shape {array.shape}.")
    if (data_format or image_data_format()) == "channels_first":
        array = array.transpose(1, 2, 0)
    if scale:
        array = array - array.min()
        array = array * (255 / array.max()) if array.max() else array
    modes = {1: "L", 3: "RGB", 4: "RGBA"}
    if array.shape[2] not in modes:
        raise ValueError(f"array_to_img: 1, 3 or 4 channels make a picture; got {array.shape[2]}.")
    return Image.fromarray(array.astype("uint8").squeeze(2) if array.shape[2] == 1 else array.astype("uint8"))


def load_img(
    path: Any,
    color_mode: str = "rgb",
    target_size: tuple[int, int] | None = None,
    interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
) -> Any:
    """A picture of Pillow (which must be installed) from a file.

    Args:
        path: the file.
        color_mode: 'rgb', 'rgba' or 'grayscale'.
        target_size: (height, width) to bring it to; None leaves it.
        interpolation: 'nearest', 'bilinear', 'bicubic', 'lanczos', 'hamming' or 'box'.
        keep_aspect_ratio: whether to cut off margins rather than to distort.
    """
    from PIL import Image

    modes = {"rgb": "RGB", "rgba": "RGBA", "grayscale": "L"}
    if color_mode not in modes:
        raise ValueError(f"load_img: color_mode must be one of {', '.join(modes)}; got {color_mode!r}.")
    picture = Image.open(path).convert(modes[color_mode])
    if target_size is not None:
        box = None
        if keep_aspect_ratio:
            (width, height), (rows, columns) = picture.size, target_size
            wide, high = min(width, round(height * columns / rows)), min(height, round(width * rows / columns))
            left, top = (width - wide) // 2, (height - high) // 2
            box = (left, top, left + wide, top + high)
        picture = picture.resize(target_size[::-1], getattr(Image.Resampling, interpolation.upper()), box)
    return picture


def save_img(
    path: str | Path,
    x: Any,
    data_format: str | None = None,
    file_format: str | None = None,
    scale: bool = True,
    **kwargs: Any,
) -> None:
    """Write an array as a picture.

    Args:
        path: the target.
        x: see ``array_to_img``.
        data_format: see ``array_to_img``.
        file_format: 'png' and the like; by the end of ``path`` if None.
        scale: see ``array_to_img``.
        kwargs: for Pillow's ``save``.
    """
    array_to_img(x, data_format, scale).save(path, format=file_format, **kwargs)


class ImageDataGenerator:
    """Batches of pictures that are scaled, and flipped and shifted by chance.

    Args:
        featurewise_center: whether the mean of all pictures (see ``fit``) is subtracted.
        samplewise_center: whether each picture's own mean is subtracted.
        featurewise_std_normalization: whether to divide by the deviation of all pictures (see ``fit``).
        samplewise_std_normalization: whether to divide by each picture's own deviation.
        width_shift_range: largest shift sideways: a share of the width if below 1, else pixels.
        height_shift_range: largest shift up and down.
        horizontal_flip: whether half of the pictures are mirrored left to right.
        vertical_flip: whether half of the pictures are mirrored top to bottom.
        rescale: factor of all numbers, or None.
        preprocessing_function: called with each picture before anything else is computed, or None.
        validation_split: share of the pictures, from the beginning, that ``subset='validation'`` gives.

    Raises:
        ValueError: for a change that is left to real Keras (rotation, zoom, shear, brightness, channel shifts).
    """

    def __init__(
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = 1e-6,
        rotation_range: float = 0,
        width_shift_range: float = 0.0,
        height_shift_range: float = 0.0,
        brightness_range: Any = None,
        shear_range: float = 0.0,
        zoom_range: Any = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Callable[[Array], Array] | None = None,
        data_format: str | None = None,
        validation_split: float = 0.0,
        interpolation_order: int = 1,
        dtype: str | None = None,
    ) -> None:
        left_out = {"zca_whitening": zca_whitening, "rotation_range": rotation_range, "zoom_range": zoom_range,
                    "brightness_range": brightness_range, "shear_range": shear_range,
                    "channel_shift_range": channel_shift_range}  # fmt: skip
        for name, value in left_out.items():
            if value:
                raise ValueError(
                    f"ImageDataGenerator: {name}={value!r} is left to real Keras: leave it out. Shifts and flips "
                    "are here."
                )
        if fill_mode not in ("nearest", "constant", "reflect", "wrap"):
            raise ValueError(f"ImageDataGenerator: fill_mode is nearest, constant, reflect or wrap; got {fill_mode!r}.")
        self.featurewise_center, self.samplewise_center = featurewise_center, samplewise_center
        self.featurewise_std_normalization = featurewise_std_normalization
        self.samplewise_std_normalization = samplewise_std_normalization
        self.width_shift_range, self.height_shift_range = width_shift_range, height_shift_range
        self.fill_mode, self.cval = fill_mode, cval
        self.horizontal_flip, self.vertical_flip = horizontal_flip, vertical_flip
        self.rescale, self.preprocessing_function = rescale, preprocessing_function
        self.first = (data_format or image_data_format()) == "channels_first"
        self.validation_split, self.dtype = validation_split, dtype or floatx()
        self.mean: Array | None = None
        self.std: Array | None = None

    def fit(self, x: Any, augment: bool = False, rounds: int = 1, seed: int | None = None) -> None:
        """Find mean and deviation of the pictures ``x``; the other arguments are accepted for compatibility."""
        axes = (0, 2, 3) if self.first else (0, 1, 2)
        pictures = np.asarray(x, self.dtype)
        self.mean = pictures.mean(axis=axes, keepdims=True)[0]
        self.std = pictures.std(axis=axes, keepdims=True)[0]

    def flow(
        self,
        x: Any,
        y: Any = None,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: Any = None,
        seed: int | None = None,
        subset: str | None = None,
    ) -> ImageBatches:
        """Batches of changed pictures, for ``fit``.

        Args:
            x: pictures, an array of 4 axes.
            y: targets, or None.
            batch_size: pictures in a batch.
            shuffle: whether each epoch has an order of its own.
            sample_weight: a factor of the loss for each picture, or None.
            seed: makes order and changes repeatable.
            subset: 'training' or 'validation', with ``validation_split``; None for all.
        """
        return ImageBatches(self, x, y, batch_size, shuffle, sample_weight, seed, subset)

    def flow_from_directory(self, *args: Any, **kwargs: Any) -> Any:
        """Not here: folders of pictures are left to real Keras."""
        raise NotImplementedError(
            "ImageDataGenerator.flow_from_directory is left to real Keras. Read the pictures once with load_img and "
            "img_to_array into one array x, and call flow(x, y)."
        )

    flow_from_dataframe = flow_from_directory

    def standardize(self, x: Array) -> Array:
        """One picture, scaled and centred as asked for."""
        if self.preprocessing_function is not None:
            x = np.asarray(self.preprocessing_function(x), self.dtype)
        if self.rescale:
            x = x * np.asarray(self.rescale, self.dtype)
        if self.samplewise_center:
            x = x - x.mean()
        if self.samplewise_std_normalization:
            x = x / (x.std() + 1e-6)
        if self.featurewise_center or self.featurewise_std_normalization:
            if self.mean is None or self.std is None:
                raise ValueError("ImageDataGenerator: featurewise_center and featurewise_std_normalization need the "
                                 "mean and deviation of all pictures: call generator.fit(x) first.")  # fmt: skip
            x = x - self.mean
            if self.featurewise_std_normalization:
                x = x / (self.std + 1e-6)
        return x

    def random_transform(self, x: Array, draws: np.random.Generator) -> Array:
        """One picture, shifted and mirrored by chance."""
        rows, columns = (1, 2) if self.first else (0, 1)
        for axis, most in ((rows, self.height_shift_range), (columns, self.width_shift_range)):
            if most:
                pixels = most * x.shape[axis] if most < 1 else most
                x = self._shifted(x, axis, int(np.rint(draws.uniform(-pixels, pixels))))
        if self.horizontal_flip and draws.random() < 0.5:
            x = np.flip(x, columns)
        if self.vertical_flip and draws.random() < 0.5:
            x = np.flip(x, rows)
        return x

    def _shifted(self, x: Array, axis: int, by: int) -> Array:
        mode = {"nearest": "edge", "constant": "constant", "reflect": "symmetric", "wrap": "wrap"}[self.fill_mode]
        margins = [(abs(by), abs(by)) if i == axis else (0, 0) for i in range(x.ndim)]
        how: dict[str, Any] = {"constant_values": self.cval} if mode == "constant" else {}
        wide = np.pad(x, margins, mode, **how)  # type: ignore[call-overload]  # a mode by name
        start = abs(by) + by
        return np.take(wide, range(start, start + x.shape[axis]), axis)
