#!/bin/sh
# What it costs to be watched: processor time of empty tasks while nobody listens, a listener does, metrics are counted.
# bench/watch.sh [TASKS [ROUNDS]]
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
exec java $SAMPO_BENCH_FLAGS -cp "$SAMPO_BENCH_CLASSES" dev.sampo.bench.watch.WatchCosts "$@"
