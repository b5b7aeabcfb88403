package dev.sampo.actors.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** A key of somebody who signs jars, made by the JDK's keytool. */
public final class Signature {
    private static final char[] PASSWORD = "secret-of-a-test".toCharArray();

    private final KeyStore.PrivateKeyEntry key;

    private Signature(KeyStore.PrivateKeyEntry key) {
        this.key = key;
    }

    /** @param file where the key is kept, which is not there yet */
    public static Signature in(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "team",
                        "-keyalg",
                        "EC",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-dname",
                        "CN=team")
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        if (made.waitFor() != 0) {
            throw new AssertionError(said);
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        var protection = new KeyStore.PasswordProtection(PASSWORD);
        return new Signature((KeyStore.PrivateKeyEntry) store.getEntry("team", protection));
    }

    /** As keytool prints it. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(key.getCertificate().getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public Path sign(Path jar, Path to) {
        try (var in = new ZipFile(jar.toFile());
                var out = Files.newOutputStream(to)) {
            new JarSigner.Builder(key).build().sign(in, out);
            return to;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
