package dev.sampo.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of one attempt, for its user only: what it reads from, where it works, where it may leave things. Removed with it. */
final class Desk implements AutoCloseable {
    private final Path root;
    private final Path work;

    private Desk(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    static Desk open(Path directory, CommandBody command, Given given) throws IOException {
        Encoding.require(command.directory());
        Files.createDirectories(directory);
        Path root = Files.createTempDirectory(directory, "sampo-command-");
        var desk = new Desk(root, command.directory().isEmpty() ? root.resolve("work") : Path.of(command.directory()));
        try {
            desk.lay(command, given);
            return desk;
        } catch (IOException | RuntimeException failed) {
            desk.close();
            throw failed;
        }
    }

    private void lay(CommandBody command, Given given) throws IOException {
        Files.createDirectory(root.resolve("work"));
        Files.createDirectory(temporary());
        Files.createDirectory(inputs());
        if (!Files.isDirectory(work)) {
            throw new IOException("there is no directory " + work
                    + " on this node; make it there, choose nodes that have it with \"where\", or leave \"dir\" out");
        }
        Files.writeString(stdin(), given.fill(command.stdin()));
        for (var input : given.inputs().entrySet()) {
            write(inputs().resolve(input.getKey()), input.getValue());
        }
        if (given.element().isPresent()) {
            write(inputs().resolve("each"), given.element().get());
        }
        for (Binding file : command.files()) {
            Path path = within(given.fill(file.name()));
            Files.createDirectories(path.getParent());
            Files.writeString(path, given.fill(file.text()));
        }
    }

    private static void write(Path path, Object input) throws IOException {
        Object value = Made.value(input);
        if (value instanceof byte[] bytes) {
            Files.write(path, bytes);
        } else {
            Files.writeString(path, Made.text(value));
        }
        if (Made.isMade(input) && ((Map<?, ?>) input).get(Made.FILES) instanceof Map<?, ?> files) {
            Path beside = Files.createDirectory(path.resolveSibling(path.getFileName() + ".files"));
            for (var file : files.entrySet()) {
                Path target = within(beside, file.getKey().toString());
                Files.createDirectories(target.getParent());
                Files.write(target, (byte[]) file.getValue());
            }
        }
    }

    Path root() {
        return root;
    }

    Path work() {
        return work;
    }

    Path stdin() {
        return root.resolve("stdin");
    }

    Path inputs() {
        return root.resolve("inputs");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /** A file in the directory it works in, and nowhere else. */
    private Path within(String name) {
        return within(work, name);
    }

    private static Path within(Path directory, String name) {
        Path path = directory.resolve(Encoding.require(name)).normalize();
        if (!path.startsWith(directory.normalize()) || path.equals(directory.normalize())) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is outside the directory of the command; name a file in it");
        }
        return path;
    }

    /** Files that the command was to leave. */
    Map<String, Object> collected(CommandBody command, Given given, int bytesMax) throws IOException, CommandFailed {
        var files = new LinkedHashMap<String, Object>();
        long total = 0;
        for (String each : command.collect()) {
            String name = given.fill(each);
            Path path = within(name);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new CommandFailed(
                        command.arguments().get(0) + " ended well, but left no file \"" + name
                                + "\" in the directory it ran in; see \"collect\"",
                        null);
            }
            total += Files.size(path);
            if (total > bytesMax) {
                throw new CommandFailed(
                        "the files to collect have more than " + bytesMax
                                + " bytes (sampo.commands.value-max); let the command put large files where others can fetch them",
                        null);
            }
            files.put(name, Files.readAllBytes(path));
        }
        return files;
    }

    /** What cannot be removed is left: an attempt has not failed by that. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException kept) {
            // As above.
        }
    }
}
