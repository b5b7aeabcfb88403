package dev.sampo.dag;

import dev.sampo.dag.Blueprint.Kind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a graph makes of failures: the edges along which nothing may come, by their place among all of their sort, and which task
 * stands in for which. Most graphs know neither.
 */
final class Lenience {
    static final int NONE = -1;

    private final BitSet optional;
    private final BitSet byElement;
    private final BitSet optionalAfters;
    private final Map<Integer, Integer> standIns;
    private final Map<Integer, Integer> mains = new HashMap<>();

    private Lenience(BitSet optional, BitSet byElement, BitSet optionalAfters, TreeMap<Integer, Integer> standIns) {
        this.optional = optional;
        this.byElement = byElement;
        this.optionalAfters = optionalAfters;
        this.standIns = standIns;
        standIns.forEach((main, standIn) -> mains.put(standIn, main));
    }

    /** Collects what tasks say, in the order of their numbers. */
    static final class Builder {
        private final BitSet optional = new BitSet();
        private final BitSet byElement = new BitSet();
        private final BitSet optionalAfters = new BitSet();
        private final TreeMap<Integer, Integer> standIns = new TreeMap<>();
        private int inputs;
        private int afters;

        void input(Need need) {
            optional.set(inputs, need == Need.OPTIONAL);
            byElement.set(inputs++, need == Need.ELEMENTS);
        }

        void after(Need need) {
            optionalAfters.set(afters++, need != Need.VALUE);
        }

        void standIn(int main, int standIn) {
            standIns.put(main, standIn);
        }

        Lenience build() {
            return new Lenience(optional, byElement, optionalAfters, standIns);
        }
    }

    Need input(int place) {
        if (optional.get(place)) {
            return Need.OPTIONAL;
        }
        return byElement.get(place) ? Need.ELEMENTS : Need.VALUE;
    }

    Need after(int place) {
        return optionalAfters.get(place) ? Need.OPTIONAL : Need.VALUE;
    }

    /** Whether every edge brings what it should, or its reader is skipped. */
    boolean hasOnlyNeeds() {
        return optional.isEmpty() && byElement.isEmpty() && optionalAfters.isEmpty();
    }

    boolean hasStandIns() {
        return !standIns.isEmpty();
    }

    /** The task that makes the value of this one when it cannot itself; {@link #NONE} without one. */
    int standIn(int task) {
        return standIns.getOrDefault(task, NONE);
    }

    /** The task that this one stands in for, the last of them for a constant; {@link #NONE} for a task that runs in any case. */
    int main(int standIn) {
        return mains.getOrDefault(standIn, NONE);
    }

    void write(ByteWriter out) {
        write(optional, out);
        write(byElement, out);
        write(optionalAfters, out);
        out.number(standIns.size());
        int last = -1;
        for (Map.Entry<Integer, Integer> each : standIns.entrySet()) {
            out.number(each.getKey() - last - 1);
            out.number(each.getKey() - each.getValue());
            last = each.getKey();
        }
    }

    private static void write(BitSet places, ByteWriter out) {
        out.number(places.cardinality());
        int last = -1;
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            out.number(place - last - 1);
            last = place;
        }
    }

    static Lenience read(int size, int inputs, int afters, ByteReader in) {
        BitSet optional = readPlaces("optional inputs", inputs, in);
        BitSet byElement = readPlaces("inputs by element", inputs, in);
        BitSet optionalAfters = readPlaces("optional predecessors", afters, in);
        if (optional.intersects(byElement)) {
            throw new MalformedBlueprint("an input is optional as a whole and by element");
        }
        var standIns = new TreeMap<Integer, Integer>();
        int main = -1;
        for (int left = in.count("stand-ins"); left > 0; left--) {
            main += 1 + in.number("the number of a task with a stand-in", size - main - 2L);
            int distance = in.number("the distance of a stand-in", main);
            if (distance == 0) {
                throw new MalformedBlueprint("task " + main + " stands in for itself");
            }
            standIns.put(main, main - distance);
        }
        return new Lenience(optional, byElement, optionalAfters, standIns);
    }

    private static BitSet readPlaces(String what, int count, ByteReader in) {
        var places = new BitSet();
        int place = -1;
        for (int left = in.count(what); left > 0; left--) {
            place += 1 + in.number("the place of one of the " + what, count - place - 2L);
            places.set(place);
        }
        return places;
    }

    /** What {@link FailureRules} says of a Dag, held against a blueprint from afar. */
    void check(Blueprint graph) {
        for (int task = 0; task < graph.size(); task++) {
            for (int i = 0; i < graph.inputCount(task); i++) {
                Need need = graph.need(task, i);
                if (need == Need.ELEMENTS && graph.kind(graph.input(task, i)) != Kind.EACH) {
                    throw new MalformedBlueprint("task " + task + " reads elements of what is no each");
                }
                if (need == Need.OPTIONAL && i == 0 && graph.kind(task) == Kind.EACH) {
                    throw new MalformedBlueprint("task " + task + " maps over what may be missing");
                }
            }
        }
        standIns.forEach((main, standIn) -> check(graph, main, standIn));
    }

    private void check(Blueprint graph, int main, int standIn) {
        if (graph.kind(main) != Kind.TASK || graph.kind(standIn) == Kind.EACH) {
            throw new MalformedBlueprint("task " + standIn + " cannot stand in for task " + main);
        }
        if (graph.kind(standIn) == Kind.CONSTANT) {
            if (graph.feedsEach(main) && graph.constantCount(standIn) == Payload.NO_LIST) {
                throw new MalformedBlueprint("task " + main + " is mapped over, and its stand-in is no list");
            }
        } else if (mains.get(standIn) != main
                || graph.successorCount(standIn) > 0
                || !graph.options(standIn).placing().gang().isEmpty()) {
            throw new MalformedBlueprint("task " + standIn + " is needed whether or not task " + main + " fails");
        }
    }
}
