"""Light on the photo: lamp and window, colour, shadows of hand and telephone, glare; slow changes, so worked out on a coarse grid."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Coarse = NDArray[np.float32]
Picture = NDArray[np.uint8]
_SHRINK = 8


@dataclass(frozen=True)
class Light:
    """How strong each thing is: `uneven` 0–1 (darkest place), `shadow` and `glare` 0–1, `tint` share of colour, `gain` overall.

    `shape` of the shadow: edge (a straight edge or a block), hand (palm and fingers) or blinds (slats of a window's blind).
    """

    uneven: float
    shadow: float
    glare: float
    tint: float
    gain: float = 1.0
    shape: str = "edge"


def lit(rng: Random, picture: Picture, light: Light) -> NDArray[np.float32]:
    """The picture under `light`, as float."""
    size = (picture.shape[1], picture.shape[0])
    small = (size[0] // _SHRINK, size[1] // _SHRINK)
    noise = np.random.default_rng(rng.getrandbits(32))
    factor = _lamp(noise, small, light.uneven) * _shadow(rng, small, light) * np.float32(light.gain)
    warm = rng.uniform(-light.tint, light.tint)
    colour = np.array((1 + warm, 1 + rng.uniform(-light.tint, light.tint) * 0.3, 1 - warm), np.float32)
    mirror = _glare(rng, small, light.glare)
    multiply = cv2.resize((factor * (1 - mirror))[:, :, None] * colour, size, interpolation=cv2.INTER_LINEAR)
    seen = np.asarray(cv2.multiply(picture, multiply, dtype=cv2.CV_32F), np.float32)
    if light.glare:
        add = cv2.resize(mirror * 252, size, interpolation=cv2.INTER_LINEAR)
        seen += np.asarray(add, np.float32)[:, :, None]
    return seen


def _lamp(noise: np.random.Generator, size: tuple[int, int], uneven: float) -> Coarse:
    lamp = noise.uniform(1 - uneven, 1.0, (3, 3)).astype(np.float32)
    return np.asarray(cv2.resize(lamp, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _shadow(rng: Random, size: tuple[int, int], light: Light) -> Coarse:
    """What stands between lamp and sheet; of an edge a half plane or a rounded block, soft."""
    shade, strength = np.ones((size[1], size[0]), np.float32), light.shadow
    if not strength:
        return shade
    if light.shape != "edge":
        return (_hand if light.shape == "hand" else _blinds)(rng, size, strength)
    if rng.random() < 0.5:
        down, across = np.mgrid[: size[1], : size[0]].astype(np.float32)
        edge = across * rng.uniform(-1.6, 1.6) + down
        at = float(np.quantile(edge, rng.uniform(0.45, 0.8)))
        away = np.clip((at - edge) / rng.uniform(3, 14), -60, 60)
        return np.asarray(1 - strength / (1 + np.exp(away)), np.float32)
    centre = (rng.randrange(size[0]), size[1] - rng.randrange(size[1] // 2))
    block = (centre, (size[0] * rng.uniform(0.3, 0.5), size[1] * rng.uniform(0.5, 0.9)), rng.uniform(-40, 40))
    cv2.fillConvexPoly(shade, cv2.boxPoints(block).astype(np.int32), 1 - strength)
    return np.asarray(cv2.GaussianBlur(shade, (0, 0), rng.uniform(3, 9)), np.float32)


def _hand(rng: Random, size: tuple[int, int], strength: float) -> Coarse:
    """A hand with spread fingers and the arm behind it, from below or from a side."""
    shade, unit = np.ones((size[1], size[0]), np.float32), max(size) * rng.uniform(0.16, 0.24)
    palm = np.array([size[0] * rng.uniform(0.2, 0.8), size[1] * rng.uniform(0.45, 0.8)])
    away = rng.uniform(50, 130)

    def limb(degrees: float, start: float, length: float, breadth: float) -> None:
        along = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
        near, far = (np.round(palm + along * reach * unit).astype(int).tolist() for reach in (start, start + length))
        cv2.line(shade, near, far, 1 - strength, max(2, round(breadth * unit)))

    limb(away, 0, 6, 0.7)
    limb(away, -0.3, 0.5, 1.1)
    for spread in (-26, -8, 9, 27):
        limb(away + 180 + spread, 0.5, rng.uniform(0.8, 1.1), 0.2)
    limb(away + 180 + rng.choice((-70, 70)), 0.3, 0.8, 0.24)
    return np.asarray(cv2.GaussianBlur(shade, (0, 0), rng.uniform(3, 9)), np.float32)


def _blinds(rng: Random, size: tuple[int, int], strength: float) -> Coarse:
    """Slanting slats over one side of the picture."""
    down, across = np.mgrid[: size[1], : size[0]].astype(np.float32)
    lean, period = rng.uniform(-0.5, 0.5), size[1] / rng.uniform(3, 7)
    slats = 0.5 + 0.5 * np.tanh(2.5 * np.sin((down + across * lean) * 2 * np.pi / period))
    faded = np.clip((across / size[0] - rng.uniform(0.1, 0.5)) * rng.choice((-4, 4)) + 1, 0, 1)
    shade = 1 - strength * (slats * faded).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(shade, (0, 0), rng.uniform(2, 5)), np.float32)


def _glare(rng: Random, size: tuple[int, int], strength: float) -> Coarse:
    """How much of a lamp the page mirrors: one spot, longer than wide."""
    if not strength:
        return np.zeros((size[1], size[0]), np.float32)
    width, height = size
    across = (np.arange(width, dtype=np.float32) / width - rng.uniform(0.2, 0.8)) / rng.uniform(0.06, 0.14)
    down = (np.arange(height, dtype=np.float32) / height - rng.uniform(0.2, 0.8)) / rng.uniform(0.06, 0.14)
    spot = np.exp(-(down[:, None] ** 2) - across[None, :] ** 2) * np.float32(strength)
    return np.asarray(spot, np.float32)
