package dev.sampo.body;

/** A body that says what is to be done, and that is done by something of the node's: decoded, it is given the catalogue to take it from. */
public interface NeedsCatalogue {

    /** The body that is called in place of this one. */
    Object with(Catalogue catalogue);
}
