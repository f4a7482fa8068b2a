# SPDX-License-Identifier: BSD-3-Clause
"""A page in headless Chromium, by the DevTools protocol over a pair of pipes."""

import base64
import json
import os
import pathlib
import subprocess
import time


class Browser:
    """with Browser(chromium, folder) as browser: its process, without a network, in a profile of its
    own under `folder`."""

    def __init__(self, program, folder, size=(1400, 950)):
        theirs, ours = os.pipe()
        self._from, to_us = os.pipe()
        self._to = ours
        self._count = 0
        self._rest = b""
        # The protocol's pipes are the descriptors 3 and 4.
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{theirs} 4>&{to_us}; exec "$@"', "_", program, "--headless",
             "--no-sandbox", "--disable-gpu", f"--window-size={size[0]},{size[1]}",
             f"--user-data-dir={pathlib.Path(folder) / 'browser'}", "--remote-debugging-pipe"],
            pass_fds=(theirs, to_us), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        os.close(theirs)
        os.close(to_us)
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = attached["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.call("Browser.close")
        os.close(self._to)
        os.close(self._from)
        self._process.wait(timeout=60)

    def call(self, method, parameters=None, session=None):
        """The result of a method of the protocol; of the page with its session."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._count:
                assert "error" not in found, found
                return found["result"]

    def _next(self):
        while b"\0" not in self._rest:
            piece = os.read(self._from, 1 << 20)
            assert piece, "the browser has ended"
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return json.loads(message)

    def value(self, expression):
        """Of an expression in the page, as JSON has it."""
        found = self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True},
                          self._session)  # fmt: skip
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def open(self, path, fragment=""):
        """Shows a page of explore; returns when all of it is drawn: seconds by the clock from asking
        for it until the first view, until all of it, and what the page's process computed."""
        before = self.computed()
        address = pathlib.Path(path).resolve().as_uri() + fragment
        self.call("Page.navigate", {"url": address}, self._session)
        deadline = time.monotonic() + 180
        times = "document.body && document.body.dataset.whole && {...document.body.dataset}"
        while not (drawn := self.value(times)):
            assert time.monotonic() < deadline, f"{path} is not drawn"
            time.sleep(0.05)
        seconds = sum(used - before.get(process, 0.0) for process, used in self.computed().items())
        return int(drawn["ready"]) / 1000, int(drawn["whole"]) / 1000, seconds

    def computed(self):
        """{process: seconds that it has computed on all of its threads} of those that show pages."""
        found = self.call("SystemInfo.getProcessInfo")["processInfo"]
        return {one["id"]: one["cpuTime"] for one in found if one["type"] == "renderer"}

    def picture(self, path):
        """A screenshot, as PNG."""
        shot = self.call("Page.captureScreenshot", {"format": "png"}, self._session)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))
