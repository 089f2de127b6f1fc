"""Keras' side of the bench: the LeNet as a Keras user would write it. One job as JSON in argv[1], one JSON line out.

Slices and starting weights are the files that Overread's side reads. Times are of single rounds or passes in
milliseconds; the first of each warms up and is left to the reader to drop. The peak is the process's own.
"""

import json
import os
import resource
import struct
import sys
import time
from importlib import metadata

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf
from tensorflow import keras

SIDE = 135


def read_slices(job):
    return np.fromfile(job["slicesPath"], "<f4").reshape(-1, SIDE, SIDE, 1)


def read_weights(path):
    """The tensors of a safetensors file in the order of the network's layers."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    entries = sorted((entry for name, entry in header.items() if name != "__metadata__"), key=lambda e: e["data_offsets"])
    return [np.frombuffer(data[slice(*e["data_offsets"])], "<f4").reshape(e["shape"]) for e in entries]


def lenet(job):
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            layers.Conv2D(20, 5, activation="relu"),
            layers.MaxPool2D(),
            layers.Conv2D(50, 5, activation="relu", name="last_convolution"),
            layers.MaxPool2D(),
            layers.Flatten(),
            layers.Dense(500, activation="relu"),
            layers.Dense(2, activation="softmax", name="classes"),
        ]
    )
    model.set_weights(read_weights(job["weightsPath"]))
    return model


def compiled(job):
    model = lenet(job)
    optimizer = keras.optimizers.Adam(learning_rate=job["learningRate"])
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class RoundTimes(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ms = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.ms.append((time.perf_counter() - self.start) * 1000)


def train(job):
    model = compiled(job)
    slices = read_slices(job)[: job["count"]]
    labels = np.fromfile(job["labelsPath"], np.uint8)[: job["count"]]
    times = RoundTimes()
    history = model.fit(
        slices, labels, batch_size=job["batchSize"], epochs=job["rounds"], verbose=0, callbacks=[times]
    )
    return {"ms": times.ms, "losses": history.history["loss"]}


def timed(repeats, run):
    ms = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = run()
        ms.append((time.perf_counter() - start) * 1000)
    return ms, result


def predict(job):
    model, slices = lenet(job), read_slices(job)
    ms, output = timed(job["repeats"], lambda: model.predict(slices, batch_size=job["batchSize"], verbose=0))
    return {"ms": ms, "probabilities": output[:, 1].tolist()}


def grad_cam_of(model):
    """Selvaraju et al. 2017 as in Keras' own example (keras.io/examples/vision/grad_cam): haemorrhage's logit, and its
    gradient at the last convolution. The softmax is taken off, and all of it is one tf.function, which is Keras' fastest way."""
    logits_layer = model.get_layer("classes")
    last = model.get_layer("last_convolution")
    features = logits_layer.input
    score = keras.layers.Dense(2, name="logits")
    logits = score(features)
    score.set_weights(logits_layer.get_weights())
    inner = keras.Model(model.inputs, [last.output, logits])

    @tf.function(reduce_retracing=True)
    def heat(batch):
        with tf.GradientTape() as tape:
            maps, logits = inner(batch)
            value = logits[:, 1]
        alpha = tf.reduce_mean(tape.gradient(value, maps), axis=(1, 2))
        return tf.nn.relu(tf.einsum("nhwc,nc->nhw", maps, alpha)), tf.nn.softmax(logits)[:, 1]

    return heat


def grad_cam(job):
    model, slices = lenet(job), read_slices(job)
    heat, size = grad_cam_of(model), job["batchSize"]

    def run():
        parts = [heat(slices[at : at + size]) for at in range(0, len(slices), size)]
        return np.concatenate([part[0].numpy() for part in parts])

    ms, maps = timed(job["repeats"], run)
    return {"ms": ms, "peaks": maps.max(axis=(1, 2)).tolist(), "means": maps.mean(axis=(1, 2)).tolist()}


def peak_bytes():
    try:
        with open("/proc/self/status") as file:
            line = next(line for line in file if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    if hasattr(os, "nice"):
        os.nice(job["niceness"])
    answer = {"train": train, "predict": predict, "grad-cam": grad_cam}[job["kind"]](job)
    print(json.dumps({**answer, "peakBytes": peak_bytes(), "tensorflow": tf.__version__, "keras": metadata.version("keras")}))
