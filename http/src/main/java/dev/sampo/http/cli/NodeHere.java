package dev.sampo.http.cli;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.cli.Directories;
import dev.sampo.http.Notices;
import dev.sampo.http.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A node in this process, for one command: it is asked as any other is, and gone when the command is over. */
final class NodeHere implements AutoCloseable {
    private final Path data;
    private final Sampo sampo;

    private NodeHere(Path data, Sampo sampo) {
        this.data = data;
        this.sampo = sampo;
    }

    static NodeHere start() throws IOException {
        Path data = Files.createTempDirectory("sampo-");
        var config = ConfigFactory.parseMap(Map.of(
                        "sampo.data",
                        data.toString(),
                        "sampo.http.enabled",
                        true,
                        "sampo.http.published-in",
                        "",
                        "sampo.http.token-file",
                        "",
                        "sampo.http.port",
                        0,
                        "sampo.commands.enabled",
                        true))
                .withFallback(ConfigFactory.load());
        return new NodeHere(data, Sampo.local(config));
    }

    Remote remote() throws IOException {
        var here = List.of(new Notices.Found(sampo.httpAddress().orElseThrow(), data.resolve(Token.FILE)));
        return new Remote(() -> here);
    }

    @Override
    public void close() throws IOException {
        sampo.close();
        Directories.delete(data);
    }
}
