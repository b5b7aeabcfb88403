package dev.sampo.planning;

import dev.sampo.job.NodeId;
import dev.sampo.job.Reason;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.util.Map;

/** Why a node was out of the question for a task at some moment: what the words need is kept, words are made for who asks. */
sealed interface Refusal {
    NodeId node();

    Reason.Against against();

    /** Whether the node could take the task at another time. */
    default boolean fits() {
        return true;
    }

    record Labels(NodeId node, Map<String, String> labels, Selector where) implements Refusal {
        @Override
        public Reason.Against against() {
            return Reason.Against.LABELS;
        }

        @Override
        public boolean fits() {
            return false;
        }

        @Override
        public String toString() {
            return "its labels " + labels + " do not match " + where;
        }
    }

    record Size(NodeId node, Resources capacity, Resources needs) implements Refusal {
        @Override
        public Reason.Against against() {
            return Reason.Against.SIZE;
        }

        @Override
        public boolean fits() {
            return false;
        }

        @Override
        public String toString() {
            return "too small: " + needs.missingIn(capacity) + " more than its " + capacity + " is needed";
        }
    }

    record Full(NodeId node, Resources unused, Resources needs, int held) implements Refusal {
        @Override
        public Reason.Against against() {
            return Reason.Against.FULL;
        }

        @Override
        public String toString() {
            Resources missing = needs.missingIn(unused);
            return "full for now: " + (missing.isNone() ? "others go first there" : missing + " short") + ", " + held
                    + (held == 1 ? " task" : " tasks") + " there";
        }
    }

    record Closed(NodeId node, Availability availability) implements Refusal {
        @Override
        public Reason.Against against() {
            return Reason.Against.CLOSED;
        }

        @Override
        public String toString() {
            return "takes nothing on: it is " + availability;
        }
    }

    /** What needs no numbers. */
    record Other(NodeId node, Reason.Against against, String why) implements Refusal {
        @Override
        public String toString() {
            return why;
        }
    }
}
