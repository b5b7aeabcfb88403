package dev.sampo.story;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Puts texts that anybody may have chosen where they mean nothing but themselves. */
final class Texts {
    private static final String FORMULA = "=+-@";

    private Texts() {}

    /** In HTML and SVG, also between quotes. */
    static String html(String text) {
        var safe = new StringBuilder(text.length() + 16);
        shown(text).chars().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append((char) c);
            }
        });
        return safe.toString();
    }

    static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static String dot(String text) {
        return '"' + shown(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** As entities: Mermaid takes many characters for its own. */
    static String mermaid(String text) {
        var safe = new StringBuilder("\"");
        shown(text).codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_' || c == '.') {
                safe.appendCodePoint(c);
            } else {
                safe.append('#').append(c).append(';');
            }
        });
        return safe.append('"').toString();
    }

    /** No spreadsheet takes it for a formula. */
    static String csv(String text) {
        String shown = shown(text);
        String plain = !shown.isEmpty() && FORMULA.indexOf(shown.charAt(0)) >= 0 ? "'" + shown : shown;
        boolean isSimple = plain.chars().noneMatch(c -> c == ',' || c == '"');
        return isSimple ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }

    /** What would move a cursor, or turn the direction of what follows, is told by its number. */
    static String shown(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean isUnseen = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (isUnseen) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
