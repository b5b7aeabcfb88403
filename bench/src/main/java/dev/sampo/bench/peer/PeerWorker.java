package dev.sampo.bench.peer;

import java.io.IOException;

/** A worker of the cluster that {@link PeerDriver} starts. It lives as long as its standard input is open: its parent's life. */
public final class PeerWorker {
    private PeerWorker() {}

    public static void main(String[] arguments) throws IOException {
        int number = Integer.parseInt(arguments[0]);
        int seedPort = Integer.parseInt(arguments[1]);
        Member.join(Member.worker(number, seedPort, PeerDriver.data()));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
