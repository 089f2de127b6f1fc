"""Checks the log of an exported audit report or of a project's database, and signatures. Written from docs/audit.md alone; shares no
code with Overread and needs nothing but Python.

usage: verify_report.py REPORT.csv|project.db [KEPT_COUNT KEPT_HASH]
       verify_report.py --signature FILE FILE.sig KEY.pem
Prints "whole COUNT HEAD" and exits 0, or "broken PLACE REASON" and exits 1; "signed FINGERPRINT" or "refused REASON" for signatures.
"""

import base64
import csv
import hashlib
import json
import re
import sqlite3
import sys


class Number(str):
    """A JSON number as it was written."""


TEXT = {
    "time_utc": "time", "reader": "reader", "reader_vouched": "readerVouched", "computer": "computer", "app_version": "appVersion",
    "event": "event", "study": "studyPseudonym", "series": "seriesPseudonym", "file_sha256": "fileSha256",
    "pixel_sha256": "pixelSha256", "model": "model", "weights_sha256": "weightsSha256", "dataset_version": "datasetVersion",
    "model_call": "call", "source_label": "sourceLabel", "label_before": "labelBefore", "reader_label": "labelAfter",
    "reason": "reason",
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
    "sequence time_utc utc_offset_minutes reader reader_vouched computer app_version event study series slice frame file_sha256 "
    "pixel_sha256 model weights_sha256 dataset_version probability threshold model_call source_label label_before reader_label "
    "model_agreement changed_current_label reason confidence decided_after_ms prediction_seen previous_hash hash entry "
    "format_version"
).split()
# The header of each version of the format.
HEADERS = {"2": HEADER, "1": [name for name in HEADER if name != "reader_vouched"]}


class Broken(Exception):
    pass


def unmark(cell):
    return cell[1:] if cell.startswith("'") else cell


def needs_mark(text):
    return bool(re.match(r"['\t\r\n]", text)) or text.lstrip(" ")[:1] in tuple("=+-@＝＋－＠")


def ecmascript(written):
    """A number as ECMAScript prints it (Number::toString): the fewest digits that give the double back."""
    value = float(written)
    if value == 0:
        return "0"
    mantissa, exponent = f"{value!r}e0".split("e")[:2]
    digits = re.sub(r"[-.]", "", mantissa)
    point = mantissa.lstrip("-").find(".")
    point = (len(digits) if point < 0 else point) + int(exponent)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    sign = "-" if value < 0 else ""
    if 0 < point <= 21:
        body = digits.ljust(point, "0")
        return sign + body[:point] + ("." + body[point:] if len(body) > point else "")
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{head}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def canonical(value):
    if isinstance(value, Number):
        return ecmascript(value)
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def expected_cell(column, entry):
    """What a readable column must hold before any mark."""
    if column in TEXT:
        value = entry.get(TEXT[column])
        return value if isinstance(value, str) and not isinstance(value, Number) else ""
    if column in NUMBERS:
        value = entry.get(NUMBERS[column])
        return value if isinstance(value, Number) else ""
    if column in CHOICES:
        key, when_true, when_false = CHOICES[column]
        value = entry.get(key)
        return (when_true if value else when_false) if isinstance(value, bool) else ""
    if column == "slice":
        there = entry.get("fileSha256") is not None and entry.get("frame") is not None
        return f"{entry['fileSha256'][:16]}/{entry['frame']}" if there else ""
    raise Broken(f"unknown column {column}")


def check_link(place, sequence, text, previous, hashed, before):
    """Steps 1 to 4; gives the entry."""
    if sequence != str(place):
        raise Broken(f"sequence is {sequence}")
    if hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest() != hashed:
        raise Broken("hash does not fit")
    if previous != before:
        raise Broken("does not follow the record before")
    entry = json.loads(text, parse_float=Number, parse_int=Number)
    if entry["sequence"] != str(place) or canonical(entry) != text:
        raise Broken("entry is not canonical")
    return entry


