"""Makes `NotoSansKR-subset.otf`: `python -m kwidgets.fonts.make NotoSansCJK-Regular.ttc`.

The source is the file of that name in Debian's package `fonts-noto-cjk` (or in the releases of Noto CJK). Kept are
the 2,350 syllables of KS X 1001, the letters of Latin and Greek, and the signs of formulas and units.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FAMILY: Final = "Noto Sans KR"
TARGET: Final = Path(__file__).with_name("NotoSansKR-subset.otf")
SIGNS: Final = (
    "‐–—―‘’“”†‡•…‰′″※₀₁₂₃₄₅₆₇₈₉⁰⁴⁵⁶⁷⁸⁹⁻℃℉ℓ№Ω™←↑→↓↔⇒⇔∀∂∃∇∈∏∑−√∝∞∠∥∧∨∩∪∫∴∼≈≒≠≡≤≥≪≫⊂⊃⊕⊙"
    "⌈⌉⌊⌋─━│▲△▶▷▼▽◀◁◆◇○◎●★☆♠♥✓✔✕✗、。「」『』【】〔〕×÷±"
)


def characters() -> set[int]:
    """The code points that are kept."""
    ranges = ((0x20, 0x7F), (0xA0, 0x100), (0x391, 0x3CA), (0x3131, 0x3164))
    kept = {code for low, high in ranges for code in range(low, high)} | set(map(ord, SIGNS))
    # KS X 1001 is what EUC-KR can write; rows 0xB0 to 0xC8 are the syllables.
    syllables = {ord(bytes((row, cell)).decode("euc-kr")) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)}
    return kept | syllables


def korean_face(path: Path) -> TTFont:
    """The Korean face of a collection of Noto Sans CJK."""
    for font in TTCollection(path).fonts:
        if font["name"].getDebugName(1) == "Noto Sans CJK KR":
            return font
    raise SystemExit(f"{path} has no face called Noto Sans CJK KR.")


def main(source: Path) -> None:
    """Write the subset beside this file."""
    font = korean_face(source)
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=False, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.drop_tables += ["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # horizontal text without alternates
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters())
    worker.subset(font)
    for record in font["name"].names:
        names = {1: FAMILY, 4: FAMILY, 6: "NotoSansKR-Subset"}
        record.string = names.get(record.nameID, record.toUnicode())
    font["CFF "].cff.fontNames = ["NotoSansKR-Subset"]
    font["head"].modified = font["head"].created  # the same input gives the same bytes
    font.recalcTimestamp = False
    font.save(TARGET)
    sys.stdout.write(f"{TARGET.name}: {len(font.getBestCmap()):,} characters, {TARGET.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
