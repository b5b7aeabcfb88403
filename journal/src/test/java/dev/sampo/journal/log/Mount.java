package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system of a test's own, taken down again whatever happens; only root can have one. */
public final class Mount implements AutoCloseable {

    private final Path path;
    private String device;

    private Mount(Path path) {
        this.path = path;
    }

    /** Whether a loop device with ext4 can be made here and its power be cut. */
    public static boolean isPossible() {
        return canMount() && List.of("losetup", "mkfs.ext4", "xfs_io").stream().allMatch(Mount::isOnPath);
    }

    public static boolean canMount() {
        if (!System.getProperty("user.name").equals("root") || !isOnPath("mount")) {
            return false;
        }
        try {
            Path probe = Files.createTempDirectory("mount");
            tmpfs(probe, "1m").close();
            Files.delete(probe);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOnPath(String program) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    public static Mount tmpfs(Path path, String size) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString());
        return new Mount(path);
    }

    public static Mount ext4(Path under) throws IOException {
        Path image = under.resolve("image");
        Path path = Files.createDirectory(under.resolve("mnt"));
        run("dd", "if=/dev/zero", "of=" + image, "bs=1M", "count=32", "status=none");
        Mount mount = new Mount(path);
        try {
            mount.device = run("losetup", "-f", "--show", image.toString()).trim();
            run("mkfs.ext4", "-q", mount.device);
            run("mount", mount.device, path.toString());
            return mount;
        } catch (IOException e) {
            mount.detach();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    public void resize(String size) throws IOException {
        run("mount", "-o", "remount,size=" + size, path.toString());
    }

    public void readOnly() throws IOException {
        run("mount", "-o", "remount,ro", path.toString());
    }

    /** Drops everything that is not on the disk; the file system is dead until it is mounted again. */
    public void cutPower() throws IOException {
        run("xfs_io", "-x", "-c", "shutdown", path.toString());
    }

    public void again() throws IOException {
        run("umount", path.toString());
        run("mount", device, path.toString());
    }

    private void detach() throws IOException {
        if (device != null) {
            run("losetup", "-d", device);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", path.toString());
        } finally {
            detach();
        }
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return out;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException(String.join(" ", command) + " failed: " + out);
    }
}
