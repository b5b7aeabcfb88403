#!/bin/sh
# 1,000 tasks of 50 ms on two workers of a cluster of three, and one node killed after ten seconds:
# bench/sleepers.sh [none|worker|scheduler] [TASKS]
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Djava.util.concurrent.ForkJoinPool.common.parallelism=4 \
    -cp "$jar:$root/bench/target/lib/*" dev.sampo.bench.failover.Sleepers "${1:-none}" "${2:-1000}"
