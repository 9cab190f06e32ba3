"""Lines of text in a picture, and what they say: all that is known of the OCR library."""

import logging
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import rapidocr
from omegaconf import flag_override

from extraction.errors import MissingReader
from extraction.readers.raster import Frame, Pixels

_MODELS = {"Det": "*det*.onnx", "Rec": "*rec*.onnx"}
_LOCK = threading.Lock()
_LONGEST_SIDE = 2600
"""What the detector is shown at most: a page of A3 with small print (unit: pixels)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was made out of the picture of a line."""

    text: str
    score: float
    """How sure the recogniser is of its least certain character, from 0 to 1."""


def find_lines(pixels: Pixels) -> list[Frame]:
    """The frames of the lines of text, upright ones too; neighbours in a table may be one."""
    found = _run(pixels, use_det=True, use_rec=False)
    if getattr(found, "boxes", None) is None:
        return []
    corners = np.asarray(found.boxes, np.float64)
    low, high = np.floor(corners.min(axis=1)), np.ceil(corners.max(axis=1))
    frames = np.concatenate([low, high], axis=1).astype(int).tolist()
    return [(left, top, right, bottom) for left, top, right, bottom in frames]


def read_line(crop: Pixels) -> Seen:
    """What the picture of one line says; an empty text where nothing is made out."""
    found = _run(crop, use_det=False, use_rec=True)
    if not getattr(found, "txts", None):
        return Seen("", 0.0)
    text = str(found.txts[0]).strip()
    return Seen(text, float(min(found.word_results[0].confs, default=0.0)) if text else 0.0)


def _run(pixels: Pixels, *, use_det: bool, use_rec: bool) -> Any:
    bgr = np.ascontiguousarray(pixels[:, :, ::-1])
    with _LOCK:  # what a call asks for becomes the engine's own setting
        return _engine()(
            bgr, use_det=use_det, use_cls=False, use_rec=use_rec, return_word_box=True, text_score=0
        )


@cache
def _engine() -> Any:
    """The one engine of the process, with the models of its package: nothing is fetched."""
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    models = Path(rapidocr.__file__).parent / "models"
    files = {step: _find_model(models, name) for step, name in _MODELS.items()}
    params: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.max_side_len": _LONGEST_SIDE,
        # Pages come as fine as they are read best: a small one is not made larger.
        "Det.limit_side_len": 64,
        # Short lines are padded to this width before they are read: most of a table is short.
        "Rec.rec_img_shape": [3, 48, 160],
    }
    params |= {f"{step}.model_path": str(path) for step, path in files.items()}
    engine = rapidocr.RapidOCR(params=params)
    with flag_override(engine.cfg, "allow_objects", True):
        for step, path in files.items():
            engine.cfg[step].session = _open_session(path)
    return engine


def _find_model(models: Path, name: str) -> Path:
    files = sorted(models.glob(name))
    if not files:
        raise MissingReader(f"the package rapidocr came without its models ({models})")
    return files[-1]


def _open_session(path: Path) -> Any:
    """A model whose threads sleep while they wait.

    By default they spin: a third more of the processors' time for lines, taken from whoever else
    has work on a busy machine.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
