package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path root;

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content + "\n");
    }

    private Machine machine() {
        return new Machine(root);
    }

    @Test
    void withoutControlGroupsTheMachineIsWhatTheJvmSees() {
        assertThat(machine().cpus(8)).isEqualTo(8);
        assertThat(machine().memory(4 * GIB)).isEqualTo(4 * GIB);
    }

    @Test
    void theSecondVersionLimitsByQuotaAndMax() throws IOException {
        write("proc/self/cgroup", "0::/kubepods/pod1/container2");
        write("sys/fs/cgroup/kubepods/pod1/container2/cpu.max", "150000 100000");
        write("sys/fs/cgroup/kubepods/pod1/container2/memory.max", Long.toString(GIB));
        assertThat(machine().cpus(8)).isEqualTo(1.5);
        assertThat(machine().memory(4 * GIB)).isEqualTo(GIB);
    }

    @Test
    void anOuterGroupMayBeTheTighterOne() throws IOException {
        write("proc/self/cgroup", "0::/user.slice/app.scope");
        write("sys/fs/cgroup/user.slice/app.scope/cpu.max", "max 100000");
        write("sys/fs/cgroup/user.slice/cpu.max", "120000 100000");
        write("sys/fs/cgroup/user.slice/app.scope/memory.max", "max");
        assertThat(machine().cpus(8)).isEqualTo(1.2);
        assertThat(machine().memory(4 * GIB)).isEqualTo(4 * GIB);
    }

    @Test
    void lessThanOneCpuIsOneOrNothingWouldEverFit() throws IOException {
        write("proc/self/cgroup", "0::/");
        write("sys/fs/cgroup/cpu.max", "50000 100000");
        assertThat(machine().cpus(8)).isEqualTo(1);
    }

    @Test
    void theFirstVersionIsReadInAContainerThatSeesOnlyItsMount() throws IOException {
        write("proc/self/cgroup", "5:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", Long.toString(2 * GIB));
        assertThat(machine().cpus(8)).isEqualTo(2);
        assertThat(machine().memory(4 * GIB)).isEqualTo(2 * GIB);
    }

    @Test
    void theFirstVersionSaysNoLimitInItsOwnWay() throws IOException {
        write("proc/self/cgroup", "5:memory:/\n3:cpu,cpuacct:/");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
        assertThat(machine().cpus(8)).isEqualTo(8);
        assertThat(machine().memory(4 * GIB)).isEqualTo(4 * GIB);
    }

    @Test
    void gpusAreWhatNvidiaSmiLists() throws IOException {
        assertThat(Machine.gpus(script("printf 'GPU 0: NVIDIA A100 (UUID: x)\\nGPU 1: NVIDIA A100 (UUID: y)\\n'")))
                .isEqualTo(2);
    }

    @Test
    void anNvidiaSmiThatIsMissingFailsOrHangsMeansNone() throws IOException {
        assertThat(Machine.gpus(root.resolve("missing").toString())).isZero();
        assertThat(Machine.gpus(script("echo 'GPU 0: broken'; exit 9"))).isZero();
        assertThat(Duration.ofNanos(timed(
                        () -> assertThat(Machine.gpus(script("exec sleep 600"))).isZero())))
                .isLessThan(Duration.ofSeconds(300));
    }

    private interface Action {
        void run() throws IOException;
    }

    private static long timed(Action action) throws IOException {
        long began = System.nanoTime();
        action.run();
        return System.nanoTime() - began;
    }

    private String script(String body) throws IOException {
        Path script = Files.createTempFile(root, "nvidia-smi", "");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }
}
