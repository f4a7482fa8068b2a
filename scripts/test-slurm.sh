#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# A real Slurm of this machine alone, of Debian's packages: munged, slurmctld and two slurmd, all of
# them in a temporary folder, with keys and ports of their own. It is given what `plan --slurm`
# printed, and the scripts of scripts/slurm; jobs are cancelled, signalled and killed half-way, and
# every result must have the bits of a run without Slurm.
#
#   scripts/test-slurm.sh [PROGRAM]      default: build/pairtwist
#
# Needs the packages below (said if they are missing: exit 77), Python with h5py and numpy, and
# nothing of an installed Slurm: neither its configuration nor its services. Runs as root, or as
# anybody. Whatever way it ends, it ends all that it started and removes the folder.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

skip() {
  echo "skipped: $*"
  exit 77
}

PATH=$PATH:/usr/sbin:/sbin
for tool in munged slurmctld slurmd sbatch srun scontrol; do
  command -v "$tool" >/dev/null || skip "there is no $tool. As root:
  apt-get update && apt-get install --no-install-recommends ${slurm_packages[*]}"
done
program=$(realpath -- "${1:-$root/build/pairtwist}")
[[ -x $program ]] || fail "$program: no such program; scripts/test.sh builds it"

work=$(mktemp -d "${TMPDIR:-/tmp}/pairtwist-slurm.XXXXXX")
chmod 755 "$work"
export SLURM_CONF=$work/slurm.conf
daemons=()

