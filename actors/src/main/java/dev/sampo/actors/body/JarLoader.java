package dev.sampo.actors.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The classes of one jar, before those of the node: so two jars may each have their own version of one class. What bodies and the
 * node talk to each other by is the node's, whatever is in the jar. Nothing is unpacked, and the jar's manifest leads to no other file.
 */
public final class JarLoader extends ClassLoader implements AutoCloseable {
    private static final List<String> OF_THE_NODE =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.", "org.xml.", "dev.sampo.", "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private final Path file;
    private final JarFile jar;
    private boolean isClosed;

    /** @param file the jar, as it stays until this is closed */
    public JarLoader(Path file, ClassLoader parent) throws IOException {
        super(file.getFileName().toString(), parent);
        this.file = file;
        this.jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
    }

    Path file() {
        return file;
    }

    public JarFile jar() {
        return jar;
    }

    /** Whether classes of this name are asked for at the node first. */
    static boolean isOfNode(String className) {
        return OF_THE_NODE.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isOfNode(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known == null) {
                known = jar.getEntry(pathOf(name)) == null ? getParent().loadClass(name) : findClass(name);
            }
            if (resolve) {
                resolveClass(known);
            }
            return known;
        }
    }

    private static String pathOf(String className) {
        return className.replace('.', '/') + ".class";
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = jar.getJarEntry(pathOf(name));
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] code;
        try {
            code = read(entry);
        } catch (IOException damaged) {
            throw new ClassNotFoundException(name + " cannot be read from its jar: " + damaged.getMessage(), damaged);
        }
        return defineClass(name, code, 0, code.length);
    }

    /** Not more than it was said to be when the jar was looked at. */
    private byte[] read(JarEntry entry) throws IOException {
        long size = entry.getSize();
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE, size + 1));
            if (bytes.length != size) {
                throw new ZipException("it is not of the " + size + " bytes that the jar says");
            }
            return bytes;
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    /** Not by a URL: the JDK would keep the jar open for it. */
    @Override
    public InputStream getResourceAsStream(String name) {
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) {
            return getParent().getResourceAsStream(name);
        }
        try {
            return new ByteArrayInputStream(read(entry));
        } catch (IOException damaged) {
            return null;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Set<URL> all = new LinkedHashSet<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL own = findResource(name);
        return own == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(own));
    }

    @Override
    protected URL findResource(String name) {
        return jar.getJarEntry(name) == null ? null : url(name);
    }

    private URL url(String entry) {
        try {
            String path = new URI(null, null, "/" + entry, null).getRawPath();
            return URI.create("jar:" + file.toUri() + "!" + path).toURL();
        } catch (URISyntaxException | MalformedURLException strange) {
            return null;
        }
    }

    /** Classes that have been loaded stay as they are; no more are. */
    @Override
    public synchronized void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        jar.close();
        closeWhatUrlsOpened();
    }

    /** What was read by a URL is open in a cache of the JDK's. */
    private void closeWhatUrlsOpened() throws IOException {
        var connection = (JarURLConnection)
                URI.create("jar:" + file.toUri() + "!/").toURL().openConnection();
        try {
            connection.getJarFile().close();
        } catch (NoSuchFileException gone) {
            // Then nobody has opened it by a URL.
        }
    }
}
