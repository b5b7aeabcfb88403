package dev.sampo.sim.whatif;

import java.util.Arrays;
import java.util.Locale;

/** What a policy is told in advance about how long tasks take. */
public enum Estimates {
    NONE,
    EXACT;

    public static Estimates named(String name) {
        for (Estimates estimates : values()) {
            if (estimates.toString().equals(name)) {
                return estimates;
            }
        }
        throw new InvalidWhatIf("estimates are one of " + Arrays.toString(values()) + ", not \"" + name + "\"");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
