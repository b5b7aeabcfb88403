package dev.sampo.journal;

/** A serialised object with what is needed to read it again: the serializer's id and its manifest. */
public record Blob(int serializer, String manifest, byte[] bytes) {}
