#!/bin/sh
# What starting costs, in processor time: a JVM as it is, then one with an archive of its classes (AppCDS), five times each.
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/build.sh"
archive="$root/bench/target/first-job.jsa"
# An archive knows the jars it was made from, so they are named one by one.
classes=$jar$(printf ':%s' "$root"/bench/target/lib/*.jar)
first="java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.util.concurrent.ForkJoinPool.common.parallelism=4"
if [ ! -f "$archive" ] || [ "$jar" -nt "$archive" ]; then
    $first -XX:ArchiveClassesAtExit="$archive" -cp "$classes" dev.sampo.bench.start.FirstJob >/dev/null 2>&1
fi
for run in 1 2 3 4 5; do
    printf 'plain   '
    $first -cp "$classes" dev.sampo.bench.start.FirstJob 2>/dev/null
    printf 'AppCDS  '
    $first -XX:SharedArchiveFile="$archive" -cp "$classes" dev.sampo.bench.start.FirstJob 2>/dev/null
done
