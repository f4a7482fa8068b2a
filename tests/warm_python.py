# SPDX-License-Identifier: BSD-3-Clause
"""A Python that has loaded what pictures need, and forks for each of them.

Loading NumPy, xarray and Matplotlib takes twice as long as most pictures. What runs here is a process
of its own all the same, with its own folder, streams and exit code, in which nothing of this package
and nothing of a picture before has been imported. tests/cli starts Python as a user does.
"""

import gc
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile

LOADED = ["h5netcdf", "matplotlib.backends.backend_agg", "matplotlib.pyplot", "numpy", "xarray"]
LONGEST = 1 << 16  # bytes of a request


class WarmPython:
    """Of a package on PYTHONPATH, and of what `python3 -P` finds: not of the current folder."""

    def __init__(self, package):
        self.ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(theirs.fileno())],
            env=os.environ | {"PYTHONPATH": str(package)},
            pass_fds=[theirs.fileno()],
        )
        theirs.close()

    def module(self, name, *arguments, cwd, stderr=None):
        """As python3 -P -m NAME would; stderr: a descriptor, else it is read."""
        return self._run({"module": name, "arguments": list(map(str, arguments))}, cwd, stderr)

    def script(self, path, *, cwd):
        """As python3 PATH would where this package is not installed."""
        return self._run({"script": str(path), "arguments": []}, cwd, None)

    def _run(self, request, cwd, stderr):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
            message = json.dumps({**request, "cwd": str(cwd)}).encode()
            streams = [out.fileno(), error.fileno() if stderr is None else stderr]
            socket.send_fds(self.ours, [message], streams)
            answer = self.ours.recv(LONGEST)
            assert answer, "the Python that draws has ended"
            out.seek(0)
            error.seek(0)
            return subprocess.CompletedProcess(
                message, int(answer), out.read().decode(), error.read().decode()
            )

    def close(self):
        self.ours.close()
        self.process.wait()


def serve(channel):
    """In the child it comes back with what is to be run; in the server at the end, with nothing."""
    while True:
        message, streams, _, _ = socket.recv_fds(channel, LONGEST, 2)
        if not message:
            return None
        child = os.fork()
        if child == 0:
            channel.close()
            for stream, number in zip(streams, (1, 2)):
                os.dup2(stream, number)
                os.close(stream)
            return json.loads(message)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(request):
    os.chdir(request["cwd"])
    sys.argv[1:] = request["arguments"]
    if "script" in request:
        sys.modules["pairtwist"] = None
        sys.path.insert(0, "")
        runpy.run_path(request["script"], run_name="__main__")
    else:
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in LOADED:
        __import__(name)
    gc.freeze()  # stays in every child, and need not be looked through for what may go
    request = serve(socket.socket(fileno=int(sys.argv[1])))
    if request is not None:
        become(request)
