package dev.sampo.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The network between the members, which needs no rights to be broken. We listen at the address by which the others know
 * a member, and hand on to where it really listens. Each member opens its connections from an address of its own, which
 * tells us whose they are: so every ordered pair of members is a link that can be cut or slowed by itself.
 *
 * <p>All happens on one thread; the methods return when it has been done.
 */
final class Links implements AutoCloseable {
    private static final int BUFFER = 128 << 10;
    private static final long LOSS_SEED = 1;

    /** Who is no member, such as a tool that looks at a port. */
    private static final int OUTSIDE = -1;

    private final List<Seat> seats;
    private final LinkState[][] states;
    private final ServerSocketChannel[] doors;
    private final List<Wire> wires = new ArrayList<>();
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final SplittableRandom random = new SplittableRandom(LOSS_SEED);
    private final Selector selector;
    private volatile boolean closed;

    Links(List<Seat> seats) {
        this.seats = seats;
        this.doors = new ServerSocketChannel[seats.size()];
        this.states = new LinkState[seats.size()][seats.size()];
        clear();
        try {
            this.selector = Selector.open();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot watch the links between nodes", failure);
        }
        var loop = new Thread(this::run, "links between nodes");
        loop.setDaemon(true);
        loop.start();
    }

    private void clear() {
        for (LinkState[] row : states) {
            Arrays.fill(row, LinkState.CLEAR);
        }
    }

    /** From now on the member can be reached. */
    void open(int member) {
        await(() -> {
            if (doors[member] == null) {
                var door = ServerSocketChannel.open();
                door.bind(seats.get(member).known());
                door.configureBlocking(false);
                door.register(selector, SelectionKey.OP_ACCEPT, member);
                doors[member] = door;
            }
        });
    }

    /** The member is gone: its connections break, and new ones are refused. */
    void shut(int member) {
        await(() -> {
            if (doors[member] != null) {
                doors[member].close();
                doors[member] = null;
                selector.selectNow(); // Only now the port is free: a channel that is watched is closed by the next
                // look.
                wires.forEach(wire -> wire.lose(member));
            }
        });
    }

    /** What the first says to the second. */
    record Link(int from, int to) {}

    /** Changes how it goes on these links. */
    void change(Collection<Link> links, UnaryOperator<LinkState> change) {
        await(() ->
                links.forEach(link -> states[link.from()][link.to()] = change.apply(states[link.from()][link.to()])));
    }

    void heal() {
        await(this::clear);
    }

    /** Breaks the connections that the first has opened to the second; it may open others at once. */
    void reset(Link link) {
        await(() -> wires.stream().filter(wire -> wire.isOf(link)).forEach(Wire::reset));
    }

    /** Something the thread of the links does for another. */
    private interface Step {
        void take() throws IOException;
    }

    private void await(Step step) {
        var done = new CompletableFuture<Void>();
        asked.add(() -> {
            try {
                step.take();
                done.complete(null);
            } catch (IOException | RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        selector.wakeup();
        CompletableFuture.anyOf(done, over).join();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(millisUntilDue());
                boolean changed = takeSteps();
                Set<Wire> ready = readyWires();
                long now = System.nanoTime();
                wires.removeIf(
                        wire -> (changed || ready.contains(wire) || wire.due() <= now) && !wire.advance(buffer, now));
            }
        } catch (IOException | RuntimeException failure) {
            over.completeExceptionally(failure);
        } finally {
            wires.forEach(Wire::reset);
            closeDoors();
            over.complete(null);
        }
    }

    private void closeDoors() {
        try {
            for (ServerSocketChannel door : doors) {
                if (door != null) {
                    door.close();
                }
            }
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close the links between nodes", failure);
        }
    }

    /** 0 for as long as it takes. */
    private long millisUntilDue() {
        long due = wires.stream().mapToLong(Wire::due).min().orElse(Long.MAX_VALUE);
        return due == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
    }

    private boolean takeSteps() {
        boolean some = false;
        for (Runnable step = asked.poll(); step != null; step = asked.poll()) {
            step.run();
            some = true;
        }
        return some;
    }

    private Set<Wire> readyWires() throws IOException {
        var ready = new HashSet<Wire>();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Wire wire) {
                ready.add(wire);
            } else if (key.isValid()) {
                accept((ServerSocketChannel) key.channel(), (int) key.attachment(), ready);
            }
        }
        selector.selectedKeys().clear();
        return ready;
    }

    private void accept(ServerSocketChannel door, int to, Set<Wire> ready) throws IOException {
        for (SocketChannel opener = door.accept(); opener != null; opener = door.accept()) {
            int from = memberAt((InetSocketAddress) opener.getRemoteAddress());
            if (from != OUTSIDE && doors[from] == null) {
                opener.close();
                continue;
            }
            var wire = new Wire(
                    opener,
                    seats.get(to).own(),
                    new Link(from, to),
                    () -> stateOf(from, to),
                    () -> stateOf(to, from),
                    random,
                    selector);
            wires.add(wire);
            ready.add(wire);
        }
    }

    private int memberAt(InetSocketAddress address) {
        for (int member = 0; member < seats.size(); member++) {
            if (seats.get(member).host().equals(address.getAddress().getHostAddress())) {
                return member;
            }
        }
        return OUTSIDE;
    }

    private LinkState stateOf(int from, int to) {
        return from == OUTSIDE || to == OUTSIDE ? LinkState.CLEAR : states[from][to];
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        over.join();
    }
}
