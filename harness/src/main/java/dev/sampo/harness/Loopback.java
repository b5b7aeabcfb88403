package dev.sampo.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out addresses that nobody else uses. On Linux all of 127.0.0.0/8 is this machine, so every member gets an
 * address of its own, and ports are free because nobody else has the address. Elsewhere all share 127.0.0.1, with ports
 * that were free a moment ago.
 */
final class Loopback {
    /** Below the ports that systems hand out to outgoing connections. */
    private static final int PORT = 17_355;

    private static final int TRIES = 20;

    private Loopback() {}

    /** @param linked whether each member shall listen at another port than the one the others know, if that is possible */
    static List<Seat> seats(List<String> names, boolean linked) {
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<List<Seat>> seats = inOneNet(names, linked ? PORT + 1 : PORT);
            if (seats.isPresent()) {
                return seats.get();
            }
        }
        return onOneAddress(names);
    }

    private static Optional<List<Seat>> inOneNet(List<String> names, int ownPort) {
        var random = ThreadLocalRandom.current();
        String net = "127." + random.nextInt(1, 255) + "." + random.nextInt(256) + ".";
        var seats = new ArrayList<Seat>();
        for (String name : names) {
            var seat = new Seat(name, net + (seats.size() + 1), PORT, ownPort);
            if (!isFree(seat.known()) || !isFree(seat.own())) {
                return Optional.empty();
            }
            seats.add(seat);
        }
        return Optional.of(seats);
    }

    private static boolean isFree(InetSocketAddress address) {
        try (var probe = new ServerSocket()) {
            probe.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static List<Seat> onOneAddress(List<String> names) {
        var probes = new ArrayList<ServerSocket>();
        try {
            var seats = new ArrayList<Seat>();
            for (String name : names) {
                var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                probes.add(probe);
                seats.add(new Seat(name, "127.0.0.1", probe.getLocalPort(), probe.getLocalPort()));
            }
            return seats;
        } catch (IOException failure) {
            throw new UncheckedIOException("no free port on 127.0.0.1", failure);
        } finally {
            probes.forEach(Loopback::close);
        }
    }

    private static void close(ServerSocket probe) {
        try {
            probe.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close a port on 127.0.0.1", failure);
        }
    }
}
