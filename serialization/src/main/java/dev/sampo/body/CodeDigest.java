package dev.sampo.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Eight bytes of the SHA-256 of a class file, to notice that two nodes run different code under one name. It covers that class
 * only, not those it calls; {@link #UNKNOWN}, for JDK classes and classes without a file, matches anything.
 */
final class CodeDigest {

    static final long UNKNOWN = 0;

    private static final ClassValue<Long> DIGESTS = new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
            return AllowList.isJdk(type.getName()) ? UNKNOWN : digest(type);
        }
    };

    private CodeDigest() {}

    static long of(Class<?> type) {
        return DIGESTS.get(type);
    }

    static void check(Class<?> type, long sent) {
        long here = of(type);
        if (sent != here && sent != UNKNOWN && here != UNKNOWN) {
            throw new CannotTravel.DifferentCode(type.getName(), text(sent), text(here));
        }
    }

    static String text(long digest) {
        return digest == UNKNOWN ? "unknown" : String.format("%016x", digest);
    }

    private static long digest(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream code = type.getResourceAsStream(file)) {
            if (code == null) {
                return UNKNOWN;
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.readAllBytes());
            return ByteBuffer.wrap(hash).getLong();
        } catch (IOException e) {
            throw new UncheckedIOException("the class file of " + type.getName() + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
