package dev.sampo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What the machine, or the container this process is in, has for tasks. The limits of control groups are read here, both
 * versions: the JVM rounds a share of a cpu up to a whole one, and believes a heap that its container cannot hold.
 *
 * @param root where /proc and /sys are, for tests
 */
record Machine(Path root) {
    private static final long NO_LIMIT = Long.MAX_VALUE / 2;
    private static final long GPU_SECONDS = 3;

    static final Machine HERE = new Machine(Path.of("/"));

    /**
     * At least one: that is what a task needs unless it says otherwise.
     *
     * @param visible what the JVM counts
     */
    double cpus(int visible) {
        double cpus = visible;
        for (Path group : groups("cpu")) {
            var limit = quota(group);
            if (limit.isPresent()) {
                cpus = Math.min(cpus, limit.getAsDouble());
            }
        }
        return Math.max(1, cpus);
    }

    /** @param heap the most the JVM may use: tasks run in it */
    long memory(long heap) {
        long memory = heap;
        for (Path group : groups("memory")) {
            for (String file : List.of("memory.max", "memory.limit_in_bytes")) {
                var limit = number(read(group.resolve(file)));
                if (limit.isPresent() && limit.getAsLong() < NO_LIMIT) {
                    memory = Math.min(memory, limit.getAsLong());
                }
            }
        }
        return memory;
    }

    private static OptionalDouble quota(Path group) {
        String[] both = read(group.resolve("cpu.max")).split(" ");
        boolean isSecondVersion = both.length == 2;
        var quota = number(isSecondVersion ? both[0] : read(group.resolve("cpu.cfs_quota_us")));
        var period = number(isSecondVersion ? both[1] : read(group.resolve("cpu.cfs_period_us")));
        boolean isLimited = quota.isPresent() && period.isPresent() && quota.getAsLong() > 0 && period.getAsLong() > 0;
        return isLimited ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong()) : OptionalDouble.empty();
    }

    /** The groups this process is in, from its own up to the outermost: any of them may limit it. */
    private List<Path> groups(String controller) {
        var groups = new ArrayList<Path>();
        Path mount = root.resolve("sys/fs/cgroup");
        for (String line : read(root.resolve("proc/self/cgroup")).split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            boolean isSecondVersion = parts[1].isEmpty();
            if (isSecondVersion) {
                addUpwards(groups, mount, parts[2]);
            } else if (List.of(parts[1].split(",")).contains(controller)) {
                addUpwards(groups, mount.resolve(parts[1]), parts[2]);
                addUpwards(groups, mount.resolve(controller), parts[2]);
            }
        }
        return groups;
    }

    /** Inside a container the path may be one of the world outside; then only the mount itself is there. */
    private static void addUpwards(List<Path> groups, Path mount, String path) {
        Path group = mount.resolve(path.substring(1)).normalize();
        while (group.startsWith(mount)) {
            if (Files.isDirectory(group)) {
                groups.add(group);
            }
            group = group.getParent();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    /**
     * How many gpus nvidia-smi lists. Where it is missing, fails or hangs, as it does when a driver is broken, there are
     * none.
     */
    static int gpus(String command) {
        Process process;
        try {
            process = new ProcessBuilder(command, "--list-gpus")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            return 0;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GPU_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return 0;
            }
            return (int) new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("GPU "))
                    .count();
        } catch (IOException broken) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
