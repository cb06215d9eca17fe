"""The pixel grid of a screen as a camera sees it: a narrow peak in the spectrum of what ought to be plain paper, in both directions."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.rough import Grey

Spectrum = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SIDE = 128
_MOST, _FEWEST = 32, 10
# Share of the paper's brightness between the darkest and the brightest of a tile: print and ruled tables are no plain paper.
_PLAIN, _CALM = 0.15, 0.04
_PAPER = 0.5
# Cycles a pixel: slower waves are paper and light, faster ones the sampling's own.
_SLOWEST, _FASTEST = 0.12, 0.49
_CONE = 16.0
_RINGS = 20
# What the sensor's noise alone gives a tile (deviation 1), and what a single tile may count at most.
_NOISE, _LOUDEST = 2268.0, 40.0
# Products of both directions' peaks: careful photos of paper 23 at most, usually 3; screens that show a grating 24 to 600.
_STRONG, _TWINS, _ALIKE = 40.0, 15.0, 0.1


class _Plane(NamedTuple):
    """The plane of frequencies of a tile: ring of every bin, where rows' and columns' gratings lie, length of every frequency."""

    ring: NDArray[np.int64]
    band: Mask
    across: Mask
    down: Mask
    length: NDArray[np.float64]


def has_grating(grey: Grey) -> bool:
    """Whether the plain parts of the page carry a fine regular grid, such as a screen has and paper has not."""
    tiles = _plain_tiles(grey)
    if len(tiles) < _FEWEST:
        return False
    plane = _plane()
    mean = np.stack([_spectrum(tile, plane) for tile in tiles]).mean(axis=0)
    smooth = np.asarray(cv2.blur(mean, (3, 3)), np.float32)
    (across, one), (down, other) = (_peak(smooth, cone, plane) for cone in (plane.across, plane.down))
    twins = abs(one - other) < _ALIKE * max(one, other)
    return across * down > (_TWINS if twins else _STRONG)


def _plain_tiles(grey: Grey) -> list[Grey]:
    """The plainest tiles of the paper, at most `_MOST`."""
    paper = float(np.percentile(grey[::8, ::8], 75))
    found = []
    for y in range(0, grey.shape[0] - _SIDE + 1, _SIDE):
        for x in range(0, grey.shape[1] - _SIDE + 1, _SIDE):
            tile = grey[y : y + _SIDE, x : x + _SIDE]
            mean = float(tile.mean())
            low, high = np.percentile(tile[::4, ::4], (1, 99))
            # A thin rule hardly shows between percentiles, but in the deviation.
            if mean > _PAPER * paper and high - low < _PLAIN * mean and float(tile.std()) < _CALM * mean:
                found.append(((high - low) / mean, y, x))
    return [grey[y : y + _SIDE, x : x + _SIDE] for _, y, x in sorted(found)[:_MOST]]


def _spectrum(tile: Grey, plane: _Plane) -> Spectrum:
    """Power of every frequency against what is usual at its distance from the middle: noise gives 1."""
    values = tile.astype(np.float32)
    values -= cv2.blur(values, (17, 17))
    power = np.abs(np.fft.rfft2(values * np.outer(np.hanning(_SIDE), np.hanning(_SIDE)))) ** 2
    usual = np.ones(_RINGS)
    for ring in np.unique(plane.ring[plane.band]):
        usual[ring] = np.median(power[plane.band & (plane.ring == ring)]) / np.log(2)
    return np.minimum(power / (usual[plane.ring] + _NOISE), _LOUDEST).astype(np.float32)


def _peak(spectrum: Spectrum, cone: Mask, plane: _Plane) -> tuple[float, float]:
    """How high the highest peak inside `cone` is, and its frequency."""
    at = int(np.argmax(np.where(cone, spectrum, 0)))
    return float(spectrum.flat[at]), float(plane.length.flat[at])


@cache
def _plane() -> _Plane:
    down, across = np.meshgrid(np.fft.fftfreq(_SIDE), np.fft.rfftfreq(_SIDE), indexing="ij")
    length = np.hypot(down, across)
    angle = np.degrees(np.arctan2(np.abs(down), np.abs(across)))
    band = (length > _SLOWEST) & (length < _FASTEST)
    ring = np.minimum((length * 2 * _RINGS).astype(np.int64), _RINGS - 1)
    return _Plane(
        ring,
        band,
        band & (angle < _CONE) & ~_is_of_jpeg(across),
        band & (angle > 90 - _CONE) & ~_is_of_jpeg(down),
        length,
    )


def _is_of_jpeg(frequency: NDArray[np.float64]) -> Mask:
    """JPEG's blocks of 8 pixels have peaks of their own."""
    step = _SIDE // 8
    bins = np.rint(np.abs(frequency) * _SIDE).astype(np.int64) % step
    return np.asarray(np.minimum(bins, step - bins) <= 1, np.bool_)
