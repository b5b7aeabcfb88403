package dev.sampo.http.value;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.pekko.util.ByteString;

/** A value as JSON, piece by piece as it is asked for: what is not read is not written, and no more than a piece is kept. */
public final class JsonText implements Iterator<ByteString> {
    private static final int PIECE = 32 << 10;
    private static final int TEXT_AT_ONCE = 8 << 10;
    /** A multiple of three: each but the last is written without padding. */
    private static final int BYTES_AT_ONCE = 6 << 10;

    private static final int DEPTH_MAX = 200;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder();
    private final Deque<Open> open = new ArrayDeque<>();

    /** Something that is written in part. */
    private interface Open {
        /** False when that was the end of it. */
        boolean goOn();
    }

    private JsonText(Object value) {
        put(value);
    }

    /** @throws NotJson when it, or a part of it, has no form in JSON; after this nothing of it is looked at anew */
    public static JsonText of(Object value) {
        check(value, 0);
        return new JsonText(value);
    }

    /** The whole at once. */
    public static ByteString whole(Object value) {
        ByteString all = ByteString.emptyByteString();
        for (JsonText text = of(value); text.hasNext(); ) {
            all = all.concat(text.next());
        }
        return all;
    }

    private static void check(Object value, int depth) {
        if (depth > DEPTH_MAX) {
            throw new NotJson("it is nested deeper than " + DEPTH_MAX);
        }
        Shape shape = Shape.of(value);
        if (shape instanceof Shape.Items items) {
            int number = 0;
            for (; items.items().hasNext(); number++) {
                checkPart("[" + number + "]", items.items().next(), depth);
            }
        } else if (shape instanceof Shape.Members members) {
            while (members.members().hasNext()) {
                Shape.Member member = members.members().next();
                checkPart("." + member.name(), member.value(), depth);
            }
        }
    }

    private static void checkPart(String where, Object value, int depth) {
        try {
            check(value, depth + 1);
        } catch (NotJson inside) {
            String message = inside.getMessage();
            boolean isPath = message.startsWith(".") || message.startsWith("[");
            throw new NotJson(where + (isPath ? "" : ": ") + message);
        }
    }

    @Override
    public boolean hasNext() {
        return text.length() > 0 || !open.isEmpty();
    }

    @Override
    public ByteString next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        while (text.length() < PIECE && !open.isEmpty()) {
            if (!open.peek().goOn()) {
                open.pop();
            }
        }
        ByteString piece = ByteString.fromString(text.toString());
        text.setLength(0);
        return piece;
    }

    private void put(Object value) {
        Shape shape = Shape.of(value);
        if (shape instanceof Shape.Literal literal) {
            text.append(literal.text());
        } else if (shape instanceof Shape.Text string) {
            text.append('"');
            open.push(new LongText(string.text()));
        } else if (shape instanceof Shape.Bytes bytes) {
            text.append('"');
            open.push(new LongBytes(bytes.bytes()));
        } else if (shape instanceof Shape.Items items) {
            text.append('[');
            open.push(new Row(items.items()));
        } else {
            text.append('{');
            open.push(new Fields(((Shape.Members) shape).members()));
        }
    }

    private final class LongText implements Open {
        private final CharSequence string;
        private int at;

        LongText(CharSequence string) {
            this.string = string;
        }

        @Override
        public boolean goOn() {
            int end = Math.min(string.length(), at + TEXT_AT_ONCE);
            for (; at < end; at++) {
                escape(string.charAt(at));
            }
            if (at == string.length()) {
                text.append('"');
            }
            return at < string.length();
        }
    }

    /** Halves of pairs are escaped, too: a piece may end between them. */
    private void escape(char letter) {
        if (letter == '"' || letter == '\\') {
            text.append('\\').append(letter);
        } else if (letter == '\n') {
            text.append("\\n");
        } else if (letter < ' '
                || letter == 0x7f
                || letter == 0x2028
                || letter == 0x2029
                || Character.isSurrogate(letter)) {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                text.append(HEX[letter >> shift & 15]);
            }
        } else {
            text.append(letter);
        }
    }

    private final class LongBytes implements Open {
        private final byte[] bytes;
        private int at;

        LongBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean goOn() {
            int end = Math.min(bytes.length, at + BYTES_AT_ONCE);
            text.append(Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, at, end)));
            at = end;
            if (at == bytes.length) {
                text.append('"');
            }
            return at < bytes.length;
        }
    }

    private final class Row implements Open {
        private final Iterator<?> items;
        private boolean isFurther;

        Row(Iterator<?> items) {
            this.items = items;
        }

        @Override
        public boolean goOn() {
            if (!items.hasNext()) {
                text.append(']');
                return false;
            }
            text.append(isFurther ? "," : "");
            isFurther = true;
            put(items.next());
            return true;
        }
    }

    private final class Fields implements Open {
        private final Iterator<Shape.Member> members;
        private boolean isFurther;

        Fields(Iterator<Shape.Member> members) {
            this.members = members;
        }

        @Override
        public boolean goOn() {
            if (!members.hasNext()) {
                text.append('}');
                return false;
            }
            Shape.Member member = members.next();
            text.append(isFurther ? ",\"" : "\"");
            isFurther = true;
            member.name().chars().forEach(letter -> escape((char) letter));
            text.append("\":");
            put(member.value());
            return true;
        }
    }
}
