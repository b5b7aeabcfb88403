package dev.sampo.body;

/** What a body is, readable by anyone: it can be read from a body's bytes without loading a class. */
public sealed interface BodyRef {

    /** A body of the catalogue of the node that runs it. */
    static BodyRef named(String name) {
        return new Named(name);
    }

    record Named(String name) implements BodyRef {

        public Named {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("a named body needs a name");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A lambda or method reference. The owner is the class it is written in; the method is the one that runs, as class#method; the
     * digest is that of the class file whose method runs.
     */
    record Lambda(
            String owner, String method, String signature, String functionalInterface, int captures, String digest)
            implements BodyRef {

        @Override
        public String toString() {
            return captures == 0 ? method : method + " with " + captures + (captures == 1 ? " value" : " values");
        }
    }

    /** An object of a class that implements the functional interface itself. */
    record Instance(String className, String digest) implements BodyRef {

        @Override
        public String toString() {
            return className;
        }
    }
}
