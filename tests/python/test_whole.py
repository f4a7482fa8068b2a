# SPDX-License-Identifier: BSD-3-Clause
"""Pictures and pages appear whole or not at all, whatever ends their making."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time

import PIL.Image
import pytest

import pairtwist
from conftest import ROOT
from pairtwist.whole import whole

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "python")}
HALF = """
import os, sys
from pairtwist.whole import end_cleanly, whole
end_cleanly()
with whole("page.html", "page.plot.py") as (first, second):
    first.write_text("half")
    os.kill(os.getpid(), int(sys.argv[1]))
"""


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_takes_what_is_unfinished_with_it(tmp_path, which):
    (tmp_path / "page.html").write_text("old")
    prepare = lambda: [signal.signal(one, signal.SIG_DFL) for one in (which, signal.SIGHUP)]  # noqa: E731
    done = subprocess.run([sys.executable, "-c", HALF, str(int(which))], cwd=tmp_path, text=True,
                          env=ENVIRONMENT, capture_output=True, preexec_fn=prepare)  # fmt: skip
    assert done.returncode == -which
    assert done.stderr == f"ended by {which.name}: nothing more is written\n"
    assert names(tmp_path) == ["page.html"] and (tmp_path / "page.html").read_text() == "old"


def test_what_a_kill_leaves_is_hidden_and_taken_for_nothing(tmp_path):
    subprocess.run([sys.executable, "-c", HALF, str(int(signal.SIGKILL))], cwd=tmp_path,
                   env=ENVIRONMENT)  # fmt: skip
    assert len(names(tmp_path)) == 2
    assert all(name.startswith(".pairtwist-") and "." not in name[1:] for name in names(tmp_path))


def test_what_a_kill_leaves_is_removed_by_the_next_who_writes_there(tmp_path):
    """Not what a process at work has, and not what has another name or is no file."""
    kill = [sys.executable, "-c", HALF, str(int(signal.SIGKILL))]
    subprocess.run(kill, cwd=tmp_path, env=ENVIRONMENT)
    left = names(tmp_path)
    (tmp_path / ".pairtwist-notes").write_text("mine")
    (tmp_path / ".pairtwist-1-0123abcd").mkdir()
    os.mkfifo(tmp_path / ".pairtwist-2-0123abcd")
    (tmp_path / ".pairtwist-3-0123abcd").symlink_to("nowhere")
    others = set(names(tmp_path)) - set(left)
    stop = [*kill[:-1], str(int(signal.SIGSTOP))]
    at_work = subprocess.Popen(stop, cwd=tmp_path, env=ENVIRONMENT)
    os.waitid(os.P_PID, at_work.pid, os.WSTOPPED)
    assert not set(left) & set(names(tmp_path))
    in_work = set(names(tmp_path)) - others
    with whole(tmp_path / "other.html") as (unfinished,):
        unfinished.write_text("other")
    assert set(names(tmp_path)) == in_work | others | {"other.html"} and len(in_work) == 2
    at_work.send_signal(signal.SIGCONT)
    assert at_work.wait(timeout=60) == 0
    assert names(tmp_path) == sorted({*others, "other.html", "page.html", "page.plot.py"})


def test_a_plot_that_is_ended_leaves_the_old_picture(curves, write, tmp_path):
    write(curves, "mine.h5")
    (tmp_path / "mine.png").write_bytes(b"old")
    process = subprocess.Popen([sys.executable, "-P", "-m", "pairtwist.plot", "mine.h5"],
                               cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.PIPE)  # fmt: skip
    deadline = time.monotonic() + 120
    while len(names(tmp_path)) == 2 and time.monotonic() < deadline:
        time.sleep(0.002)
    process.terminate()
    _, messages = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGTERM and b"ended by SIGTERM" in messages
    assert names(tmp_path) == ["mine.h5", "mine.png"]
    assert (tmp_path / "mine.png").read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_picture(curves, write, tmp_path):
    write(curves, "mine.h5")
    (tmp_path / "mine.png").write_bytes(b"old")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))  # noqa: E731
    done = subprocess.run([sys.executable, "-P", "-m", "pairtwist.plot", "mine.h5"], text=True,
                          cwd=tmp_path, env=ENVIRONMENT, capture_output=True, preexec_fn=limit)  # fmt: skip
    assert done.returncode == 4 and "mine.png cannot be written: File too large" in done.stderr
    assert names(tmp_path) == ["mine.h5", "mine.png"]
    assert (tmp_path / "mine.png").read_bytes() == b"old"


def test_a_figure_is_saved_whole(curves, tmp_path, monkeypatch):
    figure = pairtwist.plot(curves)
    figure.savefig(tmp_path / "mine.PNG")
    before = (tmp_path / "mine.PNG").read_bytes()
    assert before.startswith(b"\x89PNG") and names(tmp_path) == ["mine.PNG"]

    def half(image, name, **keywords):
        with open(name, "wb") as file:
            file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(PIL.Image.Image, "save", half)
    with pytest.raises(KeyboardInterrupt):
        figure.savefig(tmp_path / "mine.PNG")
    assert names(tmp_path) == ["mine.PNG"] and (tmp_path / "mine.PNG").read_bytes() == before


def test_links_and_permissions_stay(tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "real.html").chmod(0o640)
    (tmp_path / "link.html").symlink_to("real.html")
    with whole(tmp_path / "link.html") as (unfinished,):
        unfinished.write_text("new")
        assert (tmp_path / "real.html").read_text() == "old"
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "real.html").stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_is_named_as_it_was_typed(tmp_path):
    with pytest.raises(OSError) as caught, whole(tmp_path / "nowhere" / "a.png"):
        pass
    assert caught.value.filename == str(tmp_path / "nowhere" / "a.png")
    assert str(caught.value).endswith("nowhere/a.png'")
