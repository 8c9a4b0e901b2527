from collections import Counter

from darkgo.data.manifest import Manifest, Source
from darkgo.data.manifest_text import lines


def source(name, **counts):
    made = Source.named(name, f"{name}.zip", "")
    for key, count in counts.items():
        setattr(made, key, count)
    return made


def test_table():
    pro = source(
        "pro",
        games=1234,
        used=1230,
        duplicates=1,
        rejects=Counter({"not SGF": 2, "no moves": 1}),
        cuts=Counter({"ko": 5}),
        years=Counter({"1969": 3, "1962": 2, "?": 1}),
    )
    pro.train.positions, pro.valid.positions = 250_000, 5_000
    assert list(
        lines(
            Manifest(
                [
                    pro,
                    source(
                        "none",
                        unread=Counter({"damaged archive": 1}),
                        troubles=["damaged archive: b.tar:1.sgf"],
                    ),
                ]
            )
        )
    ) == [
        "source  games   used  duplicates  rejected  cut  unread    train  valid",
        "pro     1,234  1,230           1         3    5       0  250,000  5,000",
        "none        0      0           0         0    0       1        0      0",
        "all     1,234  1,230           1         3    5       1  250,000  5,000",
        "pro: rejected: not SGF 2, no moves 1",
        "pro: cut: ko 5",
        "pro: decades: 1960s 5, ? 1",
        "none: unread: damaged archive 1",
        "none: damaged archive: b.tar:1.sgf",
        "none: no usable game",
    ]
