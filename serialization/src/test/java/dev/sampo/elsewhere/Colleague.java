package dev.sampo.elsewhere;

/** A harmless value of a package that is not allowed. */
public record Colleague(String name) {}
