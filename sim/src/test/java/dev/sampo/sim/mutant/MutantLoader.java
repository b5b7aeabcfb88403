package dev.sampo.sim.mutant;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Loads the core and the simulator once more, with one class of the core rewritten. */
final class MutantLoader extends ClassLoader {
    private final CoreMutant mutant;

    MutantLoader(CoreMutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.sampo.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = name.equals(mutant.className()) ? rewritten(name) : original(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private byte[] rewritten(String name) {
        var locator = ClassFileLocator.ForClassLoader.of(getParent());
        var type = TypePool.Default.of(locator).describe(name).resolve();
        if (type.getDeclaredMethods().filter(named(mutant.method())).isEmpty()) {
            throw new IllegalStateException(mutant + ": " + name + " has no method " + mutant.method());
        }
        return mutant.rewrite(new ByteBuddy().redefine(type, locator)).make().getBytes();
    }
}
