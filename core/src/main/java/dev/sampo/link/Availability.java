package dev.sampo.link;

/** What a node takes on. It tells every partition, and keeps to it whatever a partition that has not heard may order. */
public enum Availability {
    ACTIVE,
    /** Nothing new: what was given to it already runs. */
    CORDONED,
    /** On its way out: nothing new, what waits is handed back, what runs has some time, and values are taken elsewhere. */
    DRAINING
}
