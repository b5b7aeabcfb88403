# Sourced by the scripts here with $root set: builds the bench when it is older than any source, and says how to run it.
jar="$root/bench/target/sampo-bench-0.1.0-SNAPSHOT.jar"
if [ ! -f "$jar" ] || [ -n "$(find "$root" \( -name target -o -name .git \) -prune -o \
        \( -path '*/src/main/*' -o -name pom.xml -o -name application.conf \) -type f -newer "$jar" -print | head -1)" ]; then
    echo "building the bench .." >&2
    (cd "$root" && mvn -q -B -pl bench -am package -DskipTests) </dev/null >&2 || exit 1
    touch "$jar"
fi
SAMPO_BENCH_CLASSES="$jar:$root/bench/target/lib/*"
# On two cores JDK 17 would start a thread per asynchronous completion unless the common pool is told its size.
SAMPO_BENCH_FLAGS="-Xmx1g -XX:+UseParallelGC -Djava.util.concurrent.ForkJoinPool.common.parallelism=4
    -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
