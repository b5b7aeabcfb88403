package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.elsewhere.Colleague;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BodiesTest {

    private final AllowList allowed = AllowList.jdk().allowPackage("dev.sampo.body");
    private final BodyLoader loader = new BodyLoader(
            BodiesTest.class.getClassLoader(), allowed, Catalogue.empty().with("greet", (Body0<String>) () -> "hi"));

    record Range(int from, int to) {
        int size() {
            return to - from;
        }
    }

    record Scale(int factor) implements Body1<Integer, Integer> {
        private static final long serialVersionUID = 1;

        @Override
        public Integer run(Integer input) {
            return input * factor;
        }
    }

    static final class Cache {
        private FileInputStream file;
    }

    static final class Loader {
        private final Cache cache = new Cache();

        Body0<String> body() {
            return () -> "read from " + cache;
        }
    }

    private static int twice(int n) {
        return 2 * n;
    }

    private int thrice(int n) {
        return 3 * n;
    }

    @Test
    void lambdasRunTheSameOnTheOtherSide() throws Exception {
        int number = 3;
        var range = new Range(1, 5);
        var words = List.of("a", "b");
        Body1<Integer, Integer> inner = n -> n + number;
        Body1<Integer, Integer> outer = n -> inner.run(n) * range.size() + words.size();
        Body1<Integer, Integer> pure = n -> n + 1;

        assertThat(there(outer).run(1)).isEqualTo(18);
        assertThat(there(pure).run(1)).isEqualTo(2);
        assertThat(there((Body0<Object>) () -> null).run()).isNull();
    }

    @Test
    void methodReferencesOfEveryKindTravel() throws Exception {
        Body1<Integer, Integer> toStatic = BodiesTest::twice;
        Body1<Range, Integer> toInstance = Range::size;
        Body1<String, Integer> toTheJdk = String::length;
        Body1<Range, Scale> toConstructor = this::scaleOf;
        Body0<List<String>> toJdkConstructor = ArrayList::new;
        Body0<Integer> toBound = new Range(2, 9)::size;
        Body1<Integer, int[]> toArray = int[]::new;

        assertThat(there(toStatic).run(4)).isEqualTo(8);
        assertThat(there(toInstance).run(new Range(1, 4))).isEqualTo(3);
        assertThat(there(toTheJdk).run("four")).isEqualTo(4);
        assertThat(there(toJdkConstructor).run()).isEmpty();
        assertThat(there(toBound).run()).isEqualTo(7);
        assertThat(there(toArray).run(2)).hasSize(2);
        assertThat(there((Body1<Integer, Scale>) Scale::new).run(5)).isEqualTo(new Scale(5));
        assertThatThrownBy(() -> there(toConstructor))
                .hasMessageContaining("captured argument 1 (dev.sampo.body.BodiesTest)");
    }

    private Scale scaleOf(Range range) {
        return new Scale(thrice(range.size()));
    }

    @Test
    void anObjectThatImplementsTheInterfaceTravelsWithItsFields() throws Exception {
        assertThat(there(new Scale(7)).run(6)).isEqualTo(42);
        assertThat(Bodies.describe(encode(new Scale(7)))).hasToString("dev.sampo.body.BodiesTest$Scale");
    }

    @Test
    void aFamilyMakesBodiesOfTheRestOfTheirNamesUnlessOneIsThereAsAWhole() {
        Catalogue catalogue = Catalogue.empty()
                .with("say.nothing", (Body0<String>) () -> "")
                .withFamily("say.", rest -> (Body0<String>) () -> rest);

        assertThat(said(catalogue, "say.hello")).isEqualTo("hello");
        assertThat(said(catalogue, "say.nothing")).isEqualTo("");
        assertThatThrownBy(() -> catalogue.body("sayhello")).isInstanceOf(CannotTravel.UnknownBody.class);
        assertThatThrownBy(() -> catalogue.withFamily("say.more.", rest -> rest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begin like \"say.more.\"");
    }

    private static Object said(Catalogue catalogue, String name) {
        try {
            return ((Body0<?>) catalogue.body(name)).run();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void aNamedBodyIsLookedUpWhereItRuns() throws Exception {
        Object body = loader.load("t", encode(BodyRef.named("greet")));

        assertThat(((Body0<?>) body).run()).isEqualTo("hi");
        assertThat(Bodies.describe(encode(BodyRef.named("greet")))).isEqualTo(BodyRef.named("greet"));
        assertThatThrownBy(() -> loader.load("t", encode(BodyRef.named("great"))))
                .isInstanceOf(CannotTravel.UnknownBody.class)
                .hasMessage(
                        "body of task \"t\" cannot travel: no body is named \"great\" on this node, near: greet; add it to"
                                + " the catalogue of every node");
    }

    @Test
    void aBodyIsReadableWithoutLoadingIt() {
        int number = 3;
        Body1<Integer, Integer> lambda = n -> n + number;
        Body1<Integer, Integer> reference = BodiesTest::twice;

        assertThat(Bodies.describe(encode(reference)))
                .hasToString("dev.sampo.body.BodiesTest#twice")
                .isEqualTo(new BodyRef.Lambda(
                        "dev.sampo.body.BodiesTest",
                        "dev.sampo.body.BodiesTest#twice",
                        "(I)I",
                        "dev.sampo.body.Body1",
                        0,
                        CodeDigest.text(CodeDigest.of(BodiesTest.class))));
        assertThat(Bodies.describe(encode(lambda)).toString())
                .startsWith("dev.sampo.body.BodiesTest#lambda$aBodyIsReadableWithoutLoadingIt$")
                .endsWith(" with 1 value");
    }

    @Test
    void aCaptureThatCannotTravelIsFoundWithItsWholePath() {
        var held = new Loader();
        held.cache.file = openFile();
        Body0<String> captures = () -> "read from " + held.cache;

        assertThatThrownBy(() -> Bodies.encode("pages", captures, allowed))
                .isInstanceOf(CannotTravel.NotAllowed.class)
                .hasMessage(
                        "body of task \"pages\" cannot travel: captured argument 1 (dev.sampo.body.BodiesTest$Loader) ->"
                                + " field cache -> field file -> java.io.FileInputStream is not allowed here: it belongs to the JDK and"
                                + " holds more than a value; pass a value (a record, a List, a String) or make it inside the body");
        assertThatThrownBy(() -> Bodies.encode("pages", held.body(), allowed))
                .hasMessageContaining(
                        "captured this (dev.sampo.body.BodiesTest$Loader) -> field cache -> field file ->");
    }

    private static FileInputStream openFile() {
        return (FileInputStream) org.objenesis.ObjenesisHelper.newInstance((Class<?>) FileInputStream.class);
    }

    @Test
    void aCapturedClassThatIsNotAllowedNamesTheLineThatAllowsIt() {
        var ann = new Colleague("Ann");
        Body0<String> body = () -> ann.name();

        assertThatThrownBy(() -> Bodies.encode("words", body, allowed))
                .hasMessage(
                        "body of task \"words\" cannot travel: captured argument 1 -> dev.sampo.elsewhere.Colleague is not"
                                + " allowed here: add .allow(dev.sampo.elsewhere.Colleague.class) to the Dag, or"
                                + " \"dev.sampo.elsewhere\" to sampo.bodies.allow in application.conf");
        assertThat(Bodies.encode("words", body, allowed.allow(Colleague.class))).isNotEmpty();
    }

    @Test
    void aBodyOfAPackageThatIsNotAllowedIsRefusedOnBothSides() {
        Body1<Integer, Integer> reference = BodiesTest::twice;
        byte[] bytes = encode(reference);
        var strict = new BodyLoader(BodiesTest.class.getClassLoader(), AllowList.jdk(), Catalogue.empty());

        assertThatThrownBy(() -> Bodies.encode("t", reference, AllowList.jdk()))
                .isInstanceOf(CannotTravel.NotAllowed.class);
        assertThatThrownBy(() -> strict.load("t", bytes))
                .isInstanceOf(CannotTravel.NotAllowed.class)
                .hasMessageContaining("dev.sampo.body.BodiesTest is not allowed here");
    }

    @Test
    void aLambdaOfAPlainInterfaceSaysWhy() {
        Function<Integer, Integer> plain = n -> n + 1;

        assertThatThrownBy(() -> Bodies.encode("t", plain, allowed))
                .isInstanceOf(CannotTravel.Unsupported.class)
                .hasMessage(
                        "body of task \"t\" cannot travel: a lambda of java.util.function.Function, which is not Serializable:"
                                + " give it a type that is, or name the body in the catalogue");
        Supplier<Integer> captured = () -> 1;
        assertThatThrownBy(() -> Bodies.encode("t", (Body0<Integer>) captured::get, allowed))
                .hasMessageContaining("captured argument 1")
                .hasMessageContaining("not Serializable");
    }

    @Test
    void anAnonymousBodyBringsItsSurroundingsAlong() throws Exception {
        String prefix = "a";
        Body1<String, String> body = withoutThis(prefix);

        assertThat(there(body).run("b")).isEqualTo("ab");
        assertThatThrownBy(() -> Bodies.encode("t", withThis(), AllowList.jdk().allowPackage("dev.sampo.body")))
                .hasMessageContaining("field this$0");
    }

    private static Body1<String, String> withoutThis(String prefix) {
        return new Body1<>() {
            private static final long serialVersionUID = 1;

            @Override
            public String run(String input) {
                return prefix + input;
            }
        };
    }

    private Body0<Object> withThis() {
        return new Body0<>() {
            private static final long serialVersionUID = 1;

            @Override
            public Object run() {
                return loader;
            }
        };
    }

    @Test
    void otherCodeUnderTheSameNameIsRefused() {
        byte[] bytes = encode((Body1<Integer, Integer>) BodiesTest::twice);
        long digest = CodeDigest.of(BodiesTest.class);
        int at = indexOf(bytes, (byte) digest, (byte) (digest >>> 8), (byte) (digest >>> 16), (byte) (digest >>> 24));
        bytes[at] ^= 1;

        assertThatThrownBy(() -> loader.load("t", bytes))
                .isInstanceOf(CannotTravel.DifferentCode.class)
                .hasMessageContaining(
                        "dev.sampo.body.BodiesTest has the digest " + CodeDigest.text(digest) + " on this node but had")
                .hasMessageContaining("start all nodes from the same jars");
    }

    private static int indexOf(byte[] bytes, byte... part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void aBodyWithoutCapturesIsMadeOnce() {
        byte[] bytes = encode((Body1<Integer, Integer>) BodiesTest::twice);

        assertThat(loader.load("t", bytes.clone())).isSameAs(loader.load("t", bytes.clone()));
    }

    @Test
    void valuesMayHoldLambdasToo() throws Exception {
        Body1<Integer, Integer> add = n -> n + 1;
        KryoCodec codec = loader.codec();

        var back = (Map<?, ?>) codec.decode(codec.encode(Map.of("add", add)));

        @SuppressWarnings("unchecked")
        var body = (Body1<Integer, Integer>) back.get("add");
        assertThat(body.run(1)).isEqualTo(2);
    }

    private byte[] encode(Object body) {
        return Bodies.encode("t", body, allowed);
    }

    @SuppressWarnings("unchecked")
    private <B> B there(B body) {
        return (B) loader.load("t", encode(body));
    }
}
