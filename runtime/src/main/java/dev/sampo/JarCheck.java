package dev.sampo;

import dev.sampo.job.Jars;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What is asked of a jar before it is a job's. Nothing is ever unpacked, so this is no guard against names of files but against
 * mistakes, and against what would fill memory on every node.
 */
final class JarCheck {
    private static final int ENTRIES_MAX = 65_535;
    private static final long ENTRY_MAX = 64L << 20;
    private static final long UNPACKED_MAX = 512L << 20;
    private static final int CLASS_FILE = 0xCAFEBABE;
    /** The number that class files of Java 1 would have; those of Java 17 have 61. */
    private static final int JAVA_0 = 44;

    private JarCheck() {}

    static void size(long bytes) {
        if (bytes > Jars.BYTES_MAX) {
            throw new BadJar("it has " + bytes + " bytes, and a job jar may have " + Jars.BYTES_MAX
                    + "; leave out what nodes have anyway, or let tasks load large data themselves");
        }
    }

    /** @throws BadJar with what is wrong */
    static void content(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            entries(jar);
        } catch (ZipException damaged) {
            throw new BadJar("it is no jar, or damaged: " + damaged.getMessage());
        }
    }

    private static void entries(JarFile jar) throws IOException {
        Set<String> names = new HashSet<>();
        long unpacked = 0;
        boolean hasClasses = false;
        for (Enumeration<JarEntry> each = jar.entries(); each.hasMoreElements(); ) {
            JarEntry entry = each.nextElement();
            String name = entry.getName();
            name(name);
            if (!names.add(name)) {
                throw new BadJar("it has \"" + name + "\" twice");
            }
            unpacked += entry.getSize();
            if (names.size() > ENTRIES_MAX || entry.getSize() > ENTRY_MAX || unpacked > UNPACKED_MAX) {
                throw new BadJar("unpacked it would have more than " + ENTRIES_MAX + " entries, one of more than "
                        + ENTRY_MAX + " bytes, or " + UNPACKED_MAX + " bytes in all");
            }
            if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                hasClasses = true;
                notOurs(name);
                version(jar, entry);
            }
        }
        if (!hasClasses) {
            throw new BadJar("there is no class in it");
        }
    }

    private static void name(String name) {
        boolean leadsOut = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') >= 0
                || name.equals("..")
                || name.startsWith("../")
                || name.contains("/../")
                || name.endsWith("/..");
        if (leadsOut || name.chars().anyMatch(Character::isISOControl)) {
            throw new BadJar("its entry \"" + name.replaceAll("\\p{Cntrl}", "?")
                    + "\" is no path within a jar; make the jar anew, with the tool of a JDK or of Maven");
        }
    }

    private static void notOurs(String name) {
        if (name.startsWith("dev/sampo/") && JarCheck.class.getClassLoader().getResource(name) != null) {
            throw new BadJar("it contains Sampo itself (" + name + "), which nodes have and which has to be theirs;"
                    + " leave it out, in Maven by <scope>provided</scope>");
        }
    }

    private static void version(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            var head = new DataInputStream(in);
            boolean isClass = head.readInt() == CLASS_FILE;
            head.readUnsignedShort();
            int java = head.readUnsignedShort() - JAVA_0;
            if (!isClass) {
                throw new BadJar(entry.getName() + " in it is no class file");
            }
            if (java > Runtime.version().feature()) {
                throw new BadJar(entry.getName() + " in it needs Java " + java + ", and this is Java "
                        + Runtime.version().feature() + "; compile it with --release "
                        + Runtime.version().feature());
            }
        } catch (ZipException | java.io.EOFException damaged) {
            throw new BadJar(entry.getName() + " in it is damaged");
        }
    }
}
