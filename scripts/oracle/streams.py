"""Compressed streams of every depth, signed and not, in headers that say the same of them and in others."""

import imagecodecs
from pydicom.uid import HTJ2KLossless, JPEG2000Lossless, JPEGLosslessSV1, JPEGLSLossless

DEPTHS = range(2, 17)
# Stream and header: signed or not, and bits.
UNLIKE = [("u12", "s16"), ("u12", "s14"), ("s12", "s16"), ("s12", "u16"), ("u08", "s16"), ("s08", "s16"), ("s08", "u16")]


def jpeg_2000(values, bits, signed):
    return imagecodecs.jpeg2k_encode(values, level=0, codecformat="j2k", reversible=True, bitspersample=bits)


def htj2k(values, bits, signed):
    """OpenJPH is given whole bytes, signed, which are not shifted by half their range; SIZ then says what they are of."""
    centred = values if signed else values.astype("i4") - 2 ** (bits - 1)
    stream = bytearray(imagecodecs.htj2k_encode(centred.astype("i1" if bits <= 8 else "i2"), reversible=True))
    stream[42] = (0x80 if signed else 0) | (bits - 1)
    return bytes(stream)


def jpeg_lossless(values, bits, signed):
    words = (values.astype("i4") & (2**bits - 1)).astype("u1" if bits <= 8 else "u2")
    return imagecodecs.jpeg8_encode(words, lossless=True, predictor=1, bitspersample=bits)


PACKED = {
    "jpeg-2000": (JPEG2000Lossless, jpeg_2000),
    "htj2k": (HTJ2KLossless, htj2k),
    "jpeg-lossless": (JPEGLosslessSV1, jpeg_lossless),
}
CODECS = ("jpeg-ls", *PACKED)


def stream_of(codec, kind, dataset, smooth, packed_by):
    """A file with one stream of `kind` (s or u and its bits), in a header that says so."""
    bits, signed = int(kind[1:]), kind[0] == "s"
    values = smooth(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else smooth(0, 2**bits - 1)
    dtype = ("i" if signed else "u") + ("1" if bits <= 8 else "2")
    made = dataset(values, dtype, bits, signed=signed)
    if codec == "jpeg-ls":
        made.compress(JPEGLSLossless)
        return made
    syntax, encode = PACKED[codec]
    return packed_by(made, syntax, encode(values.astype(dtype), bits, signed))


def stream_depths(dataset, smooth, packed_by):
    """Yields (name, data set)."""
    for codec in CODECS:
        for bits in DEPTHS:
            for sign in "us":
                yield f"stream-{codec}-{sign}{bits:02}", stream_of(codec, f"{sign}{bits:02}", dataset, smooth, packed_by)
        for stream, header in UNLIKE:
            made = stream_of(codec, stream, dataset, smooth, packed_by)
            made.BitsAllocated, made.BitsStored, made.HighBit = 16, int(header[1:]), int(header[1:]) - 1
            made.PixelRepresentation = int(header[0] == "s")
            yield f"unlike-{codec}-{stream}-in-{header}", made
