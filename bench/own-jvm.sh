#!/bin/sh
# What it costs to run a body in a JVM of its own: the first call, then warm ones next to calls in the node's JVM.
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
classes=$jar$(printf ':%s' "$root"/bench/target/lib/*.jar)
java -XX:+UseSerialGC -Djava.util.concurrent.ForkJoinPool.common.parallelism=4 -cp "$classes" dev.sampo.bench.child.OwnJvmCosts 2>/dev/null
