package dev.sampo.actors.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whose jars are taken: each entry is to be signed with one of these certificates, named by their SHA-256. Whether an entry is as it was
 * signed the JDK finds out. No authority is asked, and nobody whether a certificate is still valid: take it off the list.
 */
public record JarSigners(Set<String> fingerprints) {
    public static final JarSigners ANYBODY = new JarSigners(Set.of());

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    /** What a signature consists of cannot be signed by it. */
    private static final Pattern OF_SIGNATURES =
            Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

    /** @param fingerprints as {@code keytool -list} prints them; none for jars of anybody */
    public static JarSigners of(Collection<String> fingerprints) {
        return new JarSigners(fingerprints.stream().map(JarSigners::read).collect(Collectors.toUnmodifiableSet()));
    }

    private static String read(String fingerprint) {
        String digits = fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
        if (!SHA_256.matcher(digits).matches()) {
            throw new IllegalArgumentException("\"" + fingerprint
                    + "\" is no SHA-256 of a certificate; write the 64 digits that keytool -list prints");
        }
        return digits;
    }

    /** What is against a jar; empty for one that may be taken. */
    public Optional<String> objection(Path file) throws IOException {
        if (fingerprints.isEmpty()) {
            return Optional.empty();
        }
        try (var jar = new JarFile(file.toFile(), true)) {
            for (Enumeration<JarEntry> each = jar.entries(); each.hasMoreElements(); ) {
                JarEntry entry = each.nextElement();
                if (!entry.isDirectory()
                        && !OF_SIGNATURES.matcher(entry.getName()).matches()
                        && !isSigned(jar, entry)) {
                    return Optional.of("\"" + entry.getName() + "\" in it is not signed with a certificate of"
                            + " sampo.jars.signers; sign the jar with jarsigner, or name its certificate there");
                }
            }
            return Optional.empty();
        } catch (SecurityException changed) {
            return Optional.of("it is not what was signed: " + changed.getMessage());
        }
    }

    /** Who has signed an entry is known when all of it has been read. */
    private boolean isSigned(JarFile jar, JarEntry entry) throws IOException {
        long left = entry.getSize();
        byte[] some = new byte[8 << 10];
        try (InputStream in = jar.getInputStream(entry)) {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                left -= read;
                if (left < 0) {
                    throw new IOException("\"" + entry.getName() + "\" in it is larger than it says");
                }
            }
        }
        CodeSigner[] signers = entry.getCodeSigners();
        return signers != null && Arrays.stream(signers).anyMatch(this::isKnown);
    }

    private boolean isKnown(CodeSigner signer) {
        try {
            byte[] certificate =
                    signer.getSignerCertPath().getCertificates().get(0).getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
            return fingerprints.contains(HexFormat.of().formatHex(digest));
        } catch (CertificateEncodingException | NoSuchAlgorithmException unknown) {
            return false;
        }
    }
}
