"""What an independent reader finds in de-identified DICOM files. Standard input: [{"original", "deidentified"}]; one JSON list out."""

import json
import sys

import pydicom
from pydicom.dataset import Dataset

STANDARD = "1.2.840.10008."
DUMMIES = {"", "19000101", "000000", "19000101000000", "REMOVED", "0"}
DATES = {"DA", "TM", "DT"}
# What the app writes itself, in the place of the person.
OWN = {0x00100010, 0x00100020}


def elements(dataset: Dataset, path: str = ""):
    for element in dataset:
        where = f"{path}/{element.tag}"
        yield where, element
        if element.VR == "SQ":
            for item in element.value:
                yield from elements(item, where)


def values(element):
    value = element.value
    return [str(one) for one in (value if element.VM > 1 else [value])] if value is not None else [""]


def check(original_path: str, path: str) -> dict:
    original = pydicom.dcmread(original_path, force=True)
    cleaned = pydicom.dcmread(path)
    problems = []
    own_uids = {v for _, e in elements(original) if e.VR == "UI" for v in values(e) if v and not v.startswith(STANDARD)}
    for where, element in elements(cleaned):
        if element.tag.is_private:
            problems.append(f"private {where}")
        if element.VR == "PN" and element.tag not in OWN and any(v not in DUMMIES for v in values(element)):
            problems.append(f"name {where}")
        if element.VR in DATES and any(v not in DUMMIES for v in values(element)):
            problems.append(f"date {where}: {element.value}")
        if element.VR == "UI" and own_uids & set(values(element)):
            problems.append(f"uid {where}")
    if cleaned.preamble != bytes(128):
        problems.append("preamble")
    if cleaned.PatientIdentityRemoved != "YES" or cleaned.DeidentificationMethodCodeSequence[0].CodeValue != "113100":
        problems.append("no statement of de-identification")
    if cleaned.file_meta.MediaStorageSOPInstanceUID != cleaned.SOPInstanceUID:
        problems.append("the meta group names another instance")
    if cleaned.file_meta.TransferSyntaxUID != original.file_meta.get("TransferSyntaxUID", cleaned.file_meta.TransferSyntaxUID):
        problems.append("another transfer syntax")
    pixels = [name for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData") if name in original]
    if any(original[name].value != cleaned[name].value for name in pixels) or not pixels:
        problems.append("pixels")
    return {
        "problems": problems,
        "patient": str(cleaned.PatientName),
        "uids": {
            name: str(cleaned.get(name, ""))
            for name in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
        },
        "frames": int(cleaned.get("NumberOfFrames", 1) or 1),
        "kept": {name: str(cleaned.get(name, "")) for name in ("Modality", "Rows", "PixelSpacing", "RescaleIntercept", "BodyPartExamined")},
    }


print(json.dumps([check(pair["original"], pair["deidentified"]) for pair in json.load(sys.stdin)]))
