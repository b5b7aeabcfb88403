#!/bin/sh
# What placing costs on 10, 1,000 and 10,000 nodes, in processor time of one core: bench/scale.sh [TASKS [NODES]].
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
exec java $SAMPO_BENCH_FLAGS -Xmx4g -cp "$SAMPO_BENCH_CLASSES" dev.sampo.bench.scale.PlannerAtScale "$@"
