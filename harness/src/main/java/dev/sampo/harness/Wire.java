package dev.sampo.harness;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One connection that a member has opened to another, with us in the middle. */
final class Wire {
    private final SocketAddress target;
    private final Links.Link link;
    private final Supplier<LinkState> there;
    private final Supplier<LinkState> here;
    private final SocketChannel opener;
    private final SocketChannel opened;
    private final SelectionKey openerKey;
    private final SelectionKey openedKey;
    private final Lane forth;
    private final Lane back;
    private boolean isConnecting;
    private boolean isConnected;
    private boolean fromIsGone;
    private boolean toIsGone;

    /**
     * @param there the state of the link from who opened it to the other
     * @param here the state of the link back
     */
    Wire(
            SocketChannel opener,
            SocketAddress target,
            Links.Link link,
            Supplier<LinkState> there,
            Supplier<LinkState> here,
            SplittableRandom random,
            Selector selector)
            throws IOException {
        this.opener = opener;
        this.target = target;
        this.link = link;
        this.there = there;
        this.here = here;
        this.opened = SocketChannel.open();
        for (SocketChannel end : new SocketChannel[] {opener, opened}) {
            end.configureBlocking(false);
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        this.openerKey = opener.register(selector, 0, this);
        this.openedKey = opened.register(selector, 0, this);
        this.forth = new Lane(opener, opened, there, random);
        this.back = new Lane(opened, opener, here, random);
    }

    boolean isOf(Links.Link other) {
        return link.equals(other);
    }

    /** The member is gone; the other one hears of it by the end of the connection, unless it cannot hear. */
    void lose(int member) {
        fromIsGone |= link.from() == member;
        toIsGone |= link.to() == member;
    }

    /** Does what can be done now; false when the connection is over. */
    boolean advance(ByteBuffer buffer, long now) {
        if (!opener.isOpen()) {
            return false;
        }
        try {
            if (fromIsGone || toIsGone) {
                return awaitsItsEnd();
            }
            if (!isConnected && !connect()) {
                openedKey.interestOps(isConnecting ? SelectionKey.OP_CONNECT : 0);
                return true;
            }
            if (openerKey.isReadable()) {
                forth.read(buffer, now);
            }
            if (openedKey.isReadable()) {
                back.read(buffer, now);
            }
            forth.write(now);
            back.write(now);
            if (forth.hasEnded() && back.hasEnded()) {
                reset();
                return false;
            }
            openerKey.interestOps(interest(forth, back));
            openedKey.interestOps(interest(back, forth));
            return true;
        } catch (IOException broken) {
            reset();
            return false;
        }
    }

    private boolean awaitsItsEnd() {
        if (fromIsGone && there.get().cut() || toIsGone && here.get().cut()) {
            openerKey.interestOps(0);
            openedKey.interestOps(0);
            return true;
        }
        reset();
        return false;
    }

    /** While the link is cut, nobody answers the one who has opened the connection. */
    private boolean connect() throws IOException {
        if (!isConnecting) {
            if (there.get().cut()) {
                return false;
            }
            isConnecting = true;
            isConnected = opened.connect(target);
        } else {
            isConnected = opened.finishConnect();
        }
        return isConnected;
    }

    private static int interest(Lane from, Lane to) {
        return (from.wantsToRead() ? SelectionKey.OP_READ : 0) | (to.waitsForRoom() ? SelectionKey.OP_WRITE : 0);
    }

    long due() {
        return fromIsGone || toIsGone ? Long.MAX_VALUE : Math.min(forth.due(), back.due());
    }

    /** As when a process dies: both sides are told at once. */
    void reset() {
        close(opener);
        close(opened);
    }

    private static void close(SocketChannel end) {
        try {
            end.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyClosed) {
            // Then there is nobody to tell.
        }
        try {
            end.close();
        } catch (IOException failure) {
            throw new IllegalStateException("cannot close " + end, failure);
        }
    }
}
