#!/bin/sh
# Runs the JMH benchmarks whose names match a pattern, or all: bench/jmh.sh Planner. Further arguments are JMH's own (-h).
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
exec java $SAMPO_BENCH_FLAGS -cp "$SAMPO_BENCH_CLASSES" org.openjdk.jmh.Main "$@"