def check_cells(record, entry, version):
    """Step 5."""
    for column, cell in record.items():
        if column in ("previous_hash", "hash", "entry", "format_version"):
            continue
        value = expected_cell(column, entry)
        if cell != ("'" + value if column in TEXT and needs_mark(value) else value):
            raise Broken(f"column {column} is not what the entry says")
    text = unmark(record["entry"])
    if record["entry"] != ("'" + text if needs_mark(text) else text) or record["format_version"] != version:
        raise Broken("entry or format version")


def links_of_rows(rows):
    """Each record of a report as (check of its cells, link)."""
    header = next(rows, None)
    version = next((version for version, names in HEADERS.items() if names == header), None)
    if version is None:
        raise Broken("0 header")
    place = 0
    while True:
        place += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise Broken(f"{place} {error}") from error
        if row is None:
            return
        if len(row) != len(header):
            raise Broken(f"{place} number of cells")
        record = dict(zip(header, row))
        link = record["sequence"], unmark(record["entry"]), record["previous_hash"], record["hash"]
        yield link, lambda entry, record=record: check_cells(record, entry, version)


def links_of_database(database):
    query = "SELECT sequence, entry_json, previous_hash, hash FROM audit ORDER BY sequence"
    for sequence, *rest in database.execute(query):
        yield (str(sequence), *rest), lambda entry: None


def verify(links, kept=None):
    before, place = "0" * 64, 0
    for place, (link, check) in enumerate(links, 1):
        try:
            check(check_link(place, *link, before))
        except (Broken, ValueError, KeyError, TypeError) as error:
            raise Broken(f"{place} {error}") from error
        before = link[3]
        if kept and kept[0] == place and kept[1] != before:
            raise Broken(f"{place} not the head that was kept")
    if place == 0:
        raise Broken("1 there is no entry")
    if kept and kept[0] > place:
        raise Broken(f"{place + 1} the tail is missing")
    return place, before


def verify_file(path, kept):
    csv.field_size_limit(1 << 30)
    if path.endswith(".db"):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        return verify(links_of_database(database), kept)
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        return verify(links_of_rows(csv.reader(file, strict=True)), kept)


# Ed25519 as RFC 8032, section 5.1, says: extended coordinates over p, group order q.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def multiply(scalar, point):
    total = 0, 1, 1, 0
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Broken("no point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def is_signature(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    y = 4 * pow(5, P - 2, P) % P
    left = multiply(s, decompress(y.to_bytes(32, "little")))
    right = add(decompress(signature[:32]), multiply(h, decompress(key)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def verify_signature(path, signature_path, key_path):
    with open(signature_path, encoding="utf-8") as file:
        said = json.load(file)
    with open(key_path, encoding="ascii") as file:
        expected = base64.b64decode("".join(line for line in file.read().splitlines() if not line.startswith("-----")))
    key = base64.b64decode(said["publicKey"], validate=True)
    fingerprint = hashlib.sha256(key).hexdigest()
    if key != expected or fingerprint != said["fingerprint"]:
        raise Broken("another key")
    signature = base64.b64decode(said.pop("signature"), validate=True)
    if said["format"] != "overread-signature/1" or said["algorithm"] != "Ed25519":
        raise Broken("another kind of signature")
    # SubjectPublicKeyInfo of an Ed25519 key: 12 bytes that say so, then the key (RFC 8410).
    if key[:12] != bytes.fromhex("302a300506032b6570032100") or not is_signature(key[12:], canonical(said).encode(), signature):
        raise Broken("not this key's signature of what it says")
    with open(path, "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != said["fileSha256"]:
            raise Broken("the file was changed")
    return fingerprint


def main(arguments):
    if arguments[0] == "--signature":
        try:
            print("signed", verify_signature(*arguments[1:4]))
        except (Broken, ValueError, KeyError, TypeError, AttributeError) as error:
            print("refused", error)
            sys.exit(1)
        return
    try:
        print("whole", *verify_file(arguments[0], (int(arguments[1]), arguments[2]) if len(arguments) > 2 else None))
    except Broken as error:
        print("broken", error)
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
