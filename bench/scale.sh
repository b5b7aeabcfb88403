#!/bin/sh
# What placing costs on 10, 1,000 and 10,000 nodes, in processor time of one core: bench/scale.sh [TASKS [NODES]].
# Each size has a JVM of its own, which others have left neither compiled code nor a heap, and is run once before it is measured.
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
for jobs in 1 10; do
    for nodes in 10 1000 "${2:-10000}"; do
        java $SAMPO_BENCH_FLAGS -Xmx4g -cp "$SAMPO_BENCH_CLASSES" dev.sampo.bench.scale.PlannerAtScale "$nodes" "${1:-1000000}" "$jobs" || exit 1
    done
done
