"""Files whose drawing is the point (palettes, lookup tables, windows), and what pydicom draws of them."""

import numpy
import pydicom
from pydicom.dataset import Dataset
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut, apply_windowing, pixel_array


def table(first, bits, values, **more):
    """An item of a LUT sequence."""
    item = Dataset()
    item.LUTDescriptor = [len(values) % 65536, first, bits]
    item["LUTDescriptor"].VR = "SS" if first < 0 else "US"
    item.LUTData = values.astype("<u2").tobytes()
    item["LUTData"].VR = "OW"
    for keyword, value in more.items():
        setattr(item, keyword, value)
    return item


def palette_of(made, bits, entries, segmented=False):
    """Gives a picture a red, green and blue table of so many entries."""
    ramp = numpy.linspace(0, 2**bits - 1, entries).astype("i8")
    for colour, values in (("Red", ramp), ("Green", ramp[::-1]), ("Blue", ramp // 2)):
        setattr(made, f"{colour}PaletteColorLookupTableDescriptor", [entries % 65536, 0, bits])
        word = "<u2" if bits == 16 else "u1"
        if segmented:
            # One entry as it is, then a line to the last one: PS3.3 C.7.9.2.
            segments = numpy.array([0, 1, values[0], 1, entries - 1, values[-1]])
            setattr(made, f"Segmented{colour}PaletteColorLookupTableData", segments.astype(word).tobytes())
        else:
            setattr(made, f"{colour}PaletteColorLookupTableData", values.astype(word).tobytes())
    return made


def enhanced(dataset, smooth):
    """An Enhanced CT of three frames: orientation and thickness shared, position, rescale and window each frame's own."""
    made = dataset(numpy.concatenate([smooth(0, 4095, seed=s) for s in (4, 5, 6)]), "u2", 12, frames=3)
    made.SOPClassUID = made.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2.1"
    del made.RescaleIntercept, made.RescaleSlope, made.RescaleType
    shared = Dataset()
    shared.PlaneOrientationSequence = [Dataset()]
    shared.PlaneOrientationSequence[0].ImageOrientationPatient = [1, 0, 0, 0, 0.96, 0.28]
    shared.PixelMeasuresSequence = [Dataset()]
    shared.PixelMeasuresSequence[0].PixelSpacing = [0.5, 0.4]
    shared.PixelMeasuresSequence[0].SliceThickness = 5
    made.SharedFunctionalGroupsSequence = [shared]
    made.PerFrameFunctionalGroupsSequence = []
    for frame in range(3):
        group = Dataset()
        group.PlanePositionSequence = [Dataset()]
        group.PlanePositionSequence[0].ImagePositionPatient = [-120.5, -130, 5 * frame]
        group.PixelValueTransformationSequence = [Dataset()]
        group.PixelValueTransformationSequence[0].RescaleIntercept = -1024 - frame
        group.PixelValueTransformationSequence[0].RescaleSlope = 1 + frame / 2
        group.PixelValueTransformationSequence[0].RescaleType = "HU"
        group.FrameVOILUTSequence = [Dataset()]
        group.FrameVOILUTSequence[0].WindowCenter = 40 + frame
        group.FrameVOILUTSequence[0].WindowWidth = 80 + frame
        made.PerFrameFunctionalGroupsSequence.append(group)
    return made


def lut_sources(dataset, smooth):
    """Yields (name, data set)."""

    def grey(stored=12, **changes):
        made = dataset(smooth(0, 2**stored - 1), "u1" if stored <= 8 else "u2", stored)
        for keyword, value in changes.items():
            setattr(made, keyword, value)
        return made

    for name, bits, entries, segmented in (
        ("palette-8-bit", 8, 256, False), ("palette-16-bit", 16, 256, False),
        ("palette-short", 16, 100, False), ("palette-segmented-8-bit", 8, 256, True),
        ("palette-segmented-16-bit", 16, 256, True),
    ):
        yield name, palette_of(dataset(smooth(0, 255), "u1", 8, photometric="PALETTE COLOR"), bits, entries, segmented)
    dark = palette_of(dataset(smooth(0, 255), "u1", 8, photometric="PALETTE COLOR"), 16, 256)
    dark.BluePaletteColorLookupTableData = numpy.arange(256, dtype="<u2").tobytes()
    yield "palette-dark-blue", dark
    for function in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        yield f"window-{function.lower().replace('_', '-')}", grey(
            WindowCenter=600, WindowWidth=1500, VOILUTFunction=function)
    curve = (numpy.sqrt(numpy.linspace(0, 1, 4096)) * 4095).astype("u2")
    yield "voi-table", grey(VOILUTSequence=[table(-1024, 12, curve, LUTExplanation="CURVE")])
    # Not of 8 bits: pydicom counts its index in as many and wraps around.
    yield "voi-table-short", grey(VOILUTSequence=[table(100, 10, numpy.arange(256) * 4)])
    modality = table(0, 16, (curve.astype("i8") * 8)[::-1], ModalityLUTType="US")
    for name, changes in (("modality-table", {}), ("both-tables", {
            "VOILUTSequence": [table(1000, 10, numpy.arange(16384) // 16)]})):
        made = grey(ModalityLUTSequence=[modality], WindowCenter=16000, WindowWidth=20000, **changes)
        del made.RescaleIntercept, made.RescaleSlope, made.RescaleType
        if changes:
            del made.WindowCenter, made.WindowWidth
        yield name, made
    yield "enhanced-ct", enhanced(dataset, smooth)


def drawn_values(path):
    """Brightness 0 to 1 as float32, or RGB of a palette as uint8; None where pydicom draws nothing by itself."""
    made = pydicom.dcmread(path)
    if "enhanced" in path.name:
        return None
    array = pixel_array(made, index=0)
    if made.PhotometricInterpretation == "PALETTE COLOR":
        rgb = apply_color_lut(array, made)
        bits = made.RedPaletteColorLookupTableDescriptor[2]
        return (rgb >> (bits - 8)).astype("u1")
    values = apply_modality_lut(array, made)
    if "VOILUTSequence" in made:
        return (apply_voi_lut(values, made) / (2 ** made.VOILUTSequence[0].LUTDescriptor[2] - 1)).astype("<f4")
    # pydicom's output range depends on the file: two values far outside give its ends.
    ends = numpy.array([-1e7, 1e7])
    with numpy.errstate(over="ignore"):
        low, high = apply_windowing(ends, made)
        return ((apply_windowing(values.astype("f8"), made) - low) / (high - low)).astype("<f4")


def frame_facts(path):
    """Position, rescale and window of each frame of an enhanced file."""
    made = pydicom.dcmread(path)
    return [{
        "positionMm": [float(part) for part in group.PlanePositionSequence[0].ImagePositionPatient],
        "slope": float(group.PixelValueTransformationSequence[0].RescaleSlope),
        "intercept": float(group.PixelValueTransformationSequence[0].RescaleIntercept),
        "center": float(group.FrameVOILUTSequence[0].WindowCenter),
        "width": float(group.FrameVOILUTSequence[0].WindowWidth),
    } for group in made.PerFrameFunctionalGroupsSequence]
