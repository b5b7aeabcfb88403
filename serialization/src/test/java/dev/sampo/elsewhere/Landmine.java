package dev.sampo.elsewhere;

/** Tells, through a property, when it is initialised: a refused class never is. */
public final class Landmine {

    public static final String PROPERTY = "dev.sampo.elsewhere.landmine";

    static {
        System.setProperty(PROPERTY, "stepped on");
    }

    public final int number = 1;
}
