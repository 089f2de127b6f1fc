"""PS3.15 table E.1-1 (2026c), column "Basic Profile", as dicom-anonymizer has it: one JSON object out.

"rows": [tag, action, value representation by pydicom's dictionary or null]; "groups": [group, element, and a mask of each, action].
"""

import json

from dicomanonymizer.dicomfields_selector import dicom_anonymization_database_selector
from pydicom.datadict import dictionary_has_tag, dictionary_VR

# Repeating groups are in no dictionary by one tag; they have masks instead.
table = dicom_anonymization_database_selector("dicomfields_2026c")
rows, groups = [], []
for name, tags in table.items():
    if name == "ALL_TAGS":
        continue
    action = name.removesuffix("_TAGS").replace("_STAR", "*").replace("_", "/")
    for tag in tags:
        if len(tag) == 2:
            rows.append([f"{tag[0]:04x}{tag[1]:04x}", action, dictionary_VR(tag) if dictionary_has_tag(tag) else None])
        else:
            groups.append([*tag, action])
print(json.dumps({"rows": rows, "groups": groups}))
