package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import java.util.Optional;

/** How an attempt ended, as told by the node that ran it. */
public sealed interface Outcome {

    /** @param growth tasks the body added to its job */
    record Succeeded(Value value, Optional<Growth> growth) implements Outcome {
        public static Succeeded of(Value value) {
            return new Succeeded(value, Optional.empty());
        }
    }

    record Failed(Failure failure) implements Outcome {}

    /** Ended because it was told to; nothing may be concluded about what the body had done by then. */
    record Cancelled() implements Outcome {}

    /** It could not start because the value of {@code task}, an input of it, is gone from the node that kept it. */
    record InputLost(int task) implements Outcome {}

    /**
     * Tasks added by a running body.
     *
     * @param result the added task whose value becomes the value of the one that added it; {@link #NO_RESULT} for none
     */
    record Growth(Blueprint blueprint, int result) {
        public static final int NO_RESULT = -1;
    }
}
