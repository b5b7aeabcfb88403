package dev.sampo.actors.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.actors.disk.OwnerOnly;
import dev.sampo.dag.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes twice, late, wrong or not at all: a jar is there once while it is needed, and then its file is gone. */
class JarShelfTest {
    private static final Digest ONE = new Digest(1, 1);
    private static final Digest TWO = new Digest(2, 2);

    @TempDir
    Path directory;

    private final UserCode node = UserCode.of(getClass().getClassLoader());
    private byte[] jar;
    private Digest digest;
    private JarShelf shelf;

    @BeforeEach
    void make() throws IOException {
        jar = SmallJar.bytes();
        digest = Digest.of(jar);
        shelf = new JarShelf(Optional.of(directory), JarSigners.ANYBODY);
    }

    private List<Path> files() {
        try (var files = Files.list(directory)) {
            return files.toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aJarThatArrivesTwiceIsThereOnceUntilItsLastBlueprintGoes() throws IOException {
        assertThat(shelf.hold(digest, ONE)).isFalse();
        shelf.put(digest, jar, node);
        UserCode code = shelf.code(digest);
        shelf.put(digest, jar, node);
        assertThat(shelf.code(digest)).isSameAs(code);
        assertThat(files()).singleElement().satisfies(file -> assertThat(OwnerOnly.isOpenToOthers(file))
                .isFalse());
        assertThat(shelf.hold(digest, TWO)).isTrue();
        assertThat(code.classes().getResourceAsStream("a/note.txt").read()).isEqualTo(7);

        shelf.drop(digest, ONE).run();
        assertThat(files()).hasSize(1);
        shelf.drop(digest, TWO).run();
        shelf.drop(digest, TWO).run();
        assertThat(files()).isEmpty();
        assertThat(shelf.count()).isZero();
    }

    @Test
    void oneThatArrivesWhenNobodyNeedsItAnyMoreLeavesNothing() throws IOException {
        shelf.hold(digest, ONE);
        shelf.drop(digest, ONE).run();
        shelf.put(digest, jar, node);
        assertThat(files()).isEmpty();
        assertThatThrownBy(() -> shelf.lease(Optional.of(digest))).hasMessageContaining("is not on this node any more");
    }

    @Test
    void aBodyThatRunsKeepsItsJar() throws IOException {
        shelf.hold(digest, ONE);
        shelf.put(digest, jar, node);
        try (var lease = shelf.lease(Optional.of(digest))) {
            shelf.drop(digest, ONE).run();
            assertThat(lease.file()).hasValueSatisfying(file -> assertThat(file).exists());
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsSomethingElseOrNoJarIsRefusedAndNothingOfItIsKept() {
        shelf.hold(digest, ONE);
        assertThatThrownBy(() -> shelf.put(digest, new byte[3], node)).hasMessageContaining("is something else");
        var noJar = new byte[3];
        shelf.hold(Digest.of(noJar), ONE);
        assertThatThrownBy(() -> shelf.put(Digest.of(noJar), noJar, node)).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void whereThereIsNoRoomForItThatIsSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("full"), "");
        var nowhere = new JarShelf(Optional.of(file), JarSigners.ANYBODY);
        nowhere.hold(digest, ONE);
        assertThatThrownBy(() -> nowhere.put(digest, jar, node)).isInstanceOf(IOException.class);
    }
}
