"""Files that dcmtk's programs write, and what dcmtk itself decodes from lossy ones.

dcmtk comes in no Python package: where its programs are not installed nothing is made.
"""

import shutil
import subprocess

GREY = ["u8", "u12", "u16", "s16", "s12"]

# (form, program with options, pictures, largest difference allowed)
FORMS = [
    ("implicit", ["dcmconv", "+ti"], ["u12", "rgb"], 0),
    ("explicit", ["dcmconv", "+te"], ["u12", "rgb"], 0),
    ("big-endian", ["dcmconv", "+tb"], ["u8", "u12", "s16", "u32", "rgb"], 0),
    ("deflated", ["dcmconv", "+td"], ["u12", "s16", "rgb"], 0),
    ("rle", ["dcmcrle"], GREY + ["u32", "s32", "rgb", "rgb16", "ybr", "palette", "frames"], 0),
    *[(f"jpeg-lossless-p{n}", ["dcmcjpeg", "+el", "+sv", str(n)], GREY, 0) for n in range(1, 8)],
    ("jpeg-lossless-1", ["dcmcjpeg", "+e1"], GREY + ["rgb", "ybr", "palette", "frames"], 0),
    ("jpeg-ls", ["dcmcjpls", "+el"], GREY + ["rgb", "frames"], 0),
    ("jpeg-ls-planes", ["dcmcjpls", "+el", "+in"], ["rgb"], 0),
    ("jpeg-ls-samples", ["dcmcjpls", "+el", "+is"], ["rgb"], 0),
    ("jpeg-ls-near", ["dcmcjpls", "+en", "+md", "3"], ["u8", "u12", "u16", "rgb"], 0),
    ("jpeg-baseline", ["dcmcjpeg", "+eb"], ["u8", "rgb"], 1),
    ("jpeg-baseline-444", ["dcmcjpeg", "+eb", "+s4"], ["rgb"], 1),
    ("jpeg-extended", ["dcmcjpeg", "+ee"], ["u8", "u12", "s12", "frames"], 1),
]


def has_dcmtk():
    return all(shutil.which(program) for program in ("dcmconv", "dcmcrle", "dcmcjpeg", "dcmcjpls", "dcmdjpeg"))


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{program}: {done.stderr[-300:]}")


def by_dcmtk(out):
    """Yields (path, tolerance) of every file."""
    for form, (program, *options), names, tolerance in FORMS:
        for name in names:
            target = out / f"dcmtk-{form}-{name}.dcm"
            run(program, *options, out / f"explicit-{name}.dcm", target)
            yield target, tolerance


def decoded_by_dcmtk(path):
    """The same file unpacked by dcmdjpeg."""
    target = path.with_suffix(".unpacked")
    run("dcmdjpeg", path, target)
    return target
