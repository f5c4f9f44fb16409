"""Files of errands, in the database: any process can take the work up, on whatever machine it runs."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from profiles.models import Errand, ErrandPiece
from profiles.models.errand import PIECE


def keep(errand: Errand, chunks: Iterable[bytes]) -> None:
    """Cut into pieces of one size, however it comes; within the caller's transaction."""
    for position, content in enumerate(_cut(chunks)):
        ErrandPiece.objects.create(errand=errand, position=position, content=content)


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def stream(errand: Errand) -> Iterator[bytes]:
    """Piece by piece, one in memory."""
    for position in errand.pieces.order_by("position").values_list("position", flat=True):
        yield bytes(errand.pieces.values_list("content", flat=True).get(position=position))


@contextmanager
def as_file(errand: Errand) -> Iterator[Path]:
    """A file in a folder of its own, for readers that want one; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="canon-errand-") as folder:
        path = Path(folder) / "file.part"
        with path.open("wb") as out:
            for piece in stream(errand):
                out.write(piece)
        yield path
