package dev.sampo;

import dev.sampo.actors.child.ChildMain;

/** What the JVM of a task that runs {@code inOwnJvm()} starts with: it has the named bodies that its node has. */
final class OwnJvm {
    private OwnJvm() {}

    public static void main(String[] arguments) {
        ChildMain.serve(arguments, CodeHere.classLoader(), CodeHere.catalogue(), CodeHere::catalogue);
    }
}
