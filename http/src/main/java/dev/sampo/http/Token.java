package dev.sampo.http;

import dev.sampo.actors.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** What who comes must know. It lives in a file that only its owner may read, and is never put into words. */
public final class Token {
    /** Its name in a data directory. */
    public static final String FILE = "token";

    private static final int BYTES = 32;
    private static final int LENGTH_MIN = 32;
    private static final int LENGTH_MAX = 512;

    private final byte[] secret;

    private Token(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** As it is sent. */
    public String bearer() {
        return "Bearer " + new String(secret, StandardCharsets.UTF_8);
    }

    /** Takes as long whatever was sent. */
    boolean isSentAs(String authorization) {
        return MessageDigest.isEqual(
                bearer().getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
    }

    /** The token in this file, which is made if there is none. */
    static Token at(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            return read(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The token in this file; refuses one that others could have read, or that is none. */
    public static Token read(Path file) throws IOException {
        if (OwnerOnly.isOpenToOthers(file)) {
            throw new InsecureToken(
                    "INSECURE_KEY_PERMISSIONS " + file + ": others may read the token; chmod 600 it, or,"
                            + " if somebody may have, remove it and start its node again, which makes a new one");
        }
        String secret = Files.readString(file).strip();
        if (secret.length() < LENGTH_MIN || secret.length() > LENGTH_MAX || !isPlain(secret)) {
            throw new InsecureToken(file + " holds no token: " + LENGTH_MIN + " to " + LENGTH_MAX
                    + " letters, digits, '-' or '_'; remove it and start its node again, which makes a new one");
        }
        return new Token(secret);
    }

    private static boolean isPlain(String secret) {
        return secret.chars()
                .allMatch(each -> each == '-' || each == '_' || each < 128 && Character.isLetterOrDigit(each));
    }

    /** Whole or not at all, and never one that was there: two who start at once agree on who was first. */
    private static void make(Path file) throws IOException {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        write(fresh, secret + "\n");
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // Theirs is as good.
        } finally {
            Files.delete(fresh);
        }
    }

    /** Writes a new file that only its owner may read, from its first moment on. */
    static void write(Path fresh, String content) throws IOException {
        try (var channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file())) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    @Override
    public String toString() {
        return "Token";
    }
}
