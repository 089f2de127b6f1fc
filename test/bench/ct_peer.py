"""Reads and decodes every file of a folder with pydicom, on as many processes as asked. Prints the seconds taken as JSON."""

import json
import multiprocessing
import os
import sys
import time

import pydicom


def decode(path):
    pixels = pydicom.dcmread(path).pixel_array
    return int(pixels[0, 0]), pixels.shape


if __name__ == "__main__":
    folder, processes = sys.argv[1], int(sys.argv[2])
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    with multiprocessing.Pool(processes) as pool:
        # The processes are up and have pydicom loaded before the clock starts.
        pool.map(decode, files[:processes])
        begun = time.perf_counter()
        decoded = pool.map(decode, files, chunksize=8)
        seconds = time.perf_counter() - begun
    print(json.dumps({"ms": seconds * 1000, "files": len(decoded)}))
