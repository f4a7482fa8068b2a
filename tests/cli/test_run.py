# SPDX-License-Identifier: BSD-3-Clause
"""The program as a user meets it: streams, exit codes, interruption, a full disk, memory."""

import json
import os
import resource
import signal
import subprocess
import time

import pytest
import xarray
from calls import run

SMALL = """\
[model]
atoms = 6
eta = 3.0
[time]
stop = 0.1
samples = 3
[scan]
axes = [{ key = "model.kappa", values = [0.0, 1.0] }]
"""

# A file of a hundred megabytes.
LONG = """\
[model]
atoms = 100
eta = 320.0
[time]
stop = 0.03
[scan]
axes = [{ key = "model.kappa", linspace = [0.0, 100.0, 1000] },
        { key = "model.eta", linspace = [100.0, 400.0, 300] }]
"""
# A minute of work, nothing of which is kept in the first seconds: to be interrupted.
HEAVY = LONG.replace("atoms = 100", "atoms = 600") + '[output]\nquantities = ["purity"]\n'


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_run_is_silent_on_stdout_and_json_is_json(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    plain = run(program, tmp_path, "run", "small.toml")
    assert plain.returncode == 0 and plain.stdout == "" and "2 points" in plain.stderr
    assert names(tmp_path) == ["small.h5", "small.toml"]

    quiet = run(program, tmp_path, "run", "small.toml", "--force", "--quiet", "--json")
    report = json.loads(quiet.stdout)
    assert quiet.stderr == ""
    assert report["points"] == 2 and report["failed"] == 0 and report["status"] == {"good": 2}
    assert report["backend"] in ("cpu", "cuda")


def test_how_points_were_solved_is_no_part_of_a_result(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    run(program, tmp_path, "run", "small.toml", "--backend", "cpu")
    again = run(program, tmp_path, "run", "small.toml")
    assert again.returncode == 0, again.stderr
    assert (
        'small.h5: complete, of the same config, but for how it was solved (solve.backend is "cpu" (string) '
        'there and "auto" (string) here): nothing to do' in again.stderr
    )
    titled = run(program, tmp_path, "run", "small.toml", "--set", 'title="new"')
    assert titled.returncode == 4 and 'only title is "" (string) there' in titled.stderr


def test_what_an_axis_leaves_in_a_result_is_said(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL.replace("[0.0, 1.0]", "[0.5, 1.0]"))
    run(program, tmp_path, "run", "small.toml")
    alone = ("config", "small.h5", "--set", "scan.axes=[]")
    left = run(program, tmp_path, *alone)
    assert "kappa = 0.5" in left.stdout
    assert "model.kappa = 0.5, the first value of the axis that is gone" in left.stderr
    for change, value in (("--unset=model.kappa", "0.0"), ("--set=model.kappa=2.0", "2.0")):
        done = run(program, tmp_path, *alone, change)
        assert f"kappa = {value}" in done.stdout and done.stderr == ""
    kept = run(program, tmp_path, "config", "small.h5", "--set", 'scan.axes=[{key="model.kappa",values=[3.0]}]')
    assert kept.stderr == ""


def test_a_modulus_that_an_axis_gives_is_said_to_mean_nothing(program, tmp_path):
    axes = 'scan.axes=[{key="model.eta.abs",values=[2.0,4.0]},{key="model.eta.phase",values=[0.0,1.0]}]'
    (tmp_path / "small.toml").write_text(SMALL)
    for given, said in (("model.eta=50.0", "--set model.eta: its modulus means nothing beside the scan axis"),
                        ("model.eta.abs=5.0", "--set model.eta.abs: means nothing beside the scan axis")):  # fmt: skip
        done = run(program, tmp_path, "run", "small.toml", "--force", "--set", axes, "--set", given)
        assert done.returncode == 0 and said in done.stderr, done.stderr
    done = run(program, tmp_path, "run", "small.toml", "--force", "--set", axes)
    assert "means nothing" not in done.stderr


def test_what_rounding_took_has_a_way_out(program, tmp_path):
    bright = SMALL.replace("eta = 3.0", "W0 = 0.01\neta = 1e4").replace("stop = 0.1", "stop = 2.0")
    bright += '[output]\nquantities = ["qfi"]\n[solve]\nmethod = "gaussian"\n'
    (tmp_path / "bright.toml").write_text(bright)
    looser = "rounding takes more than solve.tolerance = 1e-08 allows; a larger one, up to 0.1, or "
    exact = 'solve.method = "auto", which takes the closed form here, may give it'
    said = run(program, tmp_path, "run", "bright.toml").stderr
    assert "lost to rounding" in said and looser + exact in said
    assert looser + exact in run(program, tmp_path, "info", "bright.h5", "--failed").stdout
    report = json.loads(run(program, tmp_path, "info", "bright.h5", "--json").stdout)
    assert report["lost_to_rounding"].endswith(looser + exact)
    # Both are true: each has values where they were lost.
    for way in ("solve.tolerance=1e-2", 'solve.method="auto"'):
        done = run(program, tmp_path, "run", "bright.toml", "-o", "way.h5", "--force", "--set", way)
        assert done.returncode == 0 and "lost to rounding" not in done.stderr, done.stderr


def test_what_rounding_took_of_the_closed_form_has_a_way_out(program, tmp_path):
    exact = SMALL.split("[scan]")[0] + '[output]\nquantities = ["entropy"]\n[solve]\ntolerance = 1e-14\n'
    (tmp_path / "exact.toml").write_text(exact)
    looser = "rounding takes more than solve.tolerance = 1e-14 allows; a larger one, up to 0.1, may give it"
    said = run(program, tmp_path, "run", "exact.toml").stderr
    assert "lost to rounding" in said and f"{looser}\n" in said
    assert looser in run(program, tmp_path, "info", "exact.h5").stdout
    done = run(program, tmp_path, "run", "exact.toml", "-o", "way.h5", "--set", "solve.tolerance=1e-11")
    assert done.returncode == 0 and "lost to rounding" not in done.stderr, done.stderr
    # Phases that are beyond all digits have none at any tolerance.
    for beyond in ("model.U=1e17", "model.eta=1e12"):
        for tolerance in ("1e-8", "0.1"):
            wild = run(
                program, tmp_path, "run", "exact.toml", "--force", "--set", beyond,
                "--set", 'output.quantities=["qfi"]', "--set", f"solve.tolerance={tolerance}",
            )  # fmt: skip
            assert "lost to rounding" in wild.stderr and "may give it" not in wild.stderr, wild.stderr


@pytest.mark.parametrize("over_time", ["final", "extrema"])
def test_an_event_that_rounding_took_has_a_way_out(program, tmp_path, over_time):
    """Also where no sample of the file is lost."""
    (tmp_path / "bell.toml").write_text(
        "[model]\natoms = 128\neta = 320\nkappa_tau_Q = 1.0\n[time]\nstop = 0.03\nsamples = 301\n[output]\n"
        f'quantities = ["bell"]\nover_time = "{over_time}"\n'
        'events = [{ name = "t_bell", quantity = "bell", above = 0.0 }]\n'
    )
    looser = "rounding takes more than solve.tolerance = 1e-08 allows; a larger one, up to 0.1, may give it"
    said = run(program, tmp_path, "run", "bell.toml").stderr
    assert "t_bell: lost to rounding" in said and looser in said
    assert looser in run(program, tmp_path, "info", "bell.h5", "--failed").stdout
    done = run(program, tmp_path, "run", "bell.toml", "-o", "way.h5", "--set", "solve.tolerance=1e-7")
    assert done.returncode == 0 and "lost" not in done.stderr, done.stderr


def test_too_few_photons_are_told_from_rounding(program, tmp_path):
    """A larger tolerance was said to help."""
    (tmp_path / "dark.toml").write_text(
        "[model]\natoms = 4\nkappa = 100.0\n[light]\nstate = \"thermal\"\nn = 1.0\n[time]\nvalues = [0.0, 1.3]\n"
        '[output]\nquantities = ["g2", "qfi"]\n[solve]\nmethod = "gaussian"\n'
    )
    said = run(program, tmp_path, "run", "dark.toml").stderr
    why = "g2: 1 of 2 samples of too few photons to be told from none, at any tolerance, t = 1.3\n"
    assert why in said and "solve.tolerance" not in said, said
    assert why in run(program, tmp_path, "info", "dark.h5", "--failed").stdout
    with xarray.open_dataset(tmp_path / "dark.h5", engine="h5netcdf") as data:
        flags = dict(zip(data.g2_status.attrs["flag_meanings"].split(), data.g2_status.attrs["flag_values"]))
        assert data.g2_status.values[1] == flags["few_photons"]


def test_sizes_go_on_in_the_next_unit(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL.split("[scan]")[0])
    said = run(program, tmp_path, "plan", "small.toml", "--set", "time.samples=114000").stdout
    assert "numbers before compression: 0.979 MiB" in said and "e+0" not in said


def test_plan_counts(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    text = "model.atoms=100"
    for quantity, tolerance, solved, in_double in (
        ("qfi", 1e-8, 30, 2),
        ("qfi", 1e-14, 38, 0),
        ("purity", 1e-8, 703, 2),
        ("bell", 1e-14, 1275, 2),  # tried in double whatever the tolerance
    ):
        result = run(
            program, tmp_path, "plan", "small.toml", "--json", "--backend", "cpu",
            "--set", text, "--set", f'output.quantities=["{quantity}"]',
            "--set", f"solve.tolerance={tolerance}",
        )  # fmt: skip
        plan = json.loads(result.stdout)
        assert plan["points"] == 2
        assert plan["coherences"] == 2 * 10201
        assert plan["coherences_to_solve"] == 2 * solved
        assert (plan["in_double"], plan["in_double_double"]) == (in_double, 2 - in_double)
    assert names(tmp_path) == ["small.toml"]


def test_plan_counts_trajectories(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    lossy = ["--set", "model.tunnelling=1.0", "--set", "model.kappa=0.5", "--set", "scan.axes=[]"]
    room = {}
    for trajectories in (0, 40):
        config = ["small.toml", *lossy, "--set", f"solve.trajectories={trajectories}"]
        plan = json.loads(run(program, tmp_path, "plan", *config, "--json").stdout)
        assert plan["trajectories"] == trajectories
        assert plan["methods"] == {"joint": 1}
        room[trajectories] = plan["disk_bytes_uncompressed"], plan["host_bytes"]
        text = run(program, tmp_path, "plan", *config).stdout
        assert ("trajectories 40 of each point" in text) == (trajectories > 0)
    # A standard error for each value, and sums for each group.
    assert room[40][0] > room[0][0] and room[40][1] > room[0][1]


def test_plan_tells_the_time_within_a_factor_of_three(program, tmp_path):
    (tmp_path / "scan.toml").write_text(LONG.replace("300]", "20]"))
    plan = json.loads(run(program, tmp_path, "plan", "scan.toml", "--json").stdout)
    report = json.loads(run(program, tmp_path, "run", "scan.toml", "--quiet", "--json").stdout)
    ratio = plan["seconds"] / report["seconds"]
    assert 1 / 3 < ratio < 3, (plan["seconds"], report["seconds"])
    size = (tmp_path / "scan.h5").stat().st_size
    assert 1 / 2 < plan["disk_bytes"] / size < 2


# Points of which a chunk holds many, in a scan that is solved in the test, and in ones that are not.
CHEAP = """
[model]
atoms = 1000
kappa = 0.1
[time]
unit = "tau_Q"
stop = 2.0
samples = 101
[scan]
axes = [{ key = "model.detuning", linspace = [-200, 200, 60] }, { key = "model.eta", linspace = [1, 100, 60] }]
"""


def test_plan_tells_the_size_of_many_points(program, tmp_path):
    (tmp_path / "cheap.toml").write_text(CHEAP)

    def planned(*words):
        answer = run(program, tmp_path, "plan", "cheap.toml", "--json", *words)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    plan = planned()
    assert run(program, tmp_path, "run", "cheap.toml", "--quiet").returncode == 0
    size = (tmp_path / "cheap.h5").stat().st_size
    assert 3 / 4 < plan["disk_bytes"] / size < 4 / 3
    # Of a thousand times as many, all alike, a thousand times that.
    kappas = '{ key = "model.kappa", values = [0.1, 0.2] }'
    axes = [f'{{ key = "{key}", linspace = [1, 100, 250] }}' for key in ("model.detuning", "model.eta", "model.W0")]
    more = planned("--set", f"scan.axes=[{', '.join(axes[:2])}, {kappas}]")
    assert more["disk_bytes"] < more["disk_bytes_uncompressed"]
    assert more["disk_bytes"] / more["points"] < 1.5 * size / plan["points"]
    # However few the pilot has had, and however many chunks there are.
    few = planned("--set", f"scan.axes=[{', '.join(axes)}]", "--set", 'output.over_time="final"')
    assert few["disk_bytes"] < 1.01 * few["disk_bytes_uncompressed"]


def test_config_is_what_run_accepts(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    resolved = run(program, tmp_path, "config", "small.toml", "--set", "model.U=0.25")
    assert resolved.returncode == 0
    (tmp_path / "resolved.toml").write_text(resolved.stdout)
    assert run(program, tmp_path, "config", "resolved.toml").stdout == resolved.stdout
    assert run(program, tmp_path, "run", "resolved.toml").returncode == 0


def test_info_counts_statuses(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    run(program, tmp_path, "run", "small.toml")
    info = json.loads(run(program, tmp_path, "info", "small.h5", "--json").stdout)
    assert info["points"] == 2
    assert "kappa" in json.dumps(info)
    damaged = tmp_path / "damaged.h5"
    damaged.write_bytes((tmp_path / "small.h5").read_bytes()[:2000])
    refused = run(program, tmp_path, "info", "damaged.h5")
    assert refused.returncode == 4 and "damaged.h5" in refused.stderr


def test_failed_points_are_flagged_and_exit_3(program, tmp_path):
    (tmp_path / "none.toml").write_text(
        '[model]\natoms = 20\neta = 320.0\n[pump]\nswitch_off = "max_qfi"\n'
        '[time]\nstop = 0.001\n[scan]\naxes = [{ key = "time.stop", values = [0.001, 0.1] }]\n'
    )
    result = run(program, tmp_path, "run", "none.toml", "--json")
    assert result.returncode == 3, result.stderr
    report = json.loads(result.stdout)
    assert report["failed"] == 1 and report["status"] == {"good": 1, "no_maximum": 1}
    assert "no_maximum" in result.stderr


ONE_LONG_POINT = """
[model]
atoms = 3
kappa = {kappa}
thermal_photons = {bath}
[light]
state = "{light}"
n = 2
[time]
stop = {stop}
samples = 3
"""
LONG_RUNS = {
    "many points": HEAVY,
    "one block, laboratory": ONE_LONG_POINT.format(light="fock", kappa=0.0, bath=0.0, stop=3e8),
    "one block, moving": ONE_LONG_POINT.format(light="fock", kappa=2.5e7, bath=0.1, stop=1.0)
    + '[solve]\nframe = "moving"\n',
    "many first cutoffs": ONE_LONG_POINT.format(light="fock", kappa=1e6, bath=0.0, stop=1.0)
    .replace("atoms = 3", "atoms = 400\nkerr = 1e-3\neta = 1.0")
    + '[output]\nquantities = ["purity"]\n[solve]\nframe = "laboratory"\n',
    # More steps are refused; eight of these blocks, side by side, take seconds.
    "blocks, gaussian": ONE_LONG_POINT.format(light="thermal", kappa=2.5e7, bath=0.1, stop=1.0)
    .replace("atoms = 3", "atoms = 100"),
}


FEW_SAMPLES = """\
[model]
atoms = 20
[time]
stop = 0.03
samples = 3
[scan]
axes = [{ key = "model.eta", values = [%s] }]
[output]
quantities = ["qfi"]
over_time = "extrema"
"""


def test_few_samples_of_extrema_are_said(program, tmp_path):
    """Where a largest value is far above all of them; not where enough are near it."""
    (tmp_path / "scan.toml").write_text(FEW_SAMPLES % "0.0, 300.0")
    said = "at 1 point a largest or smallest value lies between the samples, beyond all of them"
    few = run(program, tmp_path, "run", "scan.toml")
    assert few.returncode == 0 and said in few.stderr, few.stderr
    assert "3 samples are few" in few.stderr and "more time.samples (or time.values)" in few.stderr
    for more in (["--set", "time.samples=101"], ["--quiet"]):
        again = run(program, tmp_path, "run", "scan.toml", "--force", *more)
        assert again.returncode == 0 and "samples" not in again.stderr


def test_few_samples_are_said_of_the_whole_file(program, tmp_path):
    """Also of points that an earlier run, or another shard, has solved."""
    (tmp_path / "scan.toml").write_text(FEW_SAMPLES % "300.0, 310.0, 320.0, 330.0")
    first = run(program, tmp_path, "run", "scan.toml", "--shard", "0/2")
    assert first.returncode == 0 and "of the scan 2 points are there by now" in first.stderr, first.stderr
    rest = run(program, tmp_path, "run", "scan.toml")
    assert rest.returncode == 0 and "2 of them now" in rest.stderr, rest.stderr
    assert "at 4 points a largest or smallest value lies between the samples" in rest.stderr


@pytest.mark.parametrize("long", LONG_RUNS)
def test_the_end_of_a_job_leaves_nothing(program, tmp_path, long):
    """SIGTERM; of SIGINT see test_long_points.py."""
    (tmp_path / "long.toml").write_text(LONG_RUNS[long])
    process = subprocess.Popen(
        [program, "run", "long.toml"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    time.sleep(0.7)
    process.send_signal(signal.SIGTERM)
    sent = time.monotonic()
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 75, messages
    assert time.monotonic() - sent < 10
    assert "interrupted" in messages
    assert names(tmp_path) == ["long.toml"]


@pytest.mark.long
@pytest.mark.parametrize(
    "long",
    ["one block, laboratory", "one block, moving", "blocks, gaussian", "many first cutoffs"],
)
def test_plan_does_not_wait_for_what_a_run_would(program, tmp_path, long):
    (tmp_path / "long.toml").write_text(LONG_RUNS[long])
    started = time.monotonic()
    text = run(program, tmp_path, "plan", "long.toml")
    assert text.returncode == 0, text.stderr
    assert 9 < time.monotonic() - started < 30
    assert " (pilot, stopped when " in text.stdout and "% of 1 point were done)" in text.stdout
    assert "disk         at most about " in text.stdout


def test_file_size_limit_is_an_error_of_writing(program, tmp_path):
    (tmp_path / "scan.toml").write_text(LONG.replace("300]", "3]"))
    limit = 300_000
    result = run(
        program, tmp_path, "run", "scan.toml",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert result.returncode == 4, result.stderr
    assert "scan.h5" in result.stderr and "File too large" in result.stderr
    assert names(tmp_path) == ["scan.toml"]


def test_full_disk(program, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("may not mount a small file system here")
    try:
        (tmp_path / "scan.toml").write_text(LONG.replace("300]", "3]"))
        result = run(program, tmp_path, "run", "scan.toml", "-o", "disk/scan.h5")
        assert result.returncode == 4, result.stderr
        assert "disk/scan.h5" in result.stderr and "No space left" in result.stderr
        assert names(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.long
def test_a_million_points_stream_within_two_gigabytes(program, tmp_path):
    """Every time of a million points: more than the memory allowed would hold if it were kept."""
    (tmp_path / "million.toml").write_text(
        "[model]\natoms = 2\neta = 3.0\n[time]\nstop = 0.1\nsamples = 11\n"
        '[scan]\naxes = [{ key = "model.kappa", logspace = [0.01, 10.0, 1000] },'
        ' { key = "model.eta", linspace = [1.0, 5.0, 1000] }]\n'
        '[output]\nquantities = ["qfi"]\n'
    )
    two_gigabytes = 2_000_000_000
    result = run(
        program, tmp_path, "run", "million.toml", "--quiet", "--json", "--backend", "cpu",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (two_gigabytes, two_gigabytes)),
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["points"] == 1_000_000
    info = json.loads(run(program, tmp_path, "info", "million.h5", "--json").stdout)
    assert info["points"] == 1_000_000


def test_too_many_points_times_atoms_for_memory_is_said_before_allocating(program, tmp_path):
    (tmp_path / "big.toml").write_text(
        SMALL.replace("atoms = 6", "atoms = 60000") + '[output]\nquantities = ["bell"]\n'
    )
    limit = 2_000_000_000
    result = run(
        program, tmp_path, "run", "big.toml",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )  # fmt: skip
    assert result.returncode == 2, result.stderr
    assert "model.atoms = 60000" in result.stderr and "bytes" in result.stderr
    assert names(tmp_path) == ["big.toml"]


def test_a_matrix_of_atoms_and_light_without_memory_is_no_end_of_the_process(program, tmp_path):
    """671 MB on the levels of the start, three matrices; twice as much must be there to begin."""
    (tmp_path / "joint.toml").write_text(
        SMALL[: SMALL.index("[scan]")].replace("atoms = 6", "atoms = 40\ntunnelling = 2.0\nkappa = 0.5")
        + '[light]\nstate = "coherent"\nalpha = 8.0\n[output]\nquantities = ["photon_number"]\n'
    )

    def within(limit):
        return run(
            program, tmp_path, "run", "joint.toml", "--threads", "1", "--backend", "cpu",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )  # fmt: skip

    refused = within(500_000_000)
    assert refused.returncode == 2 and names(tmp_path) == ["joint.toml"]
    for part in ("model.atoms = 40", "670686912 bytes", "density matrix", "solve.trajectories"):
        assert part in refused.stderr
    given_up = within(1_000_000_000)
    assert given_up.returncode == 3
    assert "1 out_of_memory" in given_up.stderr and "did not fit into memory" in given_up.stderr


def test_simd_levels_are_recorded_and_refused(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    environment = dict(os.environ, PAIRTWIST_SIMD="scalar")
    result = run(program, tmp_path, "run", "small.toml", "--json", env=environment)
    assert json.loads(result.stdout)["simd"] == "scalar"
    environment["PAIRTWIST_SIMD"] = "avx1024"
    result = run(program, tmp_path, "run", "small.toml", "--force", env=environment)
    assert result.returncode == 2 and "avx1024" in result.stderr and "scalar" in result.stderr
