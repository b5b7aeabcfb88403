package dev.sampo.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets a browser in without the token: a code, which works once and soon, is exchanged for a pass, which works for a while. A pass
 * says until when, signed with the token: so it is known again by a node that was started anew, and by all whose token it is.
 */
final class Passes {
    /** How soon a code is to be used. */
    static final Duration CODE_FOR = Duration.ofMinutes(2);

    /** Of more codes that nobody uses the oldest are worth nothing. */
    private static final int CODES_MAX = 100;

    private static final String SCHEME = "Bearer ";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int PASS_PARTS = 3;

    private final SecretKeySpec key;
    private final long passMillis;
    private final LongSupplier millis;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> codes = new LinkedHashMap<>();

    Passes(Token token, Duration passFor, LongSupplier millis) {
        this.key = new SecretKeySpec(
                signed(
                        new SecretKeySpec(token.bearer().getBytes(StandardCharsets.UTF_8), ALGORITHM),
                        "sampo page pass"),
                ALGORITHM);
        this.passMillis = passFor.toMillis();
        this.millis = millis;
    }

    /** @param until wall-clock milliseconds */
    record Timed(String text, long until) {
        @Override
        public String toString() {
            return "Timed[until=" + until + "]";
        }
    }

    synchronized Timed code() {
        forgetLate();
        while (codes.size() >= CODES_MAX) {
            codes.remove(codes.keySet().iterator().next());
        }
        var code = new Timed(drawn(), millis.getAsLong() + CODE_FOR.toMillis());
        codes.put(code.text(), code.until());
        return code;
    }

    /** A pass for a code, which is worth nothing afterwards; empty for one that was used, is too old, or never was. */
    synchronized Optional<Timed> exchange(String code) {
        forgetLate();
        if (codes.remove(code) == null) {
            return Optional.empty();
        }
        long until = millis.getAsLong() + passMillis;
        String claim = until + "." + drawn();
        return Optional.of(new Timed(claim + "." + base64(signed(key, claim)), until));
    }

    private void forgetLate() {
        codes.values().removeIf(until -> until <= millis.getAsLong());
    }

    boolean isSentAs(String authorization) {
        return left(authorization).isPresent();
    }

    /** For how long the pass that is sent is still worth something; empty for what is none. */
    Optional<Duration> left(String authorization) {
        if (!authorization.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String pass = authorization.substring(SCHEME.length());
        int end = pass.lastIndexOf('.');
        if (end < 0 || pass.split("\\.", -1).length != PASS_PARTS) {
            return Optional.empty();
        }
        byte[] signature = base64(signed(key, pass.substring(0, end))).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(signature, pass.substring(end + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        long left = Long.parseLong(pass.substring(0, pass.indexOf('.'))) - millis.getAsLong();
        return left > 0 ? Optional.of(Duration.ofMillis(left)) : Optional.empty();
    }

    private String drawn() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] signed(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("every JDK has " + ALGORITHM, missing);
        }
    }
}
