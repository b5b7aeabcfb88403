package dev.sampo.sim.body;

import dev.sampo.resilience.RetryAfter;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.util.StringJoiner;

/**
 * What a simulated body does, in numbers that travel as the payload of its task.
 *
 * @param millis how long it runs
 * @param failures it throws in its first so many attempts
 * @param hangs it never ends by itself in its first so many attempts
 * @param deaf whether it ignores being interrupted
 * @param size bytes of its value
 * @param elements length of the list it makes; {@link #NO_LIST} for a plain value
 * @param grows which graph it adds to its job; {@link #NO_GROWTH} for none
 * @param standIn whether a task of that graph makes the value in its stead
 * @param throwing which exception it throws
 * @param hunger it runs out of memory with less than so many bytes
 * @param kills whether its machine goes down with it, for as long as there are faults
 * @param lags how much longer it may run, where chance will have it; 0 for never
 */
public record Recipe(
        int millis,
        int failures,
        int hangs,
        boolean deaf,
        int size,
        int elements,
        int grows,
        boolean standIn,
        boolean kills,
        Throwing throwing,
        int hunger,
        int lags) {

    public static final int NO_LIST = -1;
    public static final int NO_GROWTH = -1;

    /** What a body may throw, so that policies that look at it have a choice. */
    public enum Throwing {
        STATE(IllegalStateException.class),
        FILE(FileNotFoundException.class),
        ASKING(RetryAfter.class);

        private final Class<? extends Exception> type;

        Throwing(Class<? extends Exception> type) {
            this.type = type;
        }

        public Class<? extends Exception> type() {
            return type;
        }

        /** How long it asks to wait after this attempt; 0 if it does not. */
        public long asksMillis(int attempt) {
            return this == ASKING ? 150L * attempt : 0;
        }
    }

    private static final Throwing[] THROWING = Throwing.values();
    private static final int FIELDS = 12;

    public static Recipe lasting(int millis) {
        return new Recipe(millis, 0, 0, false, Stamp.BYTES, NO_LIST, NO_GROWTH, false, false, Throwing.STATE, 0, 0);
    }

    /** It makes a value of that size, and runs out of memory with less than so much. */
    public static Recipe hungry(int millis, int size, int hunger, int hangs) {
        return new Recipe(millis, 0, hangs, false, size, NO_LIST, NO_GROWTH, false, false, Throwing.STATE, hunger, 0);
    }

    public static Recipe failing(int millis, int failures) {
        return new Recipe(
                millis, failures, 0, false, Stamp.BYTES, NO_LIST, NO_GROWTH, false, false, Throwing.STATE, 0, 0);
    }

    /** It makes a list, whose elements others are made of. */
    public static Recipe listing(int elements) {
        return new Recipe(1, 0, 0, false, Stamp.BYTES, elements, NO_GROWTH, false, false, Throwing.STATE, 0, 0);
    }

    public static Recipe lagging(int millis, int failures, int size, int lags) {
        return new Recipe(millis, failures, 0, false, size, NO_LIST, NO_GROWTH, false, false, Throwing.STATE, 0, lags);
    }

    public static Recipe killing(int millis) {
        return new Recipe(millis, 0, 0, false, Stamp.BYTES, NO_LIST, NO_GROWTH, false, true, Throwing.STATE, 0, 0);
    }

    /** The name it goes by in a Dag. */
    public String text() {
        var text = new StringJoiner("_", "recipe_", "");
        for (int number : numbers()) {
            text.add(Integer.toString(number + 1));
        }
        return text.toString();
    }

    public static Recipe parse(String text) {
        String[] words = text.split("_");
        int[] numbers = new int[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            numbers[i] = Integer.parseInt(words[i + 1]) - 1;
        }
        return of(numbers);
    }

    public byte[] payload() {
        var buffer = ByteBuffer.allocate(FIELDS * Integer.BYTES);
        for (int number : numbers()) {
            buffer.putInt(number);
        }
        return buffer.array();
    }

    public static Recipe read(byte[] payload) {
        int[] numbers = new int[FIELDS];
        ByteBuffer.wrap(payload).asIntBuffer().get(numbers);
        return of(numbers);
    }

    private int[] numbers() {
        return new int[] {
            millis,
            failures,
            hangs,
            deaf ? 1 : 0,
            size,
            elements,
            grows,
            standIn ? 1 : 0,
            kills ? 1 : 0,
            throwing.ordinal(),
            hunger,
            lags
        };
    }

    private static Recipe of(int[] numbers) {
        return new Recipe(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3] == 1,
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7] == 1,
                numbers[8] == 1,
                THROWING[numbers[9]],
                numbers[10],
                numbers[11]);
    }
}
