package dev.sampo.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * Lets nodes start with less work, by class-data sharing: the JVM maps an archive of classes that were read and verified
 * before. The first cluster on a class path lists what its nodes load, the second has the archive made meanwhile, later
 * ones use it. An archive holds classes of jars only, from the beginning of the class path; so jars go first unless a
 * directory before them has a file that they have, too.
 */
final class ClassArchive {
    private static final Map<Path, ClassArchive> ARCHIVES = new ConcurrentHashMap<>();

    private final List<String> jars;
    private final List<String> rest;
    private final Path list;
    private final Path archive;
    private final AtomicBoolean making = new AtomicBoolean();
    private Path listed;

    private ClassArchive(List<String> jars, List<String> rest, Path directory) throws IOException {
        this.jars = jars;
        this.rest = rest;
        String key = key();
        this.list = directory.resolve("classes-" + key + ".list");
        this.archive = directory.resolve("classes-" + key + ".jsa");
    }

    /** @param directory where lists and archives are kept from run to run */
    static ClassArchive in(Path directory) {
        return ARCHIVES.computeIfAbsent(directory, where -> {
            try {
                return of(where);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot read the class path", failure);
            }
        });
    }

    /** That which clusters have had made on this class path, if they have. */
    static Optional<ClassArchive> madeIn(Path directory) {
        return Optional.of(in(directory)).filter(each -> Files.exists(each.archive));
    }

    private static ClassArchive of(Path directory) throws IOException {
        var jars = new ArrayList<String>();
        var rest = new ArrayList<String>();
        var before = new TreeSet<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                rest.add(entry);
                before.addAll(filesIn(path));
            } else if (rest.isEmpty() || sharesNothing(path, before)) {
                jars.add(entry);
            } else {
                rest.add(entry);
            }
        }
        return new ClassArchive(jars, rest, directory);
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace(File.separatorChar, '/'))
                    .toList();
        }
    }

    private static boolean sharesNothing(Path jar, Set<String> files) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return false;
        }
        try (var zip = new ZipFile(jar.toFile())) {
            return files.stream().noneMatch(file -> zip.getEntry(file) != null);
        }
    }

    /** Changes with this Java and with every jar. */
    private String key() throws IOException {
        var text = new StringBuilder(System.getProperty("java.home") + System.getProperty("java.vm.version"));
        for (String jar : jars) {
            Path path = Path.of(jar);
            text.append(jar).append(Files.exists(path) ? Files.size(path) + "@" + Files.getLastModifiedTime(path) : "");
        }
        var sum = new CRC32();
        sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /**
     * For a node that is about to start; the first of all lists what it loads.
     *
     * @param directory where the node may write
     */
    synchronized List<String> options(Path directory) {
        if (Files.exists(archive)) {
            return List.of(option());
        }
        if (listed != null || Files.exists(list)) {
            return List.of();
        }
        listed = directory.resolve("classes.list");
        return List.of("-XX:DumpLoadedClassList=" + listed);
    }

    /** For any JVM on {@link #classPath()}, once it is made. */
    String option() {
        return "-XX:SharedArchiveFile=" + archive;
    }

    String classPath() {
        var all = new ArrayList<>(jars);
        all.addAll(rest);
        return String.join(File.pathSeparator, all);
    }

    /** To be called when the nodes of a cluster are up, so that what they have loaded can be looked at. */
    synchronized void nodesAreUp() {
        try {
            if (Files.exists(list) && !Files.exists(archive)) {
                make();
            } else if (listed != null && Files.exists(listed)) {
                keep();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot note which classes nodes load", failure);
        }
    }

    /** The node goes on writing: its last line may be half a line. */
    private void keep() throws IOException {
        String text = Files.readString(listed);
        Path whole = Files.createTempFile(list.getParent(), "classes-", ".tmp");
        Files.writeString(whole, text.substring(0, text.lastIndexOf('\n') + 1));
        Files.move(whole, list, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Beside the tests, with what they leave of the processor; ended with this JVM if that comes first. */
    private void make() throws IOException {
        if (making.getAndSet(true)) {
            return;
        }
        Path half = Files.createTempFile(archive.getParent(), "classes-", ".tmp");
        half.toFile().deleteOnExit();
        var command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(JavaCommand.java());
        command.addAll(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + half,
                "-cp",
                String.join(File.pathSeparator, jars)));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException withoutNice) {
            Files.deleteIfExists(half);
            return;
        }
        Guard.watch(process);
        process.onExit().thenAccept(ended -> use(half, ended.exitValue() == 0));
    }

    private void use(Path half, boolean whole) {
        try {
            if (whole) {
                Files.move(half, archive, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(half);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot keep " + archive, failure);
        } finally {
            making.set(false);
        }
    }
}
