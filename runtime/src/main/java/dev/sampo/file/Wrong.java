package dev.sampo.file;

/** Something in a file cannot be taken. */
final class Wrong extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient Spot at;

    Wrong(Spot at, String what) {
        super(what);
        this.at = at;
    }

    Spot at() {
        return at;
    }
}
