#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the bundled fonts from Debian's fonts-inter and fonts-jetbrains-mono; needs fonttools. Run by hand.

Figures are made tabular by mapping 0-9 to the 'tnum' glyphs, because Qt 6.4 cannot ask for an OpenType feature.
Ligatures and contextual forms are left out, so that an identifier reads as it is written: "->" stays "->".
The families are renamed, because the OFL reserves the names of the originals.
"""
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
INTER = "/usr/share/fonts/opentype/inter/Inter-{}.otf"
MONO = "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-{}.ttf"
# Latin, modifiers, Greek, Cyrillic, punctuation, currency, letterlike, arrows, mathematics, keys, shapes, signs
RANGES = [(0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x20CF), (0x2100, 0x214F),
          (0x2190, 0x22FF), (0x2303, 0x2303), (0x2318, 0x2318), (0x2325, 0x2326), (0x23CE, 0x23CE),
          (0x25A0, 0x25FF), (0x2713, 0x2718), (0x26A0, 0x26A0), (0xFFFD, 0xFFFD)]


def make_figures_tabular(font):
    gsub = font["GSUB"].table
    tabular = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for lookup in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[lookup].SubTable:
                    tabular.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if table.cmap.get(code) in tabular:
                table.cmap[code] = tabular[table.cmap[code]]


def rename(font, family, style):
    names = font["name"]
    postscript = f"{family.replace(' ', '')}-{style}"
    for identifier in {r.nameID for r in names.names} - {0, 13, 14}:
        names.removeNames(nameID=identifier)
    is_regular = style == "Regular"
    texts = {1: family if is_regular else f"{family} {style}", 2: "Regular", 3: f"Gatehouse:{postscript}",
             4: f"{family} {style}", 5: "Version 1.0", 6: postscript}
    if not is_regular:
        texts |= {16: family, 17: style}
    for identifier, text in texts.items():
        names.setName(text, identifier, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        cff.topDictIndex[0].FamilyName = family
        cff.topDictIndex[0].FullName = f"{family} {style}"


def make(source, target, family, style):
    font = TTFont(source)
    if family == "Gatehouse Sans":
        make_figures_tabular(font)
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False,
                             notdef_outline=True, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    rename(font, family, style)
    font.save(target)


if __name__ == "__main__":
    for weight in ("Regular", "Medium", "SemiBold"):
        make(INTER.format(weight), HERE / f"GatehouseSans-{weight}.otf", "Gatehouse Sans", weight)
    make(MONO.format("Regular"), HERE / "GatehouseMono-Regular.ttf", "Gatehouse Mono", "Regular")
