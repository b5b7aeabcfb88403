package dev.sampo.cli;

import java.util.Locale;

/** How a command answers. */
enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
