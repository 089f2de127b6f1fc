"""Says which size pydicom gives frame 0 of each file that is named on standard input, one path a line.

Prints one JSON line for each: {"rows", "columns", "samples"}, or {"refused": why}.
"""

import json
import logging
import sys
import warnings

import pydicom
from pydicom.pixels import pixel_array

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def size_of(path):
    data_set = pydicom.dcmread(path, force=True)
    shape = pixel_array(data_set, index=0).shape
    return {"rows": shape[0], "columns": shape[1], "samples": shape[2] if len(shape) == 3 else 1}


print(json.dumps({"version": pydicom.__version__}), flush=True)
for line in sys.stdin:
    try:
        answer = size_of(line.rstrip("\n"))
    except BaseException as error:  # pydicom and its plug-ins throw all sorts
        answer = {"refused": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(answer), flush=True)
