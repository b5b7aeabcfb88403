package dev.sampo.actors.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A jar with one entry, {@code a/note.txt}. */
public final class SmallJar {
    private SmallJar() {}

    public static byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("a/note.txt"));
            out.write(7);
        }
        return bytes.toByteArray();
    }
}
