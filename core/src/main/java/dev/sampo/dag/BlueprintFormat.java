package dev.sampo.dag;

/** The bytes of a blueprint. */
final class BlueprintFormat {
    private BlueprintFormat() {}

    static byte[] write(Blueprint blueprint) {
        throw new AssertionError(blueprint);
    }
}
