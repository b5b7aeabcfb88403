package dev.sampo.resource;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Memory sizes as people write them: "256MB", "1.5 GiB". Decimal and binary units both mean powers of 1024. */
public final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)\\s*");
    private static final Map<String, Integer> SHIFT = Map.ofEntries(
            Map.entry("", 0),
            Map.entry("b", 0),
            Map.entry("k", 10),
            Map.entry("kb", 10),
            Map.entry("kib", 10),
            Map.entry("m", 20),
            Map.entry("mb", 20),
            Map.entry("mib", 20),
            Map.entry("g", 30),
            Map.entry("gb", 30),
            Map.entry("gib", 30),
            Map.entry("t", 40),
            Map.entry("tb", 40),
            Map.entry("tib", 40));
    private static final String[] NAMES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private MemorySize() {}

    public static long parse(String text) {
        Objects.requireNonNull(text, "the memory size is null");
        var match = SIZE.matcher(text);
        Integer shift = match.matches() ? SHIFT.get(match.group(2).toLowerCase(Locale.ROOT)) : null;
        if (shift == null) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no memory size; write it like \"256MB\" or \"1.5GiB\"");
        }
        BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        if (bytes.compareTo(BigDecimal.valueOf(Resources.AMOUNT_MAX)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is more memory than can be counted");
        }
        return bytes.longValue();
    }

    public static String format(long bytes) {
        int unit = 0;
        double size = bytes;
        while (Math.abs(size) >= 1024 && unit < NAMES.length - 1) {
            size /= 1024;
            unit++;
        }
        String number = size == Math.rint(size) ? Long.toString((long) size) : String.format(Locale.ROOT, "%.1f", size);
        return number + NAMES[unit];
    }
}
