package dev.sampo.actors.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarSignersTest {
    private static Signature ours;
    private static Signature another;

    @TempDir
    private Path directory;

    @BeforeAll
    static void make(@TempDir Path keys) throws Exception {
        ours = Signature.in(keys.resolve("ours.p12"));
        another = Signature.in(keys.resolve("another.p12"));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("some.jar"), bytes);
    }

    private Path signed(Signature signature) throws IOException {
        return signature.sign(file(SmallJar.bytes()), directory.resolve("signed.jar"));
    }

    private static JarSigners only(Signature signature) {
        return JarSigners.of(List.of(signature.fingerprint()));
    }

    /** The same jar, but that of each entry something else may be made, and that there may be one more. */
    private Path changed(Path jar, String name, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var in = new JarFile(jar.toFile(), false);
                var out = new JarOutputStream(bytes)) {
            for (JarEntry entry :
                    in.stream().filter(each -> !each.getName().equals(name)).toList()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                in.getInputStream(entry).transferTo(out);
            }
            out.putNextEntry(new JarEntry(name));
            out.write(content);
        }
        return file(bytes.toByteArray());
    }

    @Test
    void aJarThatIsSignedWithOneOfTheCertificatesIsTaken() throws IOException {
        assertThat(only(ours).objection(signed(ours))).isEmpty();
        assertThat(JarSigners.of(List.of(another.fingerprint(), ours.fingerprint()))
                        .objection(signed(ours)))
                .isEmpty();
    }

    @Test
    void whereNobodyIsNamedJarsOfAnybodyAre() throws IOException {
        assertThat(JarSigners.of(List.of()).objection(file(SmallJar.bytes()))).isEmpty();
    }

    @Test
    void oneThatIsNotSignedOrByAnotherIsNot() throws IOException {
        assertThat(only(ours).objection(file(SmallJar.bytes())))
                .hasValueSatisfying(why -> assertThat(why).contains("a/note.txt", "sampo.jars.signers"));
        assertThat(only(ours).objection(signed(another))).isPresent();
    }

    @Test
    void oneThatWasChangedAfterItWasSignedIsNot() throws IOException {
        assertThat(only(ours).objection(changed(signed(ours), "a/note.txt", new byte[] {8})))
                .hasValueSatisfying(why -> assertThat(why).contains("is not what was signed"));
        for (String more :
                List.of("a/More.class", "META-INF/services/acme.Bodies", "META-INF/versions/17/a/note.txt")) {
            assertThat(only(ours).objection(changed(signed(ours), more, new byte[] {8})))
                    .hasValueSatisfying(why -> assertThat(why).contains(more));
        }
    }

    @Test
    void nothingIsKeptOfOneThatANodeDoesNotTake() throws IOException {
        Path place = directory.resolve("shelf");
        var shelf = new JarShelf(Optional.of(place), only(ours));
        UserCode node = UserCode.of(getClass().getClassLoader());
        byte[] jar = SmallJar.bytes();
        shelf.hold(Digest.of(jar), new Digest(1, 1));
        assertThatThrownBy(() -> shelf.put(Digest.of(jar), jar, node))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not signed");
        assertThat(place).isEmptyDirectory();
        byte[] good = Files.readAllBytes(signed(ours));
        shelf.hold(Digest.of(good), new Digest(2, 2));
        assertThat(shelf.put(Digest.of(good), good, node)).isTrue();
    }

    @Test
    void whatIsNoFingerprintIsNamed() {
        assertThat(only(ours))
                .isEqualTo(JarSigners.of(List.of(ours.fingerprint().toLowerCase(Locale.ROOT))));
        assertThatThrownBy(() -> JarSigners.of(List.of("AB:CD"))).hasMessageContaining("\"AB:CD\" is no SHA-256");
    }
}
