package dev.sampo.story;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Puts texts that anybody may have chosen where they mean nothing but themselves. */
final class Texts {
    /** Also as wide characters, which some spreadsheets take for the same. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

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

    /**
     * No spreadsheet takes it for a formula. Where semicolons separate, some do not mind quotes that a cell does not begin
     * with: what follows a semicolon is guarded as a beginning is.
     */
    static String csv(String text) {
        String plain = guarded(shown(text));
        boolean isSimple = plain.chars().noneMatch(c -> c == ',' || c == ';' || c == '"');
        return isSimple ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }

    private static String guarded(String shown) {
        var guarded = new StringBuilder();
        boolean isBeginning = true;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (isBeginning && FORMULA.indexOf(c) >= 0) {
                guarded.append('\'');
            }
            guarded.append(c);
            // Blanks and quotes before it do not keep it from being one.
            isBeginning = c == ';' || isBeginning && (c == ' ' || c == '"');
        }
        return guarded.toString();
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
