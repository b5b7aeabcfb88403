package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.io.Output;
import dev.sampo.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class MalformedMessagesTest {

    private static final int FROM_NODE = 11;
    private static final int ASK_STATUS = 3;
    private static final int PIECE_OF_VALUE = 17;
    private static final int TO_CLIENT = 20;

    @Test
    void anUnknownTypeIsNamedByItsId() {
        refused(message(out -> out.writeVarInt(999, true)))
                .isInstanceOf(MalformedBytes.UnknownClass.class)
                .hasMessageContaining("999");
        refused(message(out -> out.writeVarInt(-1, true))).isInstanceOf(MalformedBytes.UnknownClass.class);
    }

    @Test
    void anotherVersionIsNamed() {
        refused(new byte[] {9, ASK_STATUS})
                .isInstanceOf(MalformedBytes.WrongVersion.class)
                .hasMessageContaining("9");
    }

    @Test
    void everyCutMessageIsTruncated() {
        for (Samples.Sample sample : Samples.all()) {
            if (sample.message() instanceof Wire) {
                byte[] whole = sample.bytes();
                for (int length = 0; length < whole.length; length++) {
                    byte[] cut = Arrays.copyOf(whole, length);
                    refused(cut).as("%s cut to %d", sample, length).isInstanceOf(MalformedBytes.class);
                }
            }
        }
        refused(new byte[0]).isInstanceOf(MalformedBytes.Truncated.class);
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        byte[] whole = Message.bytes(RoundTripTest.ended(1), Actors.REFS, 1 << 20);
        refused(Arrays.copyOf(whole, whole.length + 1))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessageContaining("1 bytes follow");
    }

    @Test
    void aListLongerThanItsMessageIsRefusedBeforeItIsMade() {
        refused(message(out -> {
                    out.writeVarInt(TO_CLIENT, true);
                    out.writeVarInt(41, true);
                    name(out, "j");
                    out.writeVarInt(0, false);
                    out.writeVarInt(1_000_000, true);
                }))
                .isInstanceOf(MalformedBytes.Truncated.class)
                .hasMessageContaining("1000000");
    }

    @Test
    void bytesLongerThanTheirMessageAreRefusedBeforeTheyAreMade() {
        refused(message(out -> {
                    out.writeVarInt(ASK_STATUS, true);
                    out.writeByte(WireWriter.NEW);
                    out.writeVarInt(Integer.MAX_VALUE - 8, true);
                }))
                .isInstanceOf(MalformedBytes.Oversize.class);
        refused(message(out -> {
                    out.writeVarInt(ASK_STATUS, true);
                    out.writeByte(WireWriter.NEW);
                    out.writeVarInt(100_000, true);
                }))
                .isInstanceOf(MalformedBytes.Truncated.class);
    }

    @Test
    void aTypeInTheWrongPlaceIsRefused() {
        refused(message(out -> {
                    out.writeVarInt(TO_CLIENT, true);
                    out.writeVarInt(FROM_NODE, true);
                }))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessage("ToScheduler.FromNode where only Answer can be");
        refused(message(out -> out.writeVarInt(30, true)))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessage("Answer.Accepted where only Wire can be");
    }

    @Test
    void aNameThatWasNeverSaidIsRefused() {
        refused(message(out -> {
                    out.writeVarInt(ASK_STATUS, true);
                    out.writeByte(WireWriter.SAME);
                }))
                .isInstanceOf(MalformedBytes.Corrupt.class);
        refused(message(out -> {
                    out.writeVarInt(ASK_STATUS, true);
                    out.writeVarInt(-5, true);
                }))
                .isInstanceOf(MalformedBytes.Corrupt.class);
    }

    @Test
    void aNameThatCannotBeIsRefusedInItsOwnWords() {
        refused(message(out -> {
                    out.writeVarInt(ASK_STATUS, true);
                    name(out, "../../etc");
                }))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessageContaining("is no job id");
    }

    @Test
    void aConstantThatDoesNotExistIsRefused() {
        refused(message(out -> {
                    out.writeVarInt(TO_CLIENT, true);
                    out.writeVarInt(34, true);
                    name(out, "j");
                    out.writeByte(200);
                }))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessage("JobStatus has no constant 200");
    }

    @Test
    void aDamagedChunkIsRefused() {
        byte[] bytes = Message.bytes(
                new Piece.OfValue(Samples.JOB, 1, 7, new Chunk(0, 3, new byte[] {1, 2, 3})), Actors.REFS, 1 << 20);
        bytes[bytes.length - 6] ^= 0x10;
        refused(bytes).isInstanceOf(MalformedBytes.Corrupt.class).hasMessageContaining("not those that were sent");
    }

    @Test
    void aChunkOutsideItsWholeIsRefused() {
        refused(message(out -> {
                    out.writeVarInt(PIECE_OF_VALUE, true);
                    name(out, "j");
                    out.writeVarInt(0, false);
                    out.writeVarLong(Long.MAX_VALUE, true);
                    out.writeVarLong(5, true);
                    out.writeVarInt(0, true);
                }))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessageContaining("ends by the total");
    }

    @Test
    void aMessageBeyondTheLimitIsNotReadAtAll() {
        assertThatThrownBy(() -> Message.read(new byte[2_000], 2_000, Actors.REFS, 1_000))
                .isInstanceOf(MalformedBytes.Oversize.class)
                .hasMessageContaining("1000");
    }

    @Test
    void whatHasNoBytesIsNamedAtTheSender() {
        assertThatThrownBy(() -> Message.bytes(new Secret(), Actors.REFS, 1_000))
                .isInstanceOf(MalformedBytes.UnknownClass.class)
                .hasMessageContaining("Secret");
    }

    @Test
    void aJournalKeepsNoActors() {
        assertThatThrownBy(() -> Refs.NONE.toText(Actors.CLIENT)).isInstanceOf(IllegalStateException.class);
    }

    private record Secret() implements ToWorker.Internal {}

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] bytes) {
        return assertThatThrownBy(() -> Samples.Sample.wire(bytes));
    }

    private static void name(Output out, String name) {
        out.writeByte(WireWriter.NEW);
        out.writeVarInt(name.length(), true);
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] message(Consumer<Output> fields) {
        var out = new Output(64, 4_096);
        out.writeByte(Message.VERSION);
        fields.accept(out);
        return out.toBytes();
    }
}
