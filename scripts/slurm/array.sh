#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# A scan by a job array, a shard a task:
#
#   sbatch --array=0-15 --time=02:00:00 --mem=2G array.sh mine.toml [OPTION of run]...
#
# What stands before array.sh goes to Slurm, and takes the place of what is asked for below; what
# stands behind goes to `pairtwist run`. `pairtwist plan CONFIG --slurm` prints such a script with
# the figures of its scan. With --gres=gpu:1 each task has a device of its own. The program is
# `pairtwist` on the PATH, or what PAIRTWIST_PROGRAM names.
#
# All tasks of a scan must know the number of shards. It is the array's last index and one, unless
# SHARDS says otherwise: after `--array=0-15`, `SHARDS=16 sbatch --array=3 ...` does shard 3 again.
#SBATCH --array=0-3
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append

program=${PAIRTWIST_PROGRAM:-pairtwist}
shard=$SLURM_ARRAY_TASK_ID/${SHARDS:-$((SLURM_ARRAY_TASK_MAX + 1))}

worker='' told='' ended_by_slurm=''
trap 'told=yes; [[ -z $worker ]] || kill -USR1 "$worker"' USR1  # the time is nearly up
trap 'told=yes ended_by_slurm=yes' TERM                         # cancelled: all processes get it
"$program" run "$@" --shard "$shard" --threads "$SLURM_CPUS_PER_TASK" &
worker=$!
# A signal ends the waiting, with its number and 128, not the worker.
while wait "$worker"; code=$?; ((code > 128)) && [[ -n $told ]]; do told=; done

# 75: interrupted, and the same command goes on; at most ten times, should it come to nothing.
if ((code == 75)) && [[ -z $ended_by_slurm ]]; then
  ((${SLURM_RESTART_COUNT:-0} < 10)) && scontrol requeue "$SLURM_JOB_ID" ||
    echo "shard $shard: not done; the same command goes on" >&2
fi
exit "$code"
