#!/bin/sh
# Sampo for the peers kit: one scheduler and two workers, spoken to on standard input and output (see docs/performance.md).
# Builds only what is older than its sources. SAMPO_BENCH_DATA=DIR keeps the journal there; SAMPO_BENCH_JVM adds JVM flags.
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/bench/build.sh"
# Workloads last for a second: with the second compiler, more time goes into compiling than it gains by then.
exec java $SAMPO_BENCH_FLAGS -XX:TieredStopAtLevel=1 ${SAMPO_BENCH_JVM:-} -cp "$SAMPO_BENCH_CLASSES" dev.sampo.bench.peer.PeerDriver
