"""Writes the handwritten digits of scikit-learn as pictures, to train a small network on them.

    pip install scikit-learn
    python data_tools/digits.py digits
    darkgo train cfg/digits.cfg --data digits --out run

1,797 pictures of 8 x 8 grey pixels, in a folder for each digit.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

WHITE = 16
"""The brightest value of the data set."""


def write(folder: Path) -> int:
    """Writes the pictures; returns how many."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    for number, (pixels, digit) in enumerate(zip(digits.images, digits.target, strict=True)):
        path = folder / str(digit) / f"{number:04}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray((pixels * 255 / WHITE).astype(np.uint8)).save(path)
    return len(digits.target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("digits: expected one folder to write to")
    try:
        print(f"{write(Path(sys.argv[1]))} pictures in {sys.argv[1]}")
    except ModuleNotFoundError as error:
        if error.name != "sklearn":
            raise
        sys.exit("digits: expected scikit-learn: pip install scikit-learn")
