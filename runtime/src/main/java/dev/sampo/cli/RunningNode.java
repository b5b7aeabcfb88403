package dev.sampo.cli;

import dev.sampo.Sampo;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.slf4j.LoggerFactory;

/** A node from start to end: says what others need to join it, waits, leaves when told to, and knows why it ended. */
final class RunningNode {
    private final Command command;
    private final String cluster;
    private final int expect;
    private final Object leaving = new Object();
    private Sampo sampo;
    private boolean over;

    /** @param cluster as it was given; null when it was not */
    RunningNode(Command command, String cluster, int expect) {
        this.command = command;
        this.cluster = cluster;
        this.expect = expect;
    }

    /**
     * What the node says to programs once it is a member.
     *
     * @param http where it answers HTTP, as host:port; empty when it does not
     */
    record Ready(String node, String address, String http, String join, long pid) {}

    ExitCode run(Function<Consumer<String>, Sampo> join) throws InterruptedException, ExecutionException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "sampo-leave"));
        Sampo node = join(join);
        String address = node.address();
        var ready = new Ready(
                node.node().toString(),
                address,
                node.httpAddress().orElse(""),
                joinCommand(address, cluster, expect),
                ProcessHandle.current().pid());
        command.answer(
                ready,
                "node " + ready.node() + " is a member, with " + node.capacity() + ". To add another:\n  "
                        + ready.join()
                        + node.httpAddress()
                                .map(http -> "\nTo look at the cluster, on http://" + http
                                        + ":\n  ./sampo nodes\n  ./sampo page          in a browser")
                                .orElse(""));
        node.ended().toCompletableFuture().get();
        synchronized (leaving) {
            over = true;
        }
        if (wasDismissed(node)) {
            node.close();
            say("sampo: node " + ready.node() + " has left its cluster, as it was told to");
            return ExitCode.OK;
        }
        say("sampo: node " + ready.node() + " was removed from its cluster: the others could not reach it,"
                + " or it could not reach a majority of them; what it did goes on there. Start it again to"
                + " rejoin.");
        if (node.system().getWhenTerminated().toCompletableFuture().isDone()) {
            node.close();
        }
        return ExitCode.REMOVED;
    }

    private static boolean wasDismissed(Sampo node) {
        return CoordinatedShutdown.get(Adapter.toClassic(node.system()))
                .getShutdownReason()
                .filter(CoordinatedShutdown.clusterLeavingReason()::equals)
                .isPresent();
    }

    private Sampo join(Function<Consumer<String>, Sampo> join) {
        try {
            Sampo node = join.apply(this::say);
            synchronized (leaving) {
                sampo = node;
            }
            return node;
        } catch (RuntimeException failed) {
            synchronized (leaving) {
                over = true;
            }
            throw failed;
        }
    }

    private void say(String what) {
        if (command.logForm() == Logs.Form.JSON) {
            LoggerFactory.getLogger(RunningNode.class).info(what); // Or the stream would not be objects alone.
        } else {
            command.terminal().err().println(what);
        }
    }

    static String joinCommand(String address, String cluster, int expect) {
        boolean loopback =
                address.startsWith("127.") || address.startsWith("localhost:") || address.startsWith("[::1]");
        return "./sampo node --join " + address
                + (cluster == null ? "" : " --cluster " + cluster)
                + (expect > 1 ? " --expect " + expect : "")
                + (loopback ? "" : " --host ITS-ADDRESS --insecure-bind");
    }

    /** Runs when the JVM is told to end; the exit code would be the signal's, so it is set by halting. */
    private void leave() {
        synchronized (leaving) {
            if (over) {
                return;
            }
            over = true;
            if (sampo == null) {
                Runtime.getRuntime().halt(ExitCode.OK.number());
            }
            try {
                sampo.close();
                Runtime.getRuntime().halt(ExitCode.OK.number());
            } catch (RuntimeException late) {
                say("sampo: the node ends without having left in order: " + late.getMessage());
                Runtime.getRuntime().halt(ExitCode.TRY_AGAIN.number());
            }
        }
    }
}
