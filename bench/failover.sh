#!/bin/sh
# How long until work goes on, three nodes: bench/failover.sh [ROUNDS] [default|fast] [scheduler|silence|worker]
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Djava.util.concurrent.ForkJoinPool.common.parallelism=4 \
    -cp "$jar:$root/bench/target/lib/*" dev.sampo.bench.failover.FailoverTimes "${1:-5}" "${2:-default}" "${3:-scheduler}"
