package dev.sampo.journal.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.raft.Batch;
import dev.sampo.journal.raft.Endpoint;
import dev.sampo.journal.raft.RaftCodec;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import dev.sampo.journal.wire.Malformed;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bytes that nobody here wrote: nothing is made of them, and nothing large is allocated for what they claim. */
class HostileBytesTest {

    private static final Endpoint ONE = new Endpoint("127.0.0.1:1", "aa");
    private static final Endpoint TWO = new Endpoint("127.0.0.1:2", "bb");
    private static final int LETTER_MAX = 1 << 20;

    private static List<Letter> letters() {
        Page page = new Page(3, List.of(Streams.record("s", 4, "w", "a", "b")));
        return List.of(
                new Letter.Raft(ONE.getId(), new byte[] {1, 2, 3}),
                new Letter.Hello("n", ONE, "g", List.of(ONE, TWO), List.of(), 7, TWO, List.of(ONE)),
                new Letter.Hello("client", null, null, List.of(), List.of(), 0, null, List.of()),
                new Letter.Invite(TWO.getId(), "g", List.of(ONE)),
                new Letter.Submit(1, batch()),
                new Letter.Submitted(1, Letter.Outcome.DONE, List.of(new Written(true, 5), new Written(false, 6))),
                new Letter.AskHighest(2, List.of("a", "b")),
                new Letter.TellHighest(2, Letter.Outcome.TRY_AGAIN, 9, List.of(1L, 2L)),
                new Letter.AskPage(3, "s", 1, 9, 4),
                new Letter.TellPage(3, Letter.Outcome.DONE, page),
                new Letter.AskStreams(4, ""),
                new Letter.TellStreams(4, Letter.Outcome.DONE, List.of(new Page.Extent("s", 1, 2))));
    }

    private static byte[] batch() {
        return Batch.encode(
                List.of(new Write.Append(Streams.record("s", 1, "w", "hello", "world"), 0), new Write.Delete("s", 1)));
    }

    @Test
    void everyLetterIsReadAsItWasWritten() {
        for (Letter letter : letters()) {
            byte[] bytes = letter.toBytes();
            assertThat(Letter.of(bytes)).hasSameClassAs(letter);
            assertThat(Letter.of(bytes).toBytes()).isEqualTo(bytes);
        }
        assertThat(letters().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Letter.class.getPermittedSubclasses());
    }

    @Test
    void damagedLettersBatchesAndRaftMessagesAreMalformedAndNothingElse() {
        for (Letter letter : letters()) {
            attack(letter.toBytes(), Letter::of);
        }
        attack(batch(), Batch::decode);
        RaftCodec codec = new RaftCodec(new DefaultRaftModelFactory(), 1 << 20);
        for (RaftMessage message : raftMessages()) {
            byte[] bytes = codec.encode(message);
            assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
            attack(bytes, codec::decode);
        }
    }

    private static List<RaftMessage> raftMessages() {
        DefaultRaftModelFactory models = new DefaultRaftModelFactory();
        return List.of(
                models.createVoteRequestBuilder()
                        .setGroupId("g")
                        .setSender(ONE)
                        .setTerm(3)
                        .setLastLogTerm(2)
                        .setLastLogIndex(9)
                        .setSticky(true)
                        .build(),
                models.createAppendEntriesRequestBuilder()
                        .setGroupId("g")
                        .setSender(ONE)
                        .setTerm(3)
                        .setPreviousLogTerm(2)
                        .setPreviousLogIndex(8)
                        .setCommitIndex(8)
                        .setQuerySequenceNumber(0)
                        .setFlowControlSequenceNumber(1)
                        .setLogEntries(List.of(models.createLogEntryBuilder()
                                .setTerm(3)
                                .setIndex(9)
                                .setOperation(Batch.awaited(batch()))
                                .build()))
                        .build(),
                models.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId("g")
                        .setSender(TWO)
                        .setTerm(3)
                        .setLastLogIndex(9)
                        .setQuerySequenceNumber(0)
                        .setFlowControlSequenceNumber(1)
                        .build());
    }

    private static void attack(byte[] bytes, Consumer<byte[]> reader) {
        Random random = new Random(42);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> reader.accept(cut)).isInstanceOf(Malformed.class);
        }
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            readOrMalformed(damaged, reader);
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            readOrMalformed(noise, reader);
        }
    }

    private static void readOrMalformed(byte[] bytes, Consumer<byte[]> reader) {
        try {
            reader.accept(bytes);
        } catch (Malformed e) {
            return; // as it should
        }
    }

    @Test
    void aLetterInPiecesIsPutTogetherAndADamagedOneIsDropped() {
        byte[] letter = new byte[500_000];
        new Random(1).nextBytes(letter);
        assertThat(assemble(letter, frame -> frame)).isEqualTo(letter);
        assertThat(assemble(letter, frame -> frame.offset == 0 ? with(frame, frame.crc + 1, frame.total) : frame))
                .isNull();
        assertThat(assemble(letter, frame -> with(frame, frame.crc, Integer.MAX_VALUE)))
                .isNull();
        assertThat(assemble(letter, frame -> frame.offset == 0 ? null : frame)).isNull();
    }

    private static byte[] assemble(byte[] letter, java.util.function.UnaryOperator<Frame> change) {
        Assembly assembly = new Assembly(LETTER_MAX);
        byte[] whole = null;
        for (Frame frame : frames(letter)) {
            Frame changed = change.apply(frame);
            whole = changed == null ? whole : assembly.add(changed);
        }
        return whole;
    }

    private static List<Frame> frames(byte[] letter) {
        List<Frame> frames = new ArrayList<>();
        for (int offset = 0; offset < letter.length; offset += Frame.PIECE_MAX) {
            int length = Math.min(Frame.PIECE_MAX, letter.length - offset);
            frames.add(new Frame(1, letter.length, offset, Frame.crcOf(letter), letter, offset, length));
        }
        return frames;
    }

    private static Frame with(Frame frame, int crc, int total) {
        return new Frame(frame.letter, total, frame.offset, crc, frame.bytes, frame.from, frame.length);
    }
}
