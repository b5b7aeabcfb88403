package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.io.Output;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.elsewhere.Landmine;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HostileBodyTest {

    private static final int FUZZ_ROUNDS = 50_000;

    private final AllowList allowed = AllowList.jdk().allowPackage("dev.sampo.body");
    private final BodyLoader loader =
            new BodyLoader(HostileBodyTest.class.getClassLoader(), allowed, Catalogue.empty());

    record Held(List<Object> parts) {}

    private static String shout(String text) {
        return text + "!";
    }

    private static byte[] bytes(Consumer<Output> write) {
        var out = new Output(256, 4096);
        write.accept(out);
        return out.toBytes();
    }

    private static byte[] instanceOf(String className) {
        return bytes(out -> {
            out.writeByte(1);
            out.writeVarInt(0, true);
            out.writeString(className);
            out.writeShort(0);
        });
    }

    @Test
    void aRefusedClassIsNeverInitialised() {
        String name = "dev.sampo.elsewhere.Landmine";

        assertThatThrownBy(() -> loader.codec().decode(instanceOf(name)))
                .isInstanceOf(CannotTravel.NotAllowed.class)
                .hasMessageContaining("dev.sampo.elsewhere.Landmine is not allowed here");
        assertThatThrownBy(() -> loader.load("t", lambda(name, "run"))).isInstanceOf(CannotTravel.NotAllowed.class);
        assertThatThrownBy(() -> loader.load("t", bytes(out -> {
                    out.writeByte(0xB1);
                    out.writeByte('I');
                    out.writeString(name);
                    out.writeLong(0);
                })))
                .isInstanceOf(CannotTravel.NotAllowed.class);
        var otherShape = new KryoCodec(allowed.allow(Landmine.class), HostileBodyTest.class.getClassLoader());
        assertThatThrownBy(() -> otherShape.decode(instanceOf(name))).isInstanceOf(CannotTravel.DifferentCode.class);
        assertThat(System.getProperty(Landmine.PROPERTY)).isNull();

        assertThat(new Landmine().number).isEqualTo(1);
        assertThat(System.getProperty(Landmine.PROPERTY))
                .as("the landmine works")
                .isNotNull();
    }

    @Test
    void hugeLengthsAreRefusedByTheUsersDecoderToo() {
        for (int tag = 0; tag < 200; tag++) {
            for (int length : new int[] {Integer.MAX_VALUE - 8, Integer.MIN_VALUE, -1}) {
                int id = tag;
                byte[] message = bytes(out -> {
                    out.writeVarInt(id, true);
                    out.writeVarInt(length, true);
                });
                try {
                    loader.codec().decode(message);
                } catch (MalformedBytes | CannotTravel e) {
                    assertThat(e).hasMessageNotContaining("OutOfMemory");
                }
            }
        }
    }

    @Test
    void classesThatRunCodeOfTheBytesChoosingAreRefused() {
        for (String name : List.of(
                "java.lang.Runtime",
                "java.lang.ProcessBuilder",
                "java.lang.Class",
                "java.lang.reflect.Proxy",
                "java.lang.reflect.Method",
                "java.net.URLClassLoader",
                "java.lang.ClassLoader",
                "java.beans.EventHandler",
                "javax.script.ScriptEngineManager",
                "javax.management.BadAttributeValueExpException",
                "java.lang.invoke.SerializedLambda",
                "com.sun.rowset.JdbcRowSetImpl",
                "[Ljava.lang.Runtime;",
                "no.such.Class")) {
            assertThatThrownBy(() -> loader.codec().decode(instanceOf(name)))
                    .as(name)
                    .isInstanceOfAny(CannotTravel.NotAllowed.class, MalformedBytes.class);
        }
    }

    private static byte[] lambda(String owner, String method) {
        byte[] head = bytes(out -> new LambdaHead(
                        owner,
                        0,
                        6,
                        "java.lang.Runtime",
                        0,
                        method,
                        "()Ljava/lang/Runtime;",
                        "dev/sampo/body/Body0",
                        "run",
                        "()Ljava/lang/Object;",
                        "()Ljava/lang/Runtime;")
                .write(out));
        return bytes(out -> {
            out.writeByte(0xB1);
            out.writeByte('L');
            out.writeVarInt(77 + 2, true);
            out.writeVarInt(head.length, true);
            out.writeBytes(head);
            out.writeVarInt(0, true);
        });
    }

    @Test
    void bytesCanNameOnlyMethodsThatTheirOwnersSourceRefersTo() {
        assertThatThrownBy(() -> loader.load("t", lambda("dev.sampo.body.HostileBodyTest", "getRuntime")))
                .isInstanceOf(CannotTravel.DifferentCode.class)
                .hasMessageContaining("no lambda or reference java.lang.Runtime#getRuntime on this node");
        assertThatThrownBy(() -> loader.load("t", lambda("dev.sampo.body.Body0", "getRuntime")))
                .isInstanceOf(CannotTravel.DifferentCode.class)
                .hasMessageContaining("no serialisable lambdas");
    }

    @Test
    void damagedBodiesAreRefusedByKind() throws Exception {
        byte[] good = Bodies.encode("t", (Body1<String, String>) HostileBodyTest::shout, allowed);
        assertThatThrownBy(() -> loader.load(Arrays.copyOf(good, 20))).isInstanceOf(MalformedBytes.Truncated.class);
        assertThatThrownBy(() -> Bodies.describe(Arrays.copyOf(good, 20))).isInstanceOf(MalformedBytes.Truncated.class);
        assertThatThrownBy(() -> loader.load(new byte[0])).isInstanceOf(MalformedBytes.Truncated.class);
        byte[] newer = good.clone();
        newer[0]++;
        assertThatThrownBy(() -> loader.load(newer))
                .isInstanceOf(MalformedBytes.WrongVersion.class)
                .hasMessage("a body is of version 2, this node reads version 1");
        var java = new ByteArrayOutputStream();
        new ObjectOutputStream(java).writeObject(new ArrayList<>(List.of(1)));
        assertThatThrownBy(() -> loader.load(java.toByteArray()))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessage("these bytes are not a body: they begin with ac");
        assertThatThrownBy(() -> loader.codec().decode(java.toByteArray())).isInstanceOf(MalformedBytes.class);
    }

    @Test
    void flippedAndRandomBytesEndInABodyAValueOrATypedError() {
        String captured = "x";
        byte[] body = Bodies.encode("t", (Body1<String, String>) input -> shout(captured + input), allowed);
        byte[] value = loader.codec().encode(Map.of("held", new Held(List.of(1, "two", new Held(List.of())))));
        var random = new Random(11);
        int refused = 0;
        for (int round = 0; round < FUZZ_ROUNDS; round++) {
            try {
                if (round % 2 == 0) {
                    loader.load(flipped(body, random));
                } else {
                    loader.codec().decode(flipped(value, random));
                }
            } catch (MalformedBytes | CannotTravel e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(FUZZ_ROUNDS / 4);
    }

    private static byte[] flipped(byte[] valid, Random random) {
        byte[] message = valid.clone();
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        if (random.nextInt(10) == 0) {
            byte[] tail = new byte[random.nextInt(message.length)];
            random.nextBytes(tail);
            System.arraycopy(tail, 0, message, message.length - tail.length, tail.length);
        }
        return message;
    }
}
