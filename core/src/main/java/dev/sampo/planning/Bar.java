package dev.sampo.planning;

/** What may stand against a node for a task; {@link Bars} says when it does, {@link Refusals} in words. */
enum Bar {
    /** Its labels are not those asked for, it is too small, or it is none of the job's business. */
    UNFIT,
    SILENT,
    CLOSED,
    /** No worker, and workers have not been away for long. */
    NOT_YET,
    /** Kept for a task that has waited too long. */
    KEPT,
    /** The timetable has the task elsewhere. */
    ELSEWHERE,
    /** Others of its group run on another node. */
    TOGETHER,
    /** One of its group could never run there, and all are to run on one node. */
    NOT_ALL,
    /** Another of its group runs where the label has the same value. */
    APART,
    /** As many of its kind run there as may. */
    ENOUGH_HERE,
    /** As many run in all as may. */
    ENOUGH,
    VOTED,
    /** Somebody has decided that such tasks are not to run there. */
    FORCED,
    /** Somebody has decided that no tasks at all are to run there. */
    FORCED_NODE,
    /** Such tasks fail there, and another node would do. */
    SPARED,
    /** Something runs alone there, or is to. */
    SOLO;

    /** Nodes with room are left alone with this task only: those behind it need not wait for it. */
    boolean isOfThisTask() {
        return this == VOTED
                || this == FORCED
                || this == SPARED
                || this == TOGETHER
                || this == NOT_ALL
                || this == APART;
    }

    /** It stands until the node says something new, or somebody says so of it. */
    boolean isUntilItChanges() {
        return this == UNFIT || this == CLOSED || this == SILENT || this == FORCED_NODE;
    }
}
