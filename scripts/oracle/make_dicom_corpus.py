"""Writes DICOM files in every transfer syntax that can be encoded here, with the stored values they must decode to.

Usage: make_dicom_corpus.py OUT_DIR
OUT_DIR/corpus.json lists the files: file, expected (raw little-endian), dtype, shape, tolerance (0 for lossless), and
for some drawn (what pydicom draws: raw float32 brightness 0..1, or uint8 RGB of a palette), facts (of each frame) and
frames (expected of the second frame and those behind it).
Seeded: the same versions write the same pixels.
"""

import itertools
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import imagecodecs
import numpy
import pydicom
import rle.utils
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate, encapsulate_extended, generate_frames
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_file_meta_info
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2K,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)
from dcmtk_forms import by_dcmtk, decoded_by_dcmtk, has_dcmtk
from drawn import drawn_values, frame_facts, lut_sources
from stored_values import frame_count, stored_values
from streams import stream_depths

ROWS, COLUMNS = 61, 50
DEFLATED_IMAGE_FRAME = UID("1.2.840.10008.1.2.8.1")


def smooth(low, high, channels=1, seed=7):
    """A smooth picture with some noise, so that every codec has something to do; odd sizes on purpose."""
    random = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:ROWS, 0:COLUMNS]
    planes = [
        (numpy.sin(x / (7.0 + k)) * numpy.cos(y / (11.0 - k)) + 1) / 2 * 0.9
        + random.random((ROWS, COLUMNS)) * 0.1
        for k in range(channels)
    ]
    picture = low + numpy.stack(planes, axis=-1) * (high - low)
    return numpy.rint(picture).astype("i8").squeeze()


def dataset(pixels, dtype, stored, signed=False, photometric="MONOCHROME2", high=None, frames=None):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.2")
    meta.MediaStorageSOPInstanceUID = UID("1.2.826.0.1.3680043.8.498.1")
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    made.SOPClassUID, made.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    made.StudyInstanceUID, made.SeriesInstanceUID = "1.2.826.0.1.3680043.8.498.2", "1.2.826.0.1.3680043.8.498.3"
    made.Modality, made.PatientID, made.PatientName, made.InstanceNumber = "CT", "corpus", "Corpus", 1
    made.Rows, made.Columns = ROWS, COLUMNS
    made.SamplesPerPixel = 3 if pixels.shape[-1] == 3 else 1
    if made.SamplesPerPixel == 3:
        made.PlanarConfiguration = 0
    made.PhotometricInterpretation = photometric
    made.BitsAllocated = numpy.dtype(dtype).itemsize * 8
    made.BitsStored = stored
    made.HighBit = stored - 1 if high is None else high
    made.PixelRepresentation = int(signed)
    if frames:
        made.NumberOfFrames = frames
    made.RescaleIntercept, made.RescaleSlope, made.RescaleType = "-1024", "1", "HU"
    item = Dataset()  # a nested sequence in front of the pixels
    item.CodeValue = "T-A0100"
    made.AnatomicRegionSequence = [item]
    made.PixelData = pixels.astype(dtype).tobytes()
    if len(made.PixelData) % 2:
        made.PixelData += b"\0"
    made["PixelData"].VR = "OB" if made.BitsAllocated <= 8 else "OW"
    return made


