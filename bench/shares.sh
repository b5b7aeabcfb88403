#!/bin/sh
# What five tenants, weighted 1 to 5, get of three full workers in a minute: bench/shares.sh [PARTITIONS] [SEED]
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Djava.util.concurrent.ForkJoinPool.common.parallelism=4 \
    -cp "$jar:$root/bench/target/lib/*" dev.sampo.bench.share.Shares "${1:-4}" "${2:-0}"
