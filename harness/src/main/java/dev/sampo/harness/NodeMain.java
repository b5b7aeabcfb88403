package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program of a node under test: joins by the configuration it is given, and ends when the one who started it does. */
final class NodeMain {
    /** Begins the line that tells of a member, followed by its process number and its address. */
    static final String READY = "SAMPO_NODE_READY ";

    private static final CompletableFuture<Sampo> JOINED = new CompletableFuture<>();
    private static final AtomicBoolean LEAVING = new AtomicBoolean();
    private static final PrintStream PRINT = System.out;

    private NodeMain() {}

    public static void main(String[] arguments) {
        inBackground("questions to the node", NodeMain::listen);
        Config own = ConfigFactory.parseFile(Path.of(arguments[0]).toFile());
        Sampo sampo = Sampo.join(own.withFallback(ConfigFactory.load()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(sampo), "leave"));
        printLine(READY + ProcessHandle.current().pid() + " " + sampo.system().address());
        JOINED.complete(sampo);
        sampo.system().getWhenTerminated().toCompletableFuture().join();
        if (!LEAVING.getAndSet(true)) {
            System.exit(ExitCode.REMOVED.number());
        }
    }

    private static void inBackground(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The JVM was told to end; its exit code would be that of the signal, as if it had not left in order. */
    private static void leave(Sampo sampo) {
        if (!LEAVING.getAndSet(true)) {
            sampo.close();
            Runtime.getRuntime().halt(ExitCode.OK.number());
        }
    }

    /** The standard input is a pipe from the parent: it ends when the parent does, even by kill -9. */
    private static void listen() {
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String question = line;
                inBackground("answer", () -> printLine(Questions.answer(question, JOINED.join())));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            Runtime.getRuntime().halt(ExitCode.UNAVAILABLE.number());
        }
    }

    /** In one call, and on a line of its own whatever bodies print without ending their lines. */
    private static void printLine(String line) {
        PRINT.print("\n" + line + "\n");
        PRINT.flush();
    }
}
