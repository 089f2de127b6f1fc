"""Prints what two independent readers make of a structured report: highdicom, and dcmqi's tid1500reader (on DCMTK)."""

import json
import os
import subprocess
import sys
import tempfile

import highdicom
import pydicom

path = sys.argv[1]
dataset = pydicom.dcmread(path)
report = highdicom.sr.srread(path)


def standard(table):
    """A table of the DICOM standard as highdicom carries it."""
    folder = os.path.join(os.path.dirname(highdicom.__file__), "_standard")
    with open(os.path.join(folder, table), encoding="utf-8") as file:
        return json.load(file)


def lacking(of, attribute, above):
    """Whether an attribute that must be there (type 1: with a value) is not, in each item of the sequences above it."""
    if above:
        return any(lacking(item, attribute, above[1:]) for item in of.get(above[0]) or [])
    keyword = attribute["keyword"]
    return keyword not in of or (attribute["type"] == "1" and of[keyword].is_empty)


ATTRIBUTES = standard("module_attribute_map.json")
missing = sorted(
    ".".join([*attribute["path"], attribute["keyword"]])
    for module in standard("iod_module_map.json")["comprehensive-sr"]
    # Of the content the tables give every kind of item at once; highdicom reads it itself.
    if module["usage"] == "M" and module["key"] != "sr-document-content"
    for attribute in ATTRIBUTES[module["key"]]
    if attribute["type"] in ("1", "2") and lacking(dataset, attribute, attribute["path"])
)


def image_of(group):
    for item in group:
        if item.ValueType == "IMAGE":
            reference = item.ReferencedSOPSequence[0]
            return [reference.ReferencedSOPInstanceUID, reference.get("ReferencedFrameNumber")]
    return None


groups = []
for group in report.content.get_image_measurement_groups():
    groups.append(
        {
            "tracking": group.tracking_identifier,
            "image": image_of(group[0].ContentSequence),
            "evaluations": {e.name.value: e.value.value for e in group.get_qualitative_evaluations()},
            "measurements": {m.name.value: float(m.value) for m in group.get_measurements()},
            "comment": next(
                (i.TextValue for i in group[0].ContentSequence if i.ConceptNameCodeSequence[0].CodeValue == "121106"),
                None,
            ),
        }
    )
regions = []
for group in report.content.get_planar_roi_measurement_groups():
    regions.append(
        {
            "tracking": group.tracking_identifier,
            "graphic": group.roi.graphic_type.value,
            "points": group.roi.value.tolist(),
            "measurements": {m.name.value: [float(m.value), m.unit.value] for m in group.get_measurements()},
        }
    )

evaluations = [
    item
    for item in report.content[0].ContentSequence
    if item.ValueType == "CONTAINER" and item.ConceptNameCodeSequence[0].CodeValue == "C0034375"
]
VALUES = {
    "CODE": lambda item: item.ConceptCodeSequence[0].CodeValue,
    "NUM": lambda item: float(item.MeasuredValueSequence[0].NumericValue),
    "TEXT": lambda item: item.TextValue,
}
study = {
    item.ConceptNameCodeSequence[0].CodeValue: VALUES[item.ValueType](item)
    for container in evaluations
    for item in container.ContentSequence
}

with tempfile.TemporaryDirectory() as folder:
    out = os.path.join(folder, "out.json")
    reader = os.path.join(os.path.dirname(sys.executable), "tid1500reader")
    run = subprocess.run([reader, "--inputDICOM", path, "--outputMetadata", out], capture_output=True, text=True)
    dcmqi = json.load(open(out, encoding="utf-8")) if run.returncode == 0 and os.path.exists(out) else None

print(
    json.dumps(
        {
            "patientName": str(dataset.PatientName),
            "patientId": dataset.PatientID,
            "studyUid": dataset.StudyInstanceUID,
            "studyDate": dataset.StudyDate,
            "observer": str(report.content.get_observer_contexts()[0].observer_identifying_attributes.name),
            "groups": groups,
            "regions": regions,
            "study": study,
            "missing": missing,
            "dcmqi": dcmqi,
            "text": str(dataset),
        }
    )
)
