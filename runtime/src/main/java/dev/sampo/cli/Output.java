package dev.sampo.cli;

import java.util.Locale;

/** How a command answers. */
enum Output {
    TEXT,
    /** As text: what there is much of is told in tables. */
    TABLE,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
