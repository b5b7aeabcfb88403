package dev.sampo.journal.replicated;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;

/** Sends letters in pieces that Artery takes; from any thread. A letter that is lost is somebody's to send again. */
final class Post {

    private final AtomicLong letters = new AtomicLong();
    private final int letterMax;
    private final Links links;

    Post(ActorSystem system, int letterMax) {
        this.letterMax = letterMax;
        this.links = system.settings().setup().get(Links.class).orElseGet(() -> new Links(address -> true));
    }

    void send(ActorRef to, ActorRef from, Letter letter) {
        if (links.mayReach(to.path().address())) {
            send(letter, frame -> to.tell(frame, from));
        }
    }

    void send(ActorSelection to, Address address, ActorRef from, Letter letter) {
        if (links.mayReach(address)) {
            send(letter, frame -> to.tell(frame, from));
        }
    }

    private void send(Letter letter, Consumer<Frame> tell) {
        byte[] bytes = letter.toBytes();
        if (bytes.length > letterMax) {
            throw new IllegalStateException("a letter of " + bytes.length + " bytes exceeds letter-max " + letterMax);
        }
        long number = letters.incrementAndGet();
        int crc = Frame.crcOf(bytes);
        int offset = 0;
        do {
            int length = Math.min(Frame.PIECE_MAX, bytes.length - offset);
            tell.accept(new Frame(number, bytes.length, offset, crc, bytes, offset, length));
            offset += length;
        } while (offset < bytes.length);
    }
}
