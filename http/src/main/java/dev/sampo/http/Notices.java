package dev.sampo.http;

import dev.sampo.actors.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How commands on the same machine find a node: its data directory says where it listens, and a notice in the user's home
 * says that there is such a directory. Nothing is kept of who is in a cluster: that only nodes know.
 */
public final class Notices {
    /** In a data directory: where its node listens, as host:port. */
    private static final String ADDRESS = "http";

    private static final String AUTO = "auto";

    private final Path data;
    private final Optional<Path> notice;

    private Notices(Path data, Optional<Path> notice) {
        this.data = data;
        this.notice = notice;
    }

    /**
     * A node that has left word.
     *
     * @param token where its token is
     */
    public record Found(String address, Path token) {}

    /** Where notices are by default, or as configured; empty for nowhere. */
    public static Optional<Path> directory(String configured) {
        if (configured.equals(AUTO)) {
            return Optional.of(Path.of(System.getProperty("user.home"), ".sampo", "nodes"));
        }
        return configured.isEmpty() ? Optional.empty() : Optional.of(Path.of(configured));
    }

    /** Leaves word of a node that listens. */
    static Notices leave(Path data, HttpSettings settings, String address) {
        try {
            replace(data.resolve(ADDRESS), address + "\n" + settings.tokenFile().toAbsolutePath() + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Notices(data, settings.publishedIn().flatMap(directory -> post(directory, data)));
    }

    /** A home that cannot be written costs only convenience. */
    private static Optional<Path> post(Path directory, Path data) {
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory, OwnerOnly.directory());
            }
            Path notice = directory.resolve(
                    Long.toString(ProcessHandle.current().pid()) + "-" + Integer.toHexString(data.hashCode()));
            replace(notice, data.toAbsolutePath() + "\n");
            return Optional.of(notice);
        } catch (IOException unwritable) {
            return Optional.empty();
        }
    }

    void takeAway() {
        try {
            Files.deleteIfExists(data.resolve(ADDRESS));
            if (notice.isPresent()) {
                Files.deleteIfExists(notice.get());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The node of this data directory; empty when none has left word there. */
    public static Optional<Found> in(Path data) throws IOException {
        Path file = data.resolve(ADDRESS);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() < 2 ? Optional.empty() : Optional.of(new Found(lines.get(0), Path.of(lines.get(1))));
    }

    /** The nodes that this user has running here, the latest first; notices of those that are gone are taken away. */
    public static List<Found> posted(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> notices;
        try (Stream<Path> files = Files.list(directory)) {
            notices = files.filter(Notices::isOfLiving)
                    .sorted(Comparator.comparingLong(Notices::modified).reversed())
                    .toList();
        }
        var found = new ArrayList<Found>();
        for (Path notice : notices) {
            in(Path.of(Files.readString(notice).strip())).ifPresent(found::add);
        }
        return found;
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    private static boolean isOfLiving(Path notice) {
        String name = notice.getFileName().toString();
        int end = name.indexOf('-');
        if (end <= 0 || !name.substring(0, end).chars().allMatch(Character::isDigit) || name.endsWith(".new")) {
            return false;
        }
        boolean isLiving = ProcessHandle.of(Long.parseLong(name.substring(0, end)))
                .filter(ProcessHandle::isAlive)
                .isPresent();
        if (!isLiving) {
            // A file of ours in a directory of ours: whether this works does not matter.
            notice.toFile().delete();
        }
        return isLiving;
    }

    private static void replace(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Token.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
