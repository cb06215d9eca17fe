"""How a sheet lies before the camera: perspective, lean, curl; pixels and points go the same way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
_STEP = 16


@dataclass(frozen=True)
class Lens:
    """`matrix` maps the flattened sheet to the photo of `size` (width, height); `curl` bends its rows: y − Σ a·sin(πk·x/width)."""

    matrix: NDArray[np.float64]
    size: tuple[int, int]
    sheet: tuple[int, int]
    curl: tuple[float, ...] = ()

    def look(self, sheet: Picture) -> tuple[Picture, Picture]:
        """The sheet as seen, on black, and its coverage (0–255)."""
        x, y = self._sources()
        seen = cv2.remap(sheet, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        full = np.full(sheet.shape[:2], 255, np.uint8)
        mask = cv2.remap(full, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        return np.asarray(seen, np.uint8), np.asarray(mask, np.uint8)

    def place(self, points: Points) -> Points:
        """Where points of the sheet come to lie."""
        bent = points - np.stack([np.zeros(len(points)), self._bend(points[:, 0])], axis=1)
        moved = np.concatenate([bent, np.ones((len(bent), 1))], axis=1) @ self.matrix.T
        return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)

    def _sources(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """For every pixel of the photo the pixel of the sheet, worked out on a coarse grid."""
        width, height = self.size
        across = (np.arange(math.ceil(width / _STEP) + 1) + 0.5) * _STEP - 0.5
        down = (np.arange(math.ceil(height / _STEP) + 1) + 0.5) * _STEP - 0.5
        xs, ys = np.meshgrid(across, down)
        found = np.stack([xs, ys, np.ones_like(xs)], axis=-1) @ np.linalg.inv(self.matrix).T
        x = found[..., 0] / found[..., 2]
        y = found[..., 1] / found[..., 2] + self._bend(x)
        full = (xs.shape[1] * _STEP, xs.shape[0] * _STEP)
        maps = [cv2.resize(part.astype(np.float32), full, interpolation=cv2.INTER_LINEAR) for part in (x, y)]
        return maps[0][:height, :width], maps[1][:height, :width]

    def _bend(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        bend = np.zeros_like(x)
        for order, size in enumerate(self.curl, start=1):
            bend += size * np.sin(np.pi * order * np.clip(x / self.sheet[0], 0, 1))
        return bend


def draw_lens(
    rng: Random, sheet: tuple[int, int], size: tuple[int, int], *, fill: float, tilt: float, lean: float, curl: float
) -> Lens:
    """A lens by which a `sheet` (width, height) fills `fill` of the photo, leaning up to `lean` degrees, corners moved by `tilt`."""
    width, height = sheet
    half = np.array([width, height]) * min(size[0] / width, size[1] / height) * fill / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners = corners * _keystone(rng, tilt)
    corners += np.array([[rng.uniform(-tilt, tilt) for _ in range(2)] for _ in range(4)]) * min(size) * 0.3
    angle = math.radians(rng.uniform(-lean, lean))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    corners = corners @ turn.T
    corners = _inside(corners, size, max(fill, 0.97)) + np.array(size) / 2
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    bends = (rng.uniform(-curl, curl) * height, rng.uniform(-curl, curl) * height * 0.35) if curl else ()
    return Lens(np.asarray(matrix, np.float64), size, sheet, bends)


def _keystone(rng: Random, tilt: float) -> NDArray[np.float64]:
    """Factors per corner: one edge is farther away and so shorter."""
    near, far = 1.0, 1.0 - tilt * rng.uniform(0.6, 1.8)
    flat = 1.0 - tilt * rng.uniform(0.0, 0.6)
    edge = rng.randrange(4)
    factors = [[near, flat] if edge % 2 == 0 else [flat, near] for _ in range(4)]
    for corner in ((0, 1), (1, 2), (2, 3), (3, 0))[edge]:
        factors[corner][edge % 2] *= far
    return np.array(factors)


def _inside(corners: NDArray[np.float64], size: tuple[int, int], fill: float) -> NDArray[np.float64]:
    """The corners moved to the middle and shrunk until they fit the frame."""
    corners = corners - (corners.max(axis=0) + corners.min(axis=0)) / 2
    over = max(np.abs(corners[:, 0]).max() * 2 / size[0], np.abs(corners[:, 1]).max() * 2 / size[1]) / fill
    return corners / over if over > 1 else corners
