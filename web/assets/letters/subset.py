"""Makes the files of letters in ../files from the packages
@fontsource-variable/literata and @fontsource-variable/figtree, unpacked below the
folder that is named on the command line. It needs fonttools with brotli. What is
made is committed: nobody needs this to build or run the program.

A page should fetch no letters that it does not have: each face of Literata has a
file for what English needs, one for what Welsh needs beside it, and three for the
rest of Europe: the west and north, the middle, and what is left. Of Figtree, which
is smaller, English and Welsh are one: names stand in it. Of the italics, which are
a few words here and there, figures and signs are a file of their own.
Pairs of letters whose distance changes by less than anybody sees are left alone;
that is a tenth of each file. In italics no pair is moved.
"""
import os
import sys

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otTables import PairPos
from fontTools.varLib import instancer

ENGLISH = [*range(0x20, 0x7F), 0xA0, 0xA3, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7, *range(0x2010, 0x2016), 0x2018, 0x2019, 0x201A,
           0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x20AC, *range(0x2190, 0x2194), 0x2212]
WELSH = [ord(c) for c in 'ÂÊÎÔÛŴŶâêîôûŵŷÁÉÍÓÚÝẂáéíóúýẃÀÈÌÒÙẀỲàèìòùẁỳÄËÏÖÜẄŸäëïöüẅÿ']
WEST = [c for c in range(0xC0, 0x100) if c not in WELSH + ENGLISH]
MIDDLE = [ord(c) for c in 'ĄąĆćČčĎďĐđĘęĚěĹĺĽľŁłŃńŇňŐőŔŕŘřŚśŠšŤťŮůŰűŹźŻżŽž']
ELSE = [c for c in range(0x100, 0x180) if c not in WELSH + MIDDLE]
WORDS = [c for c in ENGLISH if chr(c).isalpha() or c == 0xA0 or chr(c) in ' .,:;!?\'"()-’‘“”–—…']
SIGNS = [c for c in ENGLISH if c not in WORDS]
FACES = {
    'literata-400': ('literata', 'normal', {'opsz': 14, 'wght': 400}),
    'literata-600': ('literata', 'normal', {'opsz': 28, 'wght': 600}),
    'literata-italic': ('literata', 'italic', {'opsz': 14, 'wght': 400}),
    'figtree-400': ('figtree', 'normal', {'wght': 400}),
    'figtree-600': ('figtree', 'normal', {'wght': 600}),
}
LEAST = 25  # thousandths of the size, for a distance that is kept


def cut(font, characters, features):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [1, 2, 13, 14]
    options.drop_tables += ['STAT', 'DSIG', 'gasp']
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def face(packages, family, style, axes):
    """One weight, with the letters of both files of the package."""
    parts = []
    for kind in 'latin', 'latin-ext':
        axis = 'opsz' if 'opsz' in axes else 'wght'
        font = TTFont(f'{packages}/{family}/files/{family}-{kind}-{axis}-{style}.woff2')
        font = instancer.instantiateVariableFont(font, axes)
        font.flavor = None
        have = set(font.getBestCmap()) - set(parts[0].getBestCmap() if parts else ())
        cut(font, have, ['kern'] if parts else ['kern', 'liga'])
        for table in 'STAT', 'vhea', 'vmtx', 'VVAR', 'MVAR', 'DSIG', 'GDEF', 'meta', 'gasp':
            if table in font:
                del font[table]
        parts.append(font)
    names = []
    for n, font in enumerate(parts):
        names.append(f'part{n}.ttf')
        font.save(names[-1])
    whole = merge.Merger().merge(names)
    for name in names:
        os.remove(name)
    return whole


def thin(font):
    if 'GPOS' not in font or not font['GPOS'].table.LookupList:
        return
    least = font['head'].unitsPerEm * LEAST // 1000
    far = lambda value: abs(getattr(value, 'XAdvance', 0) or 0) >= least
    for lookup in font['GPOS'].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, 'ExtSubTable', table)
            if not isinstance(table, PairPos):
                continue
            if table.Format == 1:
                for pairs in table.PairSet:
                    pairs.PairValueRecord = [r for r in pairs.PairValueRecord if far(r.Value1)]
                    pairs.PairValueCount = len(pairs.PairValueRecord)
                continue
            for first in table.Class1Record:
                for second in first.Class2Record:
                    if second.Value1 and not far(second.Value1):
                        second.Value1.XAdvance = 0


def main(packages):
    files = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'files')
    for name, (family, style, axes) in FACES.items():
        face(packages, family, style, axes).save('whole.ttf')
        parts = [('', ENGLISH), ('-welsh', WELSH)]
        if family == 'figtree':
            parts = [('', ENGLISH + WELSH)]
        if style == 'italic':
            parts = [('', WORDS), ('-signs', SIGNS), ('-welsh', WELSH)]
        parts += [('-west', WEST), ('-middle', MIDDLE), ('-else', ELSE)]
        for suffix, characters in parts:
            font = TTFont('whole.ttf')
            cut(font, characters, ['liga'] if style == 'italic' else ['kern', 'liga'])
            thin(font)
            font.flavor = 'woff2'
            font.save(f'{files}/{name}{suffix}.woff2')
        os.remove('whole.ttf')


main(sys.argv[1])