# The processes that have our SLURM_CONF, this shell's own excepted: daemons, steps, jobs.
ours() {
  local folder pid
  for folder in /proc/[0-9]*; do
    pid=${folder#/proc/}
    [[ $pid != "$$" && $pid != "$BASHPID" ]] || continue
    if tr '\0' '\n' <"$folder/environ" 2>/dev/null | grep -qxF "SLURM_CONF=$SLURM_CONF"; then
      echo "$pid"
    fi
  done 2>/dev/null
}

stop_all() {
  local code=$? pid
  trap - EXIT
  trap '' INT TERM HUP
  if ((code != 0)); then
    echo "--- what the daemons said last" >&2
    tail -n 15 "$work"/*.log >&2 || true
    tail -n 20 "$work"/out/* >&2 || true
  fi
  timeout 10 scancel --user="$(id -un)" >/dev/null 2>&1 || true
  for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done
  for _ in {1..50}; do
    [[ -n $(ours) ]] || break
    sleep 0.2
  done
  for pid in $(ours); do kill -KILL "$pid" 2>/dev/null || true; done
  wait
  rm -rf -- "$work"
  exit "$code"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < until)) || fail "waited in vain for: $what"
    sleep 0.2
  done
}

free_ports() {
  "$PAIRTWIST_PYTHON" - "$1" <<'PYTHON'
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in sockets))
PYTHON
}

start_slurm() {
  local host me node
  host=$(hostname -s) me=$(id -un)
  mkdir "$work"/{state,spool.one,spool.two,out}
  head -c 1024 /dev/urandom >"$work/munge.key"
  chmod 400 "$work/munge.key"
  read -r control_port port_one port_two < <(free_ports 3)
  cat >"$SLURM_CONF" <<CONF
ClusterName=pairtwist
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$control_port
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool.%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.%n.pid
PlugStackConfig=$work/plugstack.conf
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=2,sched_min_interval=0,bf_interval=2
GresTypes=gpu
KillWait=30
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 Port=$port_one CPUs=4 RealMemory=8000 Gres=gpu:2
NodeName=two NodeHostname=$host NodeAddr=127.0.0.1 Port=$port_two CPUs=4 RealMemory=8000 Gres=gpu:2
PartitionName=all Nodes=one,two Default=YES DefMemPerCPU=500 MaxTime=UNLIMITED State=UP
CONF
  # Slurm wants devices, and deals out their numbers; nobody opens them.
  printf 'NodeName=one,two Name=gpu File=%s\n' /dev/null /dev/zero >"$work/gres.conf"
  touch "$work/plugstack.conf"
  munged --foreground --num-threads=2 --key-file="$work/munge.key" --socket="$work/munge.socket" \
    --pid-file="$work/munged.pid" --log-file="$work/munged.log" --seed-file="$work/munged.seed" \
    >"$work/munged.out.log" 2>&1 &
  daemons+=($!)
  wait_for 20 "munged" test -S "$work/munge.socket"
  slurmctld -D >"$work/slurmctld.log" 2>&1 &
  daemons+=($!)
  for node in one two; do
    slurmd -D -N "$node" >"$work/slurmd.$node.log" 2>&1 &
    daemons+=($!)
  done
  wait_for 30 "two idle nodes" nodes_are_idle
}
nodes_are_idle() { [[ $(sinfo --noheader --format='%D %t') == "2 idle" ]]; }

passed=0
check() { # check WHAT COMMAND...
  local what=$1
  shift
  "$@" || fail "$what"
  passed=$((passed + 1))
  printf 'passed %s (%d s)\n' "$what" "$SECONDS"
}

# share FILE: the points that are in parts by now, in per cent.
share() {
  "$program" info "$1.parts" --json 2>/dev/null | "$PAIRTWIST_PYTHON" -c \
    'import json, sys; s = json.load(sys.stdin); print(100 * s["done"] // s["points"])'
}
# Of all points so much is there, and work goes on.
has_share() { (($(share "$1") >= $2)); }

# state JOB: of it and its tasks, a word each.
states() { scontrol show job "$1" | grep -o 'JobState=[A-Z_]*' | sort -u | sed 's/.*=//'; }
has_ended() { ! grep -qE 'PENDING|RUNNING|COMPLETING|CONFIGURING|SUSPENDED|REQUEUED' <<<"$(states "$1")"; }
was_requeued() { grep -qE 'Requeue=1 Restarts=[1-9]' <<<"$(scontrol show job "$1")"; }
all_completed() { [[ $(states "$1") == COMPLETED ]]; }

# submit ARGUMENT...: its number.
submit() { (cd "$folder" && sbatch --parsable --output="$work/out/%A_%a" "$@"); }
task_of() { echo "$1_$2"; }

# The same datasets, bit by bit, but for the time that each point took.
same_bits() {
  "$PAIRTWIST_PYTHON" - "$1" "$2" <<'PYTHON'
import sys, h5py

def contents(path):
    with h5py.File(path) as file:
        return {
            name: (data.shape, str(data.dtype), data[...].tobytes())
            for name, data in file.items()
            if name != "runtime" and h5py.check_string_dtype(data.dtype) is None
        }

one, other = contents(sys.argv[1]), contents(sys.argv[2])
assert one and one.keys() == other.keys(), (one.keys(), other.keys())
differ = [name for name in one if one[name] != other[name]]
sys.exit(f"differ: {differ}" if differ else 0)
PYTHON
}
nothing_left_beside() { [[ ! -e $1.parts && ! -e $folder/hacked ]]; }

say "Starting a Slurm in $work"
start_slurm
sinfo

# Names that are code where they are not quoted; the config's too.
folder="$work/it's \$(touch hacked) \`touch hacked\`"
mkdir -- "$folder"
config="$folder/-a 'scan' \$(touch hacked).toml"
whole=$folder/whole.h5
# scan_of POINTS: the config of so many points.
scan_of() {
  cat >"$config" <<'CONFIG'
title = "$(touch hacked) `touch hacked` '; touch hacked; '"
[model]
atoms = 500
eta = 320.0
[time]
stop = 0.03
[scan]
axes = [{ key = "model.kappa", linspace = [0.0, 100.0, @ROWS@] },
        { key = "model.eta", linspace = [100.0, 400.0, 100] }]
[solve]
backend = "cpu"
[output]
quantities = ["qfi", "purity"]
over_time = "extrema"
part_seconds = 0.5
CONFIG
  sed -i "s/@ROWS@/$(($1 / 100))/" -- "$config"
}
run_whole() { "$program" run "$config" -o "$whole" --set output.part_seconds=1e6 --quiet --force; }

# Jobs are cancelled, signalled and killed in the midst of this scan: it must not be over before.
# So it has as many points as this machine solves in some twelve seconds.
scan_of 10000
started=$EPOCHREALTIME
run_whole
elapsed=$((${EPOCHREALTIME/./} - ${started/./}))
points=$((12000000 * 10000 / elapsed / 100 * 100))
scan_of "$points"
say "The scan without Slurm: $points points"
time run_whole

# The workers' program on the PATH: notes what Slurm gave it.
mkdir "$work/bin"
cat >"$work/bin/pairtwist" <<WRAPPER
#!/bin/bash
echo "\$SLURM_JOB_ID \$SLURMD_NODENAME \$SLURM_LOCALID \${CUDA_VISIBLE_DEVICES:-none} \$\$ \$SLURM_ARRAY_TASK_ID" >>"$work/given"
exec "$program" "\$@"
WRAPPER
chmod +x "$work/bin/pairtwist"
PATH=$work/bin:$PATH

say "What plan --slurm printed"
result=$folder/printed.h5
printed=$folder/printed.sh
(cd "$folder" && "$program" plan "$config" --slurm --cpus --threads 1 --shards 3 -o printed.h5 >"$printed")
job=$(submit "$printed")
wait_for 180 "a sixth of the scan" has_share "$result" 16
scancel "$job"
wait_for 180 "the end of a cancelled array" has_ended "$job"
check "a cancelled array is not started again" test "$(states "$job")" == CANCELLED
check "what it had solved is kept" has_share "$result" 16
kept=$(share "$result")
job=$(submit "$printed")
wait_for 180 "a sixth more" has_share "$result" $((kept + 16))
scancel --batch --signal=USR1 "$(task_of "$job" 1)"
wait_for 180 "a restart" was_requeued "$(task_of "$job" 1)"
check "a task whose time is nearly up is put into the queue again" was_requeued "$(task_of "$job" 1)"
wait_for 240 "the end of the array" has_ended "$job"
check "all its tasks have ended well" all_completed "$job"
check "the bits of the printed script" same_bits "$whole" "$result"
check "nothing is left beside them" nothing_left_beside "$result"

say "scripts/slurm/array.sh, a device for each task"
result=$folder/array.h5
job=$(submit --array=0-3 --cpus-per-task=1 --gres=gpu:1 "$root/scripts/slurm/array.sh" "$config" -o "$result")
wait_for 180 "a third of the scan" has_share "$result" 33
kill -KILL "$(awk '$6 == 2 { print $5 }' "$work/given")"
wait_for 240 "the end of the array" has_ended "$job"
check "a killed task takes no other down" test \
  "$(for task in 0 1 2 3; do states "$(task_of "$job" $task)"; done | xargs)" == \
  "COMPLETED COMPLETED FAILED COMPLETED"
check "its points are missing" test -d "$result.parts"
devices_differ() {
  awk '{ if ($4 == "none" || seen[$1 != "" ? $2 " " $4 : ""]++) exit 1; n++ } END { exit n != 4 }' "$work/given"
}
check "tasks of a node have a device each" devices_differ
rm "$work/given"
job=$(SHARDS=4 submit --array=2 --cpus-per-task=1 "$root/scripts/slurm/array.sh" "$config" -o "$result")
wait_for 240 "the end of the task" has_ended "$job"
check "its task alone completes the scan" all_completed "$job"
check "the bits of the array" same_bits "$whole" "$result"
check "nothing is left beside them" nothing_left_beside "$result"

say "scripts/slurm/srun.sh on both nodes"
result=$folder/srun.h5
rm -f "$work/given"
job=$(submit --nodes=2 --ntasks-per-node=2 --ntasks=4 --gres=gpu:2 "$root/scripts/slurm/srun.sh" "$config" -o "$result")
wait_for 180 "a third of the scan" has_share "$result" 33
scancel --signal=USR1 "$job"
wait_for 180 "a restart" was_requeued "$job"
check "a job whose time is nearly up is put into the queue again" was_requeued "$job"
sort -u "$work/given" | awk '{ print $2, $3, $4 }' | sort >"$work/ranks"
check "tasks of a node see its devices, and have a number each" diff "$work/ranks" - <<RANKS
one 0 0,1
one 1 0,1
two 0 0,1
two 1 0,1
RANKS
wait_for 240 "the end of the job" has_ended "$job"
check "it has ended well" all_completed "$job"
check "the bits of the job" same_bits "$whole" "$result"
check "nothing is left beside them" nothing_left_beside "$result"

say "Slurm's own clock"
result=$folder/clock.h5
(cd "$folder" && "$program" plan "$config" --set model.atoms=4000 --slurm --threads 1 --shards 1 \
  -o clock.h5 >"$printed")
# It looks every half minute: the signal comes between 5 and 35 s after the start of a minute's job.
job=$(submit --time=1 --signal=B:USR1@55 "$printed")
wait_for 180 "a restart" was_requeued "$(task_of "$job" 0)"
check "Slurm's signal comes in time, and the task is put into the queue again" \
  grep -q 'the scan was interrupted; .* the same command goes on' "$work/out/${job}_0"
check "and what it had solved is kept" has_share "$result" 0
scancel "$job"
wait_for 180 "the end of a cancelled task" has_ended "$job"

say "Joining as a job of its own"
result=$folder/joined.h5
(cd "$folder" && "$program" plan "$config" --slurm --threads 1 --shards 2 -o joined.h5 >"$printed")
job=$(submit "$printed")
wait_for 180 "parts" test -e "$result.parts"
# As if the one that joins them had come to nothing.
flock --no-fork --exclusive "$result.parts/merge.lock" sleep 600 &
holder=$!
wait_for 240 "the end of the array" has_ended "$job"
kill "$holder"
wait "$holder" || true
check "all points are there, in parts" has_share "$result" 100
command=$(sed -n 's/^#   \(sbatch --dependency\)/\1/p' "$printed")
command=${command/JOBID/$job}
bash -c "cd \"\$1\"; ${command/sbatch/sbatch --parsable --output=$work/out/%j}" _ "$folder" >"$work/merge"
wait_for 180 "the end of the merge" has_ended "$(<"$work/merge")"
check "the command at the printed script's end joins them" same_bits "$whole" "$result"
check "nothing is left beside them" nothing_left_beside "$result"

say "$passed passed in $SECONDS s"
