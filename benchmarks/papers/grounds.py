"""What lies under the sheet: desks, cloth, floors; each family has its own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Coarse = NDArray[np.float32]
_SHRINK = 4


def draw_ground(rng: Random, family: str, size: tuple[int, int]) -> Picture:
    """A ground of `size` (width, height) pixels."""
    noise = np.random.default_rng(rng.getrandbits(32))
    coarse = (size[0] // _SHRINK, size[1] // _SHRINK)
    ground = rng.choice(_GROUNDS[family])(rng, noise, coarse)
    return np.asarray(
        cv2.resize(np.clip(ground, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR), np.uint8
    )


def _grown(grid: Coarse, size: tuple[int, int]) -> Coarse:
    return np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _tinted(value: Coarse, colour: tuple[int, int, int]) -> Coarse:
    return np.asarray(value[:, :, None] * np.array(colour, np.float32), np.float32)


def _wood(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """Boards with a grain along them."""
    grain = _grown(noise.uniform(0.82, 1.1, (size[1] // 3, 5)).astype(np.float32), size)
    knots = _grown(noise.uniform(0.85, 1.1, (6, 4)).astype(np.float32), size)
    value = grain * knots
    board = size[1] // rng.choice((3, 4, 6))
    for y in range(board, size[1], board):
        value[y : y + 2] *= 0.5
    return _tinted(value, rng.choice(((176, 140, 98), (120, 80, 50), (206, 176, 136), (92, 62, 44))))


def _plain(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A lacquered desk top."""
    value = _grown(noise.uniform(0.9, 1.05, (5, 5)).astype(np.float32), size)
    return _tinted(value, rng.choice(((206, 204, 198), (60, 62, 66), (150, 154, 160), (228, 226, 220))))


