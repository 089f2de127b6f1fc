"""Re-encodes a DICOM file by gdcm. Usage: gdcm_convert.py SOURCE TARGET SYNTAX (a name of gdcm.TransferSyntax)."""

import sys

import gdcm

source, target, syntax = sys.argv[1:]
reader = gdcm.ImageReader()
reader.SetFileName(source)
change = gdcm.ImageChangeTransferSyntax()
change.SetTransferSyntax(gdcm.TransferSyntax(getattr(gdcm.TransferSyntax, syntax)))
if not reader.Read():
    sys.exit("cannot read")
change.SetInput(reader.GetImage())
if not change.Change():
    sys.exit("cannot encode")
writer = gdcm.ImageWriter()
writer.SetFileName(target)
writer.SetFile(reader.GetFile())
writer.SetImage(change.GetOutput())
if not writer.Write():
    sys.exit("cannot write")
