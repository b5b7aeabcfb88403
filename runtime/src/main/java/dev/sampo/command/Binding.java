package dev.sampo.command;

import java.util.Objects;

/** A name and a text that may have placeholders: a variable of the environment, or a file. */
public record Binding(String name, String text) {
    public Binding {
        Objects.requireNonNull(name, "a name is null");
        Objects.requireNonNull(text, "a text is null");
    }
}
