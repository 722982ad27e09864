"""Serves one model with llama.cpp's own HTTP server, until SIGTERM or until its parent is gone."""
import argparse
import os
import signal
import threading

# Its threads wait for each other hundreds of times a token. Spinning meanwhile, as OpenMP does
# unless told, starves them as soon as anything else wants the processors: a tenth of the speed.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")

import xllamacpp  # noqa: E402  (reads that variable)

arguments = argparse.ArgumentParser()
arguments.add_argument("--model", required=True)
arguments.add_argument("--name", required=True)
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--context", type=int, required=True, help="tokens per slot")
arguments.add_argument("--slots", type=int, required=True)
arguments.add_argument("--parent", type=int, required=True, help="pid of who started this")
options = arguments.parse_args()


def end(*_):
    # The server's own end waits for open streams; nothing here needs to be saved.
    os._exit(0)


signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)


def end_with_parent():
    never = threading.Event()
    while os.getppid() == options.parent:
        never.wait(0.5)
    end()


threading.Thread(target=end_with_parent, daemon=True).start()

params = xllamacpp.CommonParams()
params.model.path = options.model
params.model_alias = {options.name}
params.hostnames = ["127.0.0.1"]
params.port = options.port
params.n_parallel = options.slots
params.n_ctx = options.context * options.slots
params.cache_ram_mib = 256  # kept prompts; the default of 8 GiB is more than the model
params.ui = False
key = os.environ.pop("RATCHET_MODEL_KEY", "")
if key:
    params.api_keys = [key]

server = xllamacpp.Server(params)
print("listening at", server.listening_address, flush=True)
while True:
    signal.pause()
