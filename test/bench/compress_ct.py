"""Writes each DICOM file of one folder into another as JPEG 2000, lossless."""

import os
import sys

import pydicom
from pydicom.uid import JPEG2000Lossless

source, target = sys.argv[1], sys.argv[2]
os.makedirs(target, exist_ok=True)
for name in sorted(os.listdir(source)):
    dataset = pydicom.dcmread(os.path.join(source, name))
    dataset.compress(JPEG2000Lossless, encoding_plugin="pylibjpeg", generate_instance_uid=False)
    dataset.save_as(os.path.join(target, name))
