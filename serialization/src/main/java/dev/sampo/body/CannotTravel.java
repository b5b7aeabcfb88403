package dev.sampo.body;

import dev.sampo.bytes.Located;
import dev.sampo.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A body or value that may not, or cannot, go to another node. Nothing was sent or run; the message names the class, the path to
 * it, and what to change.
 */
public abstract sealed class CannotTravel extends RuntimeException implements Located {

    private static final long serialVersionUID = 1;

    private final ArrayList<String> steps = new ArrayList<>();
    private String subject;

    private CannotTravel(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public final void inside(String step) {
        steps.add(step);
    }

    /** Says whose body or value this is, as in {@code body of task "pages"}. */
    final CannotTravel of(String newSubject) {
        subject = newSubject;
        return this;
    }

    @Override
    public final String getMessage() {
        String path = steps.isEmpty() ? "" : MalformedBytes.path(steps) + " -> ";
        return (subject == null ? "" : subject + " cannot travel: ") + path + super.getMessage();
    }

    /** A class that is not on the job's allow-list; it was neither loaded nor initialised. */
    public static final class NotAllowed extends CannotTravel {
        private static final long serialVersionUID = 1;
        private final String className;

        NotAllowed(String className) {
            super(className + " is not allowed here: " + remedy(className), null);
            this.className = className;
        }

        public String className() {
            return className;
        }

        private static String remedy(String name) {
            if (AllowList.isJdk(name)) {
                return "it belongs to the JDK and holds more than a value; pass a value (a record, a List, a String) or make it inside"
                        + " the body";
            }
            String source = name.replace('$', '.');
            String packageName = AllowList.packageOf(name);
            String allow = "add .allow(" + source + ".class) to the Dag";
            return packageName.isEmpty()
                    ? allow
                    : allow + ", or \"" + packageName + "\" to sampo.bodies.allow in application.conf";
        }
    }

    /** A class that is allowed but that this node does not have. */
    public static final class MissingClass extends CannotTravel {
        private static final long serialVersionUID = 1;

        MissingClass(String className, Throwable cause) {
            super(
                    className + " is not on the class path of this node: start it with the same jars as the others",
                    cause);
        }
    }

    /** A class that was compiled from other source on the node that sent it. */
    public static final class DifferentCode extends CannotTravel {
        private static final long serialVersionUID = 1;

        DifferentCode(String className, String sent, String here) {
            super(
                    className + " has the digest " + here + " on this node but had " + sent
                            + " where it was sent from: start all nodes from the same jars",
                    null);
        }

        DifferentCode(String className, String part, Throwable cause) {
            super(className + " has no " + part + " on this node: start all nodes from the same jars", cause);
        }
    }

    /** Nested deeper than the limit, as every value is that contains itself. */
    public static final class TooDeep extends CannotTravel {
        private static final long serialVersionUID = 1;

        TooDeep(MalformedBytes.TooDeep cause) {
            super(
                    cause.getMessage() + "; does it contain itself? Values are copied as trees: flatten it into a list",
                    cause);
        }
    }

    /** More bytes than one value may have. */
    public static final class TooLarge extends CannotTravel {
        private static final long serialVersionUID = 1;

        TooLarge(MalformedBytes.Oversize cause) {
            super(cause.getMessage() + " bytes: split it, or pass where it is kept", cause);
        }
    }

    /** A class that has no bytes whatever is allowed: a lambda of a plain interface, a subclass of a JDK class. */
    public static final class Unsupported extends CannotTravel {
        private static final long serialVersionUID = 1;

        Unsupported(String what) {
            super(what, null);
        }

        Unsupported(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /** A body by a name that the catalogue of this node does not have. */
    public static final class UnknownBody extends CannotTravel {
        private static final long serialVersionUID = 1;

        UnknownBody(String name, List<String> near) {
            super(
                    "no body is named \"" + name + "\" on this node"
                            + (near.isEmpty() ? "" : ", near: " + String.join(", ", near))
                            + "; add it to the catalogue of every node",
                    null);
        }
    }
}
