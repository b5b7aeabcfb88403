#!/bin/sh
# Workloads (normalised JSON) with sleeping bodies on real processes, and what the simulator says of them:
# bench/real.sh plan|PLACER MEAN_MILLIS FILE..
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Djava.util.concurrent.ForkJoinPool.common.parallelism=4 \
    -cp "$jar:$root/bench/target/lib/*" dev.sampo.bench.real.RealRuns "$@"