def _cloth(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """Woven cloth."""
    rows, columns = np.mgrid[: size[1], : size[0]].astype(np.float32)
    weave = 0.92 + 0.08 * np.sin(rows * 1.3) * np.sin(columns * 1.3)
    value = weave * _grown(noise.uniform(0.85, 1.08, (12, 12)).astype(np.float32), size)
    return _tinted(np.asarray(value, np.float32), rng.choice(((44, 76, 70), (70, 74, 100), (140, 60, 56))))


def _tiles(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """Floor tiles with grey joints."""
    value = _grown(noise.uniform(0.9, 1.06, (40, 40)).astype(np.float32), size)
    side = rng.randrange(90, 180)
    for start in range(rng.randrange(side), size[0], side):
        value[:, start : start + 3] *= 0.7
    for start in range(rng.randrange(side), size[1], side):
        value[start : start + 3] *= 0.7
    return _tinted(value, rng.choice(((214, 208, 196), (172, 168, 160), (120, 110, 104))))


def _carpet(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """Speckled office carpet."""
    speckle = cv2.GaussianBlur(noise.uniform(0.4, 1.5, (size[1], size[0])).astype(np.float32), (0, 0), 0.9)
    return _tinted(np.asarray(speckle, np.float32), rng.choice(((96, 100, 108), (110, 92, 76), (70, 84, 110))))


def _papers(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """Other white sheets lying about, with lines of print too far out of focus to read."""
    ground = _tinted(_grown(noise.uniform(0.75, 0.95, (4, 4)).astype(np.float32), size), (190, 180, 170))
    for _ in range(4):
        centre = (rng.randrange(size[0]), rng.randrange(size[1]))
        box = cv2.boxPoints((centre, (size[0] * 0.6, size[1] * 0.5), rng.uniform(-40, 40)))
        cv2.fillConvexPoly(ground, box.astype(np.int32), (rng.randrange(214, 244),) * 3)
    return np.asarray(cv2.GaussianBlur(ground, (0, 0), 2), np.float32)


def _mat(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A cutting mat or squared pad."""
    value = _grown(noise.uniform(0.92, 1.05, (8, 8)).astype(np.float32), size)
    step = rng.randrange(14, 30)
    value[::step] *= 1.18
    value[:, ::step] *= 1.18
    return _tinted(value, rng.choice(((60, 110, 84), (84, 90, 96), (196, 160, 60))))


def _marble(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A stone table top with veins."""
    clouds = sum(_grown(noise.uniform(-1, 1, (n, n)).astype(np.float32), size) / n for n in (5, 11, 23))
    veins = np.exp(-np.abs(np.asarray(clouds, np.float32)) * rng.uniform(90, 220))
    value = 1 - 0.35 * veins + 0.05 * np.asarray(clouds, np.float32)
    return _tinted(np.asarray(value, np.float32), rng.choice(((222, 222, 220), (70, 72, 76), (204, 190, 172))))


def _gingham(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A checked table cloth with soft creases."""
    side = rng.randrange(20, 46)
    rows, columns = np.arange(size[1]) // side % 2, np.arange(size[0]) // side % 2
    share = (rows[:, None] + columns[None, :]).astype(np.float32) / 2
    colour = np.array(rng.choice(((170, 50, 56), (60, 96, 150), (70, 130, 90), (120, 110, 104))), np.float32)
    cloth = 236 - share[:, :, None] * (236 - colour)
    crease = _grown(noise.uniform(0.82, 1.06, (7, 7)).astype(np.float32), size)
    return np.asarray(cloth * crease[:, :, None], np.float32)


def _kraft(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A brown envelope or cardboard: fibres and one edge."""
    fibres = cv2.GaussianBlur(noise.uniform(0.8, 1.2, (size[1], size[0])).astype(np.float32), (0, 0), 2.2, sigmaY=0.7)
    value = np.asarray(fibres * _grown(noise.uniform(0.9, 1.05, (4, 4)).astype(np.float32), size), np.float32)
    value[:, rng.randrange(size[0]) :] *= 0.8
    return _tinted(value, rng.choice(((190, 150, 104), (170, 132, 90), (206, 172, 128))))


def _leather(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A writing pad of grained leather, or the car's seat."""
    pores = cv2.GaussianBlur(noise.standard_normal((size[1], size[0])).astype(np.float32), (0, 0), 1.8)
    relief = 1 + 0.9 * (pores - np.roll(pores, (1, 1), (0, 1)))
    value = relief * _grown(noise.uniform(0.8, 1.1, (5, 5)).astype(np.float32), size)
    return _tinted(np.asarray(value, np.float32), rng.choice(((54, 40, 34), (34, 36, 40), (112, 70, 44), (88, 24, 30))))


def _steel(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """Brushed metal or a pickup's bonnet: streaks one way and a broad sheen."""
    streaks = cv2.GaussianBlur(noise.uniform(0.7, 1.3, (size[1], size[0])).astype(np.float32), (0, 0), 14, sigmaY=0.5)
    sheen = 0.85 + 0.2 * np.sin(np.linspace(rng.uniform(0, 3), rng.uniform(3, 6), size[0], dtype=np.float32))
    value = (0.4 + 0.6 * streaks) * sheen[None, :]
    return _tinted(np.asarray(value, np.float32), rng.choice(((176, 180, 186), (120, 126, 134), (190, 60, 50))))


def _terrazzo(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A ground stone floor: chips of several greys in cement."""
    ground = np.full((size[1], size[0], 3), rng.randrange(168, 206), np.float32)
    for _ in range(900):
        centre = (int(noise.integers(size[0])), int(noise.integers(size[1])))
        axes = (int(noise.integers(1, 5)), int(noise.integers(1, 4)))
        shade, warm = int(noise.integers(70, 236)), int(noise.integers(0, 18))
        cv2.ellipse(
            ground, centre, axes, float(noise.uniform(0, 180)), 0, 360, (shade, shade - warm // 2, shade - warm), -1
        )
    return np.asarray(cv2.GaussianBlur(ground, (0, 0), 0.8), np.float32)


def _striped(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A bed sheet or a bench's cover: stripes of two widths, softly creased."""
    across, period = np.arange(size[0]) + noise.uniform(0, 90), rng.randrange(34, 88)
    band = ((across % period < period * 0.45) | (across % period > period * 0.9)).astype(np.float32)
    colour = np.array(rng.choice(((82, 110, 150), (150, 96, 86), (96, 120, 96), (140, 140, 146))), np.float32)
    cloth = 232 - band[None, :, None] * (232 - colour)
    crease = _grown(noise.uniform(0.84, 1.05, (6, 9)).astype(np.float32), size)
    return np.asarray(cloth * crease[:, :, None], np.float32)


def _bamboo(rng: Random, noise: np.random.Generator, size: tuple[int, int]) -> Coarse:
    """A mat of bamboo slips: each a little lighter or darker than the next, dark between, knots across."""
    width = rng.randrange(7, 15)
    slips = noise.uniform(0.86, 1.06, size[0] // width + 1).astype(np.float32).repeat(width)[: size[0]]
    slips[::width] *= 0.62
    value = np.tile(slips, (size[1], 1)) * _grown(noise.uniform(0.92, 1.05, (9, 4)).astype(np.float32), size)
    for y in noise.integers(0, size[1], 5):
        value[y : y + 2] *= 0.8
    return _tinted(np.asarray(value, np.float32), rng.choice(((206, 176, 120), (176, 138, 88), (150, 116, 76))))


_Ground = Callable[[Random, np.random.Generator, tuple[int, int]], Coarse]
_GROUNDS: dict[str, tuple[_Ground, ...]] = {
    "develop": (_wood, _wood, _plain, _cloth),
    "report": (_tiles, _carpet, _papers, _mat),
    "fresh": (_marble, _gingham, _kraft, _leather, _steel),
    "later": (_terrazzo, _striped, _bamboo),
    "outside": (_wood, _plain, _marble, _papers, _leather, _terrazzo, _cloth),
    "beyond": (_wood, _plain, _tiles, _kraft, _papers, _striped, _steel),
}
