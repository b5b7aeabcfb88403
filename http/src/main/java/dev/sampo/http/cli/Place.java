package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.http.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which node to ask: as it is said, as the environment says, or else one that this user has running on this machine. */
final class Place {
    private static final String NODE = "SAMPO_NODE";
    private static final String DATA = "SAMPO_DATA";
    private static final String TOKEN = "SAMPO_TOKEN_FILE";

    @Option(
            names = "--node",
            paramLabel = "ADDRESS",
            description = "host:port where a node answers HTTP. Default: SAMPO_NODE, or one that runs here.")
    private String node;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a node that runs here. Default: SAMPO_DATA.")
    private Path data;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The file with the node's token. Default: SAMPO_TOKEN_FILE, or as the node has left word.")
    private Path token;

    /** Whether somebody has said where. */
    boolean isSaid() {
        return Stream.of(NODE, DATA)
                        .anyMatch(
                                name -> !System.getenv().getOrDefault(name, "").isEmpty())
                || node != null
                || data != null;
    }

    /** Whether a node of this user has left word. */
    boolean isAnyThere() throws IOException {
        return !posted().isEmpty();
    }

    /** Nodes to try, the likeliest first. */
    List<Notices.Found> candidates() throws IOException {
        return candidates(System.getenv());
    }

    private List<Notices.Found> candidates(Map<String, String> environment) throws IOException {
        Optional<String> address = given(node, environment.get(NODE));
        Optional<Path> file = given(token, path(environment.get(TOKEN)));
        Optional<Path> directory = given(data, path(environment.get(DATA)));
        if (address.isPresent() && node == null && data != null) {
            address = Optional.empty(); // What is said here counts more than what the environment says.
        }
        if (address.isPresent()) {
            return List.of(at(address.get(), file, directory));
        }
        if (directory.isPresent()) {
            return List.of(withToken(in(directory.get()), file));
        }
        List<Notices.Found> posted = posted();
        if (posted.isEmpty()) {
            throw new Refusals.Refused(
                    ExitCode.UNAVAILABLE,
                    "no node of yours runs on this machine; start one with ./sampo node, or say where one is: --node"
                            + " HOST:PORT or --data DIR");
        }
        return posted.stream().map(found -> withToken(found, file)).toList();
    }

    private static Notices.Found in(Path directory) throws IOException {
        return Notices.in(directory)
                .orElseThrow(() -> new Refusals.Refused(
                        ExitCode.UNAVAILABLE,
                        "no node answers HTTP from data directory " + directory
                                + "; start one with ./sampo node --data " + directory));
    }

    private static Notices.Found at(String address, Optional<Path> file, Optional<Path> directory) throws IOException {
        if (!address.matches("[^\\s/]+:\\d{1,5}")) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, "\"" + address + "\" is no address; give host:port, as ./sampo node says it");
        }
        if (file.isPresent()) {
            return new Notices.Found(address, file.get());
        }
        if (directory.isPresent()) {
            return new Notices.Found(address, in(directory.get()).token());
        }
        return posted().stream()
                .filter(found -> found.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new Refusals.Refused(
                        ExitCode.UNAVAILABLE,
                        "the token of " + address
                                + " is not known here: no node of yours has left word of that address;"
                                + " give --token-file FILE, or the node's data directory as --data DIR"));
    }

    private static List<Notices.Found> posted() throws IOException {
        Optional<Path> directory = Notices.directory(System.getProperty("sampo.http.published-in", "auto"));
        return directory.isEmpty() ? List.of() : Notices.posted(directory.get());
    }

    private static Notices.Found withToken(Notices.Found found, Optional<Path> token) {
        return new Notices.Found(found.address(), token.orElse(found.token()));
    }

    private static Path path(String text) {
        return text == null || text.isEmpty() ? null : Path.of(text);
    }

    private static <T> Optional<T> given(T said, T otherwise) {
        return Optional.ofNullable(said == null ? otherwise : said).filter(it -> !it.equals(""));
    }
}
