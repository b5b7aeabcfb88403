package dev.sampo.bytes;

import com.esotericsoftware.kryo.KryoException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bytes that cannot be read, or a value that cannot be written, within the limits; the kind says what the caller may conclude.
 * Nothing of the value was kept, and the reader is as good as new.
 */
public abstract sealed class MalformedBytes extends RuntimeException implements Located {

    private static final long serialVersionUID = 1;
    private static final int STEPS_SHOWN = 8;

    private final ArrayList<String> steps = new ArrayList<>();

    private MalformedBytes(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public final void inside(String step) {
        steps.add(step);
    }

    @Override
    public final String getMessage() {
        return steps.isEmpty() ? super.getMessage() : "in " + path(steps) + ": " + super.getMessage();
    }

    /** The steps as read from the outside in; of a path too long to read, only its outer part. */
    public static String path(List<String> innermostFirst) {
        var outermostFirst = new ArrayList<>(innermostFirst);
        Collections.reverse(outermostFirst);
        int shown = Math.min(outermostFirst.size(), STEPS_SHOWN);
        String path = String.join(" -> ", outermostFirst.subList(0, shown));
        return shown < outermostFirst.size() ? path + " -> .. " + (outermostFirst.size() - shown) + " more" : path;
    }

    /** The bytes name a class, or the value is of a class, that this reader does not have. */
    public static final class UnknownClass extends MalformedBytes {
        private static final long serialVersionUID = 1;

        public UnknownClass(String what) {
            super(what, null);
        }
    }

    /** The bytes are of another version of the format, or of a class with other fields. */
    public static final class WrongVersion extends MalformedBytes {
        private static final long serialVersionUID = 1;

        public WrongVersion(String what, int found, int expected) {
            super(what + " is of version " + found + ", this node reads version " + expected, null);
        }
    }

    /** The bytes end before the value does. */
    public static final class Truncated extends MalformedBytes {
        private static final long serialVersionUID = 1;

        public Truncated(String what) {
            super(what, null);
        }
    }

    /** The value is nested deeper than the limit; a cyclic value always is. */
    public static final class TooDeep extends MalformedBytes {
        private static final long serialVersionUID = 1;
        private static final String KRYO_SAYS = "Max depth exceeded: ";

        public TooDeep(int depthMax) {
            super("nested deeper than " + depthMax + " levels", null);
        }

        /** Kryo tells of its depth limit in the text of a general exception only. */
        static RuntimeException orSame(RuntimeException error) {
            if (error instanceof KryoException
                    && String.valueOf(error.getMessage()).startsWith(KRYO_SAYS)) {
                return new TooDeep(Integer.parseInt(error.getMessage().substring(KRYO_SAYS.length())));
            }
            return error;
        }
    }

    /** The message, or a part of it, is larger than the limit. */
    public static final class Oversize extends MalformedBytes {
        private static final long serialVersionUID = 1;

        public Oversize(String what, long found, long limit) {
            super(what + " of " + found + " exceeds the limit of " + limit, null);
        }

        public Oversize(String what, long limit) {
            super(what + " exceeds the limit of " + limit, null);
        }
    }

    /** The bytes are whole and of a known class but make no sense. */
    public static final class Corrupt extends MalformedBytes {
        private static final long serialVersionUID = 1;

        public Corrupt(String what) {
            super(what, null);
        }

        public Corrupt(String what, Throwable cause) {
            super(what, cause);
        }
    }
}
