package dev.sampo.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands before a node, and while it is frozen passes nothing on: no connection breaks off, as with a node that hangs. */
final class FrozenLink implements AutoCloseable {
    private final ServerSocket door;
    private final int port;
    private boolean isFrozen;

    FrozenLink(int port) {
        this.port = port;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    synchronized void freeze(boolean frozen) {
        isFrozen = frozen;
        notifyAll();
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "frozen-link");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket from = door.accept();
                var to = new Socket(InetAddress.getLoopbackAddress(), port);
                start(() -> pass(from, to));
                start(() -> pass(to, from));
            }
        } catch (IOException closed) {
            // Over.
        }
    }

    private void pass(Socket from, Socket to) {
        var bytes = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                awaitThaw();
                out.write(bytes, 0, count);
            }
        } catch (IOException gone) {
            // So is the other side.
        }
    }

    private synchronized void awaitThaw() {
        try {
            while (isFrozen) {
                wait();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        freeze(false);
        try {
            door.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
