"""Checks an exported audit report. Written from docs/audit.md alone; shares no code with Overread.

usage: verify_report.py REPORT.csv [KEPT_COUNT KEPT_HASH]
Prints "whole COUNT HEAD" and exits 0, or "broken PLACE REASON" and exits 1.
"""

import csv
import hashlib
import json
import re
import sys


class Number(str):
    """A JSON number as it was written."""


TEXT = {
    "time_utc": "time", "reader": "reader", "computer": "computer", "app_version": "appVersion", "event": "event",
    "study": "studyPseudonym", "series": "seriesPseudonym", "file_sha256": "fileSha256", "pixel_sha256": "pixelSha256",
    "model": "model", "weights_sha256": "weightsSha256", "dataset_version": "datasetVersion", "model_call": "call",
    "source_label": "sourceLabel", "label_before": "labelBefore", "reader_label": "labelAfter", "reason": "reason",
}
NUMBERS = {
    "sequence": "sequence", "utc_offset_minutes": "utcOffsetMinutes", "frame": "frame", "probability": "probability",
    "threshold": "threshold", "confidence": "confidence", "decided_after_ms": "decidedAfterMs",
}
CHOICES = {
    "model_agreement": ("agreesWithModel", "agreed", "overrode"),
    "changed_current_label": ("changesCurrentLabel", "yes", "no"),
    "prediction_seen": ("predictionSeen", "yes", "no"),
}
HEADER = (
    "sequence time_utc utc_offset_minutes reader computer app_version event study series slice frame file_sha256 pixel_sha256 "
    "model weights_sha256 dataset_version probability threshold model_call source_label label_before reader_label "
    "model_agreement changed_current_label reason confidence decided_after_ms prediction_seen previous_hash hash entry "
    "format_version"
).split()


class Broken(Exception):
    pass


def unmark(cell):
    return cell[1:] if cell.startswith("'") else cell


def needs_mark(text):
    return bool(re.match(r"['\t\r\n]", text)) or text.lstrip(" ")[:1] in tuple("=+-@＝＋－＠")


def canonical(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def expected_cell(column, entry):
    """What a readable column must hold before any mark."""
    if column in TEXT:
        return entry.get(TEXT[column]) or ""
    if column in NUMBERS:
        return str(entry.get(NUMBERS[column]) or "")
    if column in CHOICES:
        key, when_true, when_false = CHOICES[column]
        return {True: when_true, False: when_false}.get(entry.get(key), "")
    if column == "slice":
        there = entry.get("fileSha256") is not None and entry.get("frame") is not None
        return f"{entry['fileSha256'][:16]}/{entry['frame']}" if there else ""
    raise Broken(f"unknown column {column}")


def check(record, place, before):
    if record["sequence"] != str(place):
        raise Broken(f"sequence is {record['sequence']}")
    text = unmark(record["entry"])
    if hashlib.sha256(f"{record['previous_hash']}\n{text}".encode()).hexdigest() != record["hash"]:
        raise Broken("hash does not fit")
    if record["previous_hash"] != before:
        raise Broken("does not follow the record before")
    entry = json.loads(text, parse_float=Number, parse_int=Number)
    if entry["sequence"] != str(place) or canonical(entry) != text:
        raise Broken("entry is not canonical")
    for column, cell in record.items():
        if column in ("previous_hash", "hash", "entry", "format_version"):
            continue
        value = expected_cell(column, entry)
        marked = "'" + value if column in TEXT and needs_mark(value) else value
        if cell != marked:
            raise Broken(f"column {column} is not what the entry says")
    if record["format_version"] != "1":
        raise Broken("format version")


def verify(path, kept):
    csv.field_size_limit(1 << 30)
    before, place = "0" * 64, 0
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        header = next(rows)
        if header != HEADER:
            raise Broken("0 header")
        for place, row in enumerate(rows, 1):
            try:
                if len(row) != len(header):
                    raise Broken("number of cells")
                record = dict(zip(header, row))
                check(record, place, before)
            except (Broken, ValueError, KeyError) as error:
                raise Broken(f"{place} {error}") from error
            before = record["hash"]
            if kept and kept[0] == place and kept[1] != before:
                raise Broken(f"{place} not the head that was kept")
    if kept and kept[0] > place:
        raise Broken(f"{place + 1} the tail is missing")
    return place, before


if __name__ == "__main__":
    try:
        count, head = verify(sys.argv[1], (int(sys.argv[2]), sys.argv[3]) if len(sys.argv) > 3 else None)
        print("whole", count, head)
    except Broken as error:
        print("broken", error)
        sys.exit(1)