def sources():
    """Uncompressed data sets by name."""
    signed = smooth(-1000, 1000)
    garbage = (numpy.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) % 16) << 12
    palette = dataset(smooth(0, 255), "u1", 8, photometric="PALETTE COLOR")
    ramp = numpy.arange(256, dtype="u2")
    for colour, table in (("Red", ramp * 257), ("Green", (255 - ramp) * 257), ("Blue", ramp // 2 * 257)):
        setattr(palette, f"{colour}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(palette, f"{colour}PaletteColorLookupTableData", table.astype("<u2").tobytes())
    planar = dataset(smooth(0, 255, 3), "u1", 8, photometric="RGB")
    planar.PlanarConfiguration = 1
    planar.PixelData = numpy.moveaxis(smooth(0, 255, 3).astype("u1"), 2, 0).tobytes()
    made = {
        "u8": dataset(smooth(0, 255), "u1", 8),
        "u12": dataset(smooth(0, 4095), "u2", 12),
        "u16": dataset(smooth(0, 65535), "u2", 16),
        "s16": dataset(smooth(-32000, 32000), "i2", 16, signed=True),
        "s12": dataset(signed & 0xFFF, "u2", 12, signed=True),
        "s12-garbage-above": dataset((signed & 0xFFF) | garbage, "u2", 12, signed=True),
        "u12-high-bit-15": dataset(smooth(0, 4095) << 4, "u2", 12, high=15),
        "u32": dataset(smooth(0, 2**32 - 1), "u4", 32),
        "s32": dataset(smooth(-(2**31), 2**31 - 1), "i4", 32, signed=True),
        "mono1": dataset(smooth(0, 4095), "u2", 12, photometric="MONOCHROME1"),
        "rgb": dataset(smooth(0, 255, 3), "u1", 8, photometric="RGB"),
        "rgb16": dataset(smooth(0, 65535, 3), "u2", 16, photometric="RGB"),
        "rgb-planar": planar,
        "ybr": dataset(smooth(16, 235, 3), "u1", 8, photometric="YBR_FULL"),
        "palette": palette,
        "frames": dataset(numpy.concatenate([smooth(0, 4095, seed=s) for s in (1, 2, 3)]), "u2", 12, frames=3),
    }
    words = made["words-of-64-bits"] = dataset(smooth(0, 4095), "u2", 12)
    for place in (words, words.AnatomicRegionSequence[0]):  # values of the three VRs of 64 bits, in an item too
        place.SelectorSVValue, place.SelectorUVValue = [-(2**63), 5], 2**64 - 1
        place.SelectorOVValue = bytes(range(16))
    bits = dataset(smooth(0, 1), "u1", 1)
    bits.BitsAllocated = 1
    bits.PixelData = numpy.packbits(smooth(0, 1).astype("u1").ravel(), bitorder="little").tobytes()
    if len(bits.PixelData) % 2:
        bits.PixelData += b"\0"
    made["bits"] = bits
    for name, dtype, keyword in (("float", "f4", "FloatPixelData"), ("double", "f8", "DoubleFloatPixelData")):
        floating = dataset(smooth(0, 1000), "u2", 16)
        del floating.PixelData, floating.BitsStored, floating.HighBit, floating.PixelRepresentation
        floating.BitsAllocated = numpy.dtype(dtype).itemsize * 8
        setattr(floating, keyword, (smooth(0, 1000) / 7).astype(dtype).tobytes())
        made[name] = floating
    return made


def depths():
    """Every number of stored bits, unsigned and signed, with noise in the bits above them."""
    for stored in range(1, 33):
        allocated = 8 if stored <= 8 else 16 if stored <= 16 else 32
        dtype = f"u{allocated // 8}"
        above = numpy.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) * 2654435761 % 2**32
        high = (above << stored) & (2**allocated - 1)
        yield f"depth-u{stored:02}", dataset(smooth(0, 2**stored - 1) | high, dtype, stored)
        if stored > 1:
            signed = smooth(-(2 ** (stored - 1)), 2 ** (stored - 1) - 1) & (2**stored - 1)
            yield f"depth-s{stored:02}", dataset(signed | high, dtype, stored, signed=True)


def packed_by(made, syntax, stream, **changes):
    """A data set with one encapsulated frame."""
    made.file_meta.TransferSyntaxUID = syntax
    made.PixelData = encapsulate([stream])
    made["PixelData"].VR = "OB"
    made["PixelData"].is_undefined_length = True
    for keyword, value in changes.items():
        setattr(made, keyword, value)
    return made


def with_extended_offsets(made):
    """The same frames behind an extended offset table instead of a basic one."""
    frames = list(generate_frames(made.PixelData, number_of_frames=made.NumberOfFrames))
    made.PixelData, made.ExtendedOffsetTable, made.ExtendedOffsetTableLengths = encapsulate_extended(frames)
    made["PixelData"].is_undefined_length = True
    return made


def by_imagecodecs(out):
    """Yields (name, tolerance, make) of what imagecodecs' libjpeg-turbo and OpenJPH encode."""
    pictures = {"u8": smooth(0, 255).astype("u1"), "u12": smooth(0, 4095).astype("u2"), "u16": smooth(0, 65535).astype("u2")}
    bits = {"u8": 8, "u12": 12, "u16": 16}
    rgb = smooth(0, 255, 3).astype("u1")

    def lossless(name, predictor):
        stream = imagecodecs.jpeg8_encode(
            pictures[name], lossless=True, predictor=predictor, bitspersample=bits[name])
        syntax = JPEGLosslessSV1 if predictor == 1 else JPEGLossless
        return packed_by(sources()[name], syntax, stream)

    for name, predictor in itertools.product(pictures, range(1, 8)):
        yield f"jpeg-lossless-p{predictor}-{name}", 0, lambda n=name, p=predictor: lossless(n, p)
    for predictor in (1, 4, 7):
        yield f"jpeg-lossless-p{predictor}-rgb", 0, lambda p=predictor: packed_by(
            sources()["rgb"], JPEGLossless, imagecodecs.jpeg8_encode(
                rgb, lossless=True, predictor=p, colorspace="RGB", outcolorspace="RGB"))
    yield "jpeg-extended-turbo-u12", 1, lambda: packed_by(
        sources()["u12"], JPEGExtended12Bit, imagecodecs.jpeg8_encode(pictures["u12"], level=95, bitspersample=12),
        LossyImageCompression="01")
    for sampling, photometric in (("444", "YBR_FULL"), ("422", "YBR_FULL_422"), ("420", "YBR_FULL_422")):
        yield f"jpeg-baseline-{sampling}-rgb", 1, lambda s=sampling, p=photometric: packed_by(
            sources()["rgb"], JPEGBaseline8Bit, imagecodecs.jpeg8_encode(rgb, level=95, subsampling=s),
            PhotometricInterpretation=p, LossyImageCompression="01")
    for name, dtype in (("s12", "i2"), ("s16", "i2")):
        yield f"htj2k-{name}", 0, lambda n=name, d=dtype: packed_by(sources()[n], HTJ2KLossless, imagecodecs.htj2k_encode(
            (smooth(-1000, 1000) if n == "s12" else smooth(-32000, 32000)).astype(d), reversible=True))
    yield "jpeg-lossless-p1-ybr", 0, lambda: packed_by(
        sources()["ybr"], JPEGLossless, imagecodecs.jpeg8_encode(
            smooth(16, 235, 3).astype("u1"), lossless=True, predictor=1, colorspace="YCBCR", outcolorspace="YCBCR"))
    for form, syntax in (("htj2k", HTJ2KLossless), ("htj2k-rpcl", HTJ2KLosslessRPCL), ("htj2k-any", HTJ2K)):
        for name in pictures:
            yield f"{form}-{name}", 0, lambda n=name, s=syntax: packed_by(
                sources()[n], s, imagecodecs.htj2k_encode(pictures[n], reversible=True))
        yield f"{form}-rgb", 0, lambda s=syntax: packed_by(
            sources()["rgb"], s, imagecodecs.htj2k_encode(rgb, reversible=True, rgb=True),
            PhotometricInterpretation="YBR_RCT")
    for name in pictures:
        yield f"htj2k-lossy-{name}", 2 if name == "u16" else 1, lambda n=name: packed_by(
            sources()[n], HTJ2K, imagecodecs.htj2k_encode(pictures[n], level=0.002, reversible=False),
            LossyImageCompression="01")
    yield "htj2k-lossy-rgb", 1, lambda: packed_by(
        sources()["rgb"], HTJ2K, imagecodecs.htj2k_encode(rgb, level=0.002, reversible=False, rgb=True),
        PhotometricInterpretation="YBR_ICT", LossyImageCompression="01")


GREY = ["u8", "u12", "u16", "s16", "s12", "mono1", "palette", "frames"]
BYTE_SWAPPED = ["u8", "u12", "s16", "s12", "rgb", "rgb16", "frames", "u32", "words-of-64-bits"]


def write(out, name, made):
    path = out / f"{name}.dcm"
    if made.file_meta.TransferSyntaxUID == ExplicitVRBigEndian:
        dcmwrite(path, made, force_encoding=True, little_endian=False, implicit_vr=False)
    elif made.file_meta.TransferSyntaxUID == DEFLATED_IMAGE_FRAME:
        dcmwrite(path, made, force_encoding=True, little_endian=True, implicit_vr=False)
    else:
        made.save_as(path, enforce_file_format=True)
    return path


def byte_swapped(made):
    made.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    size = made.BitsAllocated // 8
    if size > 1:
        made.PixelData = numpy.frombuffer(made.PixelData, f"<u{size}").byteswap().tobytes()
    return made


def rle_of_words(made):
    """RLE of 32 bits, which pydicom itself does not write."""
    return packed_by(made, RLELossless, rle.utils.encode_pixel_data(made.PixelData, made, "<"))


def bare(out, form):
    """A file without preamble and meta header."""
    content = (out / f"{form}-u12.dcm").read_bytes()
    target = out / f"bare-{form}-u12.dcm"
    # The first element of group 0008; everything before it is in little endian.
    first = struct.pack(">HH" if form == "big-endian" else "<HH", 0x0008, 0x0016)
    target.write_bytes(content[content.index(first):])
    return target


def deflated(out, name):
    """The explicit file, deflated by a process of its own: gdcm's zlib and Python's crash each other in one process."""
    source, target = out / f"explicit-{name}.dcm", out / f"deflated-{name}.dcm"
    made = sources()[name]
    made.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    made.file_meta.ImplementationClassUID = "1.2.826.0.1.3680043.8.498.4"
    head = DicomBytesIO()
    head.is_little_endian, head.is_implicit_VR = True, False
    write_file_meta_info(head, made.file_meta)
    body = source.read_bytes()
    start = 132 + 12 + int.from_bytes(body[140:144], "little")
    code = "import sys, zlib; c = zlib.compressobj(9, zlib.DEFLATED, -15); " \
        "b = sys.stdin.buffer.read(); sys.stdout.buffer.write(c.compress(b) + c.flush())"
    packed = subprocess.run([sys.executable, "-c", code], input=body[start:], capture_output=True, check=True).stdout
    target.write_bytes(b"\0" * 128 + b"DICM" + head.getvalue() + packed + b"\0" * (len(packed) % 2))
    return target


def deflated_frames(made):
    """Each frame a deflated stream of its own (PS3.5 8.2.16 and A.4.13), in one fragment."""
    count = int(made.get("NumberOfFrames", 1))
    size = (ROWS * COLUMNS * made.SamplesPerPixel * made.BitsAllocated + 7) // 8
    frames = [made.PixelData[frame * size:(frame + 1) * size] for frame in range(count)]
    packed = [imagecodecs.deflate_encode(frame, level=9, raw=True) for frame in frames]
    made.PixelData = encapsulate(packed)
    made.file_meta.TransferSyntaxUID = DEFLATED_IMAGE_FRAME
    made["PixelData"].VR = "OB"
    made["PixelData"].is_undefined_length = True
    return made


def with_gdcm(source, target, syntax):
    """Re-encodes a file by gdcm, in a process of its own because it ends the process on some inputs."""
    script = Path(__file__).with_name("gdcm_convert.py")
    command = [sys.executable, str(script), str(source), str(target), syntax]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        target.unlink(missing_ok=True)
        raise RuntimeError(f"gdcm cannot encode this ({done.returncode})")


def forms(out):
    """Yields (path, tolerance) of every file; a form that cannot be made stops the making."""
    for name, made in sources().items():
        yield write(out, f"explicit-{name}", made), 0
    for name, made in sources().items():
        made.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        yield write(out, f"implicit-{name}", made), 0
    for name, made in sources().items():
        if name in BYTE_SWAPPED:
            yield write(out, f"big-endian-{name}", byte_swapped(made)), 0
    for name, made in depths():
        yield write(out, name, made), 0
    for name, made in lut_sources(dataset, smooth):
        yield write(out, f"drawn-{name}", made), 0
    for name in ("u12", "rgb", "words-of-64-bits"):
        yield deflated(out, name), 0
    for name in ("u8", "u12", "s16", "u32", "bits", "frames", "palette", "rgb", "rgb-planar", "rgb16", "ybr"):
        yield write(out, f"deflated-frame-{name}", deflated_frames(sources()[name])), 0
    for form in ("explicit", "implicit", "big-endian"):
        yield bare(out, form), 0
    for name, tolerance, make in by_imagecodecs(out):
        yield write(out, name, make()), tolerance
    for name, made in stream_depths(dataset, smooth, packed_by):
        yield write(out, name, made), 0
    for name in ("u32", "s32"):
        yield write(out, f"rle-{name}", rle_of_words(sources()[name])), 0
    colours = ["rgb", "rgb16", "ybr"]
    encoded = [
        ("rle", RLELossless, GREY + colours + ["u12-high-bit-15", "s12-garbage-above"], 0, {}),
        ("jpeg-ls", JPEGLSLossless, ["u8", "u12", "u16", "mono1", "palette", "frames", "rgb", "ybr"], 0, {}),
        ("jpeg-ls-near", JPEGLSNearLossless, ["u8", "u12", "s12", "s16", "rgb"], 0, {"jls_error": 2}),
        ("jpeg-2000", JPEG2000Lossless, GREY + ["rgb", "rgb16", "ybr"], 0, {}),
        ("jpeg-2000-lossy", JPEG2000, ["u8", "u12", "s12", "rgb"], 1, {"j2k_psnr": [60]}),
    ]
    for form, syntax, names, tolerance, options in encoded:
        for name in names:
            made = sources()[name]
            if form.startswith("jpeg-2000") and name.startswith("rgb"):
                made.PhotometricInterpretation = "YBR_RCT" if form == "jpeg-2000" else "YBR_ICT"
            made.compress(syntax, **({"encoding_plugin": "pydicom"} if form == "rle" else options))
            yield write(out, f"{form}-{name}", made), tolerance
            if name == "frames":
                yield write(out, f"{form}-extended-offsets-{name}", with_extended_offsets(made)), tolerance
    # gdcm ends its process on colour here, and its extended JPEG of 12 bits says 16, which no decoder here takes.
    jpeg = [
        ("jpeg-lossless", "JPEGLosslessProcess14", ["u8", "u12", "u16", "s16", "frames"], 0),
        ("jpeg-lossless-1", "JPEGLosslessProcess14_1", ["u8", "u12", "u16", "s16", "frames"], 0),
        ("jpeg-baseline", "JPEGBaselineProcess1", ["u8"], 1),
        ("jpeg-extended", "JPEGExtendedProcess2_4", ["u8"], 1),
        ("gdcm-jpeg-ls", "JPEGLSLossless", ["s12", "s16"], 0),
    ]
    for form, syntax, names, tolerance in jpeg:
        for name in names:
            target = out / f"{form}-{name}.dcm"
            with_gdcm(out / f"explicit-{name}.dcm", target, syntax)
            yield target, tolerance


def pydicom_files(out):
    """pydicom's own test files that its decoders can read, copied; lossy ones may differ by the decoder's rounding."""
    for source in sorted((Path(pydicom.__file__).parent / "data" / "test_files").glob("*.dcm")):
        path = out / f"pydicom-{source.name.replace('+', '_')}"
        shutil.copyfile(source, path)
        yield path, 1 if "JPGExtended" in source.name else 0


def readable(path):
    """The file that pydicom is to read for the values of this one."""
    if path.name == "bare-big-endian-u12.dcm":  # pydicom does not see that it is one
        return path.with_name("big-endian-u12.dcm")
    if path.name.startswith("deflated-frame-"):  # of a transfer syntax that pydicom knows from 3.1 on
        return path.with_name(path.name.replace("deflated-frame", "explicit"))
    # pydicom's plug-ins do not read dcmtk's extended JPEG of 12 bits.
    if path.name.startswith(("dcmtk-jpeg-extended", "dcmtk-jpeg-baseline")):
        return decoded_by_dcmtk(path)
    return path


def write_values(path, array):
    path.write_bytes(numpy.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"))).tobytes())
    return path.name


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    dcmtk = by_dcmtk(out) if has_dcmtk() else []
    for path, tolerance in itertools.chain(forms(out), dcmtk, pydicom_files(out)):
        source = readable(path)
        try:
            array = stored_values(source)
        except Exception as error:
            if not path.name.startswith("pydicom-"):
                raise
            print(f"left out {path.name}: {str(error)[:200]}", file=sys.stderr)  # what pydicom itself refuses
            continue
        if array is None:
            continue
        entries.append({
            "file": path.name, "expected": write_values(path.with_suffix(".raw"), array), "dtype": array.dtype.name,
            "shape": list(array.shape), "tolerance": tolerance,
        })
        entries[-1]["frames"] = [
            write_values(path.with_suffix(f".{index}.raw"), stored_values(source, index))
            for index in range(1, frame_count(source))
        ]
        picture = drawn_values(path) if path.name.startswith("drawn-") else None
        if picture is not None:
            path.with_suffix(".drawn").write_bytes(numpy.ascontiguousarray(picture).tobytes())
            entries[-1]["drawn"] = path.with_suffix(".drawn").name
        entries[-1]["facts"] = frame_facts(path) if "enhanced" in path.name else None
    (out / "corpus.json").write_text(json.dumps(entries, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
