#!/bin/sh
# What it costs to be watched: processor time of empty tasks while nobody listens, a listener does, metrics are counted.
# bench/watch.sh [TASKS [ROUNDS]]             in one process
# bench/watch.sh processes [TASKS [ROUNDS]]   on clusters of three, without a listener and with metrics in each of them
# SAMPO_BENCH_JVM adds JVM flags, for instance -XX:TieredStopAtLevel=1 for the first compiler only.
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
main=WatchCosts
if [ "${1:-}" = processes ]; then
    main=WatchProcesses
    shift
fi
exec java $SAMPO_BENCH_FLAGS ${SAMPO_BENCH_JVM:-} -cp "$SAMPO_BENCH_CLASSES" dev.sampo.bench.watch.$main "$@"
