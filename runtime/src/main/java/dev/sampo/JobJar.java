package dev.sampo;

import dev.sampo.actors.body.JarLoader;
import dev.sampo.actors.body.UserCode;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.dag.InvalidDag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;

/**
 * A jar with the classes of a job. Its Dag is made here, in this process, by its main class; what is submitted is the graph and the
 * jar, and nodes run nothing of it but bodies.
 */
public final class JobJar {
    /** Attribute of the manifest; where it is missing, {@code Main-Class} is looked at. */
    public static final String MAIN = "Sampo-Job";

    private final Path file;
    private final byte[] bytes;
    private final Digest digest;

    private JobJar(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
        this.digest = Digest.of(bytes);
    }

    /** @throws BadJar when it is none that nodes take */
    public static JobJar read(Path file) throws IOException {
        try {
            JarCheck.size(Files.size(file));
            byte[] bytes = Files.readAllBytes(file);
            JarCheck.content(file);
            return new JobJar(file, bytes);
        } catch (NoSuchFileException missing) {
            throw new BadJar("there is no file " + file);
        } catch (BadJar bad) {
            throw new BadJar(file + ": " + bad.getMessage());
        }
    }

    public Digest digest() {
        return digest;
    }

    /** Shared, so not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The graph that its main class makes.
     *
     * @param main the name of that class; empty for the one that the manifest names
     * @throws BadJar when there is no such class, when it throws, and when what it makes is wrong
     */
    public Blueprint blueprint(Optional<String> main, List<String> arguments) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var loader = new JarLoader(file, CodeHere.classLoader())) {
            thread.setContextClassLoader(loader);
            Dag dag = made(main(loader, main), arguments);
            return dag.compile(UserCode.of(loader).with(loader, digest).encoder());
        } catch (InvalidDag invalid) {
            throw new BadJar(file + ": its Dag is wrong: " + invalid.getMessage());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private JobMain main(JarLoader loader, Optional<String> chosen) throws IOException {
        String name = chosen.or(() -> ofManifest(loader))
                .orElseThrow(() -> new BadJar(file + " does not say which class makes its Dag; name it with --main"
                        + " CLASS, or as " + MAIN + " in the manifest"));
        try {
            return (JobMain) Class.forName(name, true, loader).getConstructor().newInstance();
        } catch (ClassNotFoundException missing) {
            throw new BadJar(file + " has no class " + name + "; name the one that implements "
                    + JobMain.class.getName() + " with --main CLASS");
        } catch (ClassCastException other) {
            throw new BadJar(name + " in " + file + " does not implement " + JobMain.class.getName());
        } catch (NoSuchMethodException | IllegalAccessException hidden) {
            throw new BadJar(
                    name + " in " + file + " needs to be public, with a public constructor without parameters");
        } catch (ReflectiveOperationException | LinkageError broken) {
            throw new BadJar(name + " in " + file + " cannot be made: " + cause(broken), cause(broken));
        }
    }

    private static Optional<String> ofManifest(JarLoader loader) {
        try {
            return Optional.ofNullable(loader.jar().getManifest())
                    .map(manifest -> manifest.getMainAttributes())
                    .map(of -> Optional.ofNullable(of.getValue(MAIN)).orElse(of.getValue(Attributes.Name.MAIN_CLASS)));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** Whatever it throws, it is the user's own to read. */
    private Dag made(JobMain main, List<String> arguments) {
        Dag dag;
        try {
            dag = main.dag(arguments.toArray(String[]::new));
        } catch (InvalidDag invalid) {
            throw invalid;
        } catch (OutOfMemoryError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            throw new BadJar(main.getClass().getName() + " in " + file + " has thrown " + thrown, thrown);
        }
        if (dag == null) {
            throw new BadJar(main.getClass().getName() + " in " + file + " has returned null, not a Dag");
        }
        return dag;
    }

    private static Throwable cause(Throwable broken) {
        return broken.getCause() == null ? broken : broken.getCause();
    }
}
