"""Stored values of a frame of DICOM files by pydicom, as `overread decode` gives them.

Usage: stored_values.py OUT_DIR FILE...   (one JSON line per file on standard output)
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
import pydicom
from pydicom.pixels import pixel_array

warnings.simplefilter("ignore")


def frame_count(path):
    return int(pydicom.dcmread(path, force=True, stop_before_pixels=True).get("NumberOfFrames", 1) or 1)


def stored_values(path, frame=0):
    """Masked to BitsStored and sign-extended; colour as RGB, interleaved; None without pixel data."""
    dataset = pydicom.dcmread(path, force=True)
    if not any(name in dataset for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return None
    if "TransferSyntaxUID" not in dataset.file_meta:
        implicit, little = dataset.original_encoding
        dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2" if implicit else (
            "1.2.840.10008.1.2.1" if little else "1.2.840.10008.1.2.2")
    # pydicom's own correction keeps the low bits whatever HighBit says.
    shifted = dataset.get("HighBit", 0) + 1 != dataset.get("BitsStored", 1)
    # gdcm ends its process on lossless JPEG of other depths.
    other = "JPEG Lossless" in dataset.file_meta.TransferSyntaxUID.name and dataset.BitsStored not in (8, 12, 16)
    plugin = "pylibjpeg" if other else ""
    array = pixel_array(dataset, index=frame, correct_unused_bits=not shifted, decoding_plugin=plugin)
    array = array.astype(array.dtype.newbyteorder("="))
    if array.dtype.kind == "f" or dataset.BitsAllocated == 1:
        return array
    allocated, stored = dataset.BitsAllocated, dataset.BitsStored
    high = dataset.get("HighBit", stored - 1)
    word = numpy.dtype(f"u{array.dtype.itemsize}")
    bits = array.view(word) if array.dtype.itemsize * 8 == allocated else array.astype(word)
    compressed = dataset.file_meta.TransferSyntaxUID.is_compressed and "RLE" not in dataset.file_meta.TransferSyntaxUID.name
    bits = bits >> (0 if compressed else max(0, high + 1 - stored))
    bits = bits & word.type(2**stored - 1)
    if dataset.PixelRepresentation == 0:
        return bits
    sign = 2 ** (stored - 1)
    wide = bits.astype("i8")
    return numpy.where(wide >= sign, wide - 2 * sign, wide).astype(f"i{array.dtype.itemsize}")


def main(out, files):
    Path(out).mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files):
        record = {"file": file, "status": "ok", "out": None}
        try:
            array = stored_values(file)
            if array is None:
                record["status"] = "no-pixels"
            else:
                target = str(Path(out) / f"{number:04}.raw")
                little = array.astype(array.dtype.newbyteorder("<"), copy=False)
                Path(target).write_bytes(numpy.ascontiguousarray(little).tobytes())
                record |= {"dtype": array.dtype.name, "shape": list(array.shape), "out": target}
        except Exception as error:  # the oracle's refusals are data too
            record |= {"status": "refused", "reason": f"{type(error).__name__}: {error}"}
        print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
