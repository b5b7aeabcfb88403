package dev.sampo.tenant;

import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;

/** For whom jobs run: what all of them hold together is weighed against what those of others do. */
public final class Tenant {
    /** A credit counts for as much as if it were to be made up for in this time. */
    private static final double MAKE_UP_MILLIS = 3_000;

    /** The same where a node gives turns between partitions: it has less to choose from. */
    private static final double MAKE_UP_AT_NODES_MILLIS = 1_500;

    /** How many times its weight a tenant counts for at most while it is owed something, or least while it owes. */
    private static final double TRIM_MAX = 16;

    private static final long ROUGH = -1L << 44;

    private final String name;
    int weight;
    Quota quota;
    /** What it holds, here and elsewhere. */
    Resources held = Resources.NONE;
    /** What of that is not given out here, as far as is known. */
    Resources elsewhere = Resources.NONE;

    int tasksElsewhere;
    /** What of what it holds has not begun, as far as nodes have said so. */
    Resources idle = Resources.NONE;

    int tasksIdle;
    /** What part of all there is the rest is. */
    double running;
    /** What part that would be if everybody who wants more had what is due; 0 for one who wants nothing, or has to share with nobody elsewhere. */
    double due;
    /** What of all there is that is, of the kind of which it is the largest part. */
    double share;
    /** How much less of its ran than was due to it, in parts of all there is times milliseconds; less than nothing for more. */
    double credit;

    int tasks;
    private double level;
    private int waiting;
    private boolean isHeldBack;
    private int users;

    Tenant(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public int weight() {
        return weight;
    }

    public Quota quota() {
        return quota;
    }

    public Resources held() {
        return held;
    }

    /** What of all it holds others have given out. */
    public Resources elsewhere() {
        return elsewhere;
    }

    /** The turn is that of the tenant of which this is the least. */
    public double turn() {
        return (share - credit / MAKE_UP_MILLIS) / weight;
    }

    /**
     * What it counts for where a node gives turns between partitions, in thousandths: more than its weight while it has had less than was
     * due to it in the whole cluster, less while it has had more.
     */
    public int effectiveWeight() {
        double part = due > 0 ? 1 + credit / MAKE_UP_AT_NODES_MILLIS / due : 1;
        return (int) Math.max(1, 1_000 * weight * Math.max(1 / TRIM_MAX, Math.min(TRIM_MAX, part)));
    }

    /** Whether that is another one than this, by more than a sixteenth. */
    public boolean hasBecome(int said) {
        int present = effectiveWeight();
        return Math.abs(present - said) > said >> 4;
    }

    /** The same, so roughly that one task more or less among hundreds is no difference. */
    public double roughTurn() {
        return rough(turn());
    }

    /** Less by up to a part in 256: turns need not change hands for every task among hundreds. */
    public static double rough(double share) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(share) & ROUGH);
    }

    /** The least that is more than all that is as much as this, roughly. */
    public static double above(double share) {
        return share < 0
                ? rough(share)
                : Double.longBitsToDouble((Double.doubleToRawLongBits(share) & ROUGH) + ~ROUGH + 1);
    }

    /**
     * How many more such tasks its quota allows at once. Where all it may hold has been given out elsewhere, and might be for as long as
     * anybody there has more to give out, one is allowed all the same.
     */
    public int room(Resources needs) {
        if (quota.isNone()) {
            return Integer.MAX_VALUE;
        }
        int room = quota.times(needs, held);
        if (room > 0 || tasksElsewhere == 0) {
            return room;
        }
        int ifNobodyHeld = quota.times(needs, Resources.NONE);
        boolean hasNoneHere = quota.times(needs, held.minus(elsewhere)) == ifNobodyHeld;
        return hasNoneHere ? Math.min(1, ifNobodyHeld) : 0;
    }

    /** It was its turn, and its quota allowed it nothing. */
    public void isHeldBack() {
        isHeldBack = true;
    }

    /** What that job of its had used that was last given a turn while it held nothing: nobody who comes later has used less. */
    public double level() {
        return level;
    }

    public void turnAt(double used) {
        level = Math.max(level, used);
    }

    /** So many more, or fewer, wait for it to be its turn. */
    public void waits(int more) {
        waiting += more;
    }

    /** So many more, or fewer, will name it: without any, it is forgotten. */
    void isUsed(int more) {
        users += more;
    }

    boolean isUsed() {
        return users > 0 || tasksElsewhere > 0 || tasksIdle > 0;
    }

    /** Whether it would have taken more since the last time this was asked: who waits at nodes does, unless it may be its quota that it waits for. */
    boolean wantedMore() {
        boolean wanted = (waiting > 0 || tasksIdle > 0 && quota.isNone()) && !isHeldBack;
        isHeldBack = false;
        return wanted;
    }
}
