#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# A scan by one job of many tasks, a shard a task:
#
#   sbatch --ntasks=32 --time=02:00:00 --mem-per-cpu=1G srun.sh mine.toml [OPTION of run]...
#
# What stands before srun.sh goes to Slurm, and takes the place of what is asked for below; what
# stands behind goes to `pairtwist run`. A node with several devices:
# `--gres=gpu:4 --ntasks-per-node=4`, of which each task takes the one of its SLURM_LOCALID.
# The program is `pairtwist` on the PATH, or what PAIRTWIST_PROGRAM names.
#
# The nodes are free again when the last task has ended: an array (array.sh) wastes less where
# shards differ, and waits less for its place.
#SBATCH --ntasks=4
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --signal=USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append

export PAIRTWIST_PROGRAM=${PAIRTWIST_PROGRAM:-pairtwist}

ended_by_slurm=''
trap 'ended_by_slurm=yes' TERM
# A task that fails takes no other down. Slurm tells the tasks themselves when the time is nearly up.
# shellcheck disable=SC2016  # the tasks know these, not this shell
srun --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" --kill-on-bad-exit=0 --wait=0 bash -c \
  'exec "$PAIRTWIST_PROGRAM" run "$@" --shard "$SLURM_PROCID/$SLURM_NTASKS" --threads "$SLURM_CPUS_PER_TASK"' \
  worker "$@"
code=$?

# 75: interrupted, and the same command goes on; at most ten times, should it come to nothing.
if ((code == 75)) && [[ -z $ended_by_slurm ]]; then
  ((${SLURM_RESTART_COUNT:-0} < 10)) && scontrol requeue "$SLURM_JOB_ID" ||
    echo "not done; the same command goes on" >&2
fi
exit "$code"
