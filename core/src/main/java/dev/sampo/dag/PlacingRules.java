package dev.sampo.dag;

import dev.sampo.dag.Placing.Among;
import dev.sampo.dag.Placing.Limit;
import java.util.List;

/** What is wrong with where a task is to run seen from others, in sentences. */
final class PlacingRules {
    private PlacingRules() {}

    static void complain(TaskOptions options, List<String> complaints) {
        Placing placing = options.placing();
        if (placing.isNone()) {
            return;
        }
        among("spread", placing.spread(), complaints);
        among("apart", placing.apart(), complaints);
        name("together", placing.together(), complaints);
        name("gang", placing.gang(), complaints);
        gang(options, complaints);
        limit("atMostPerNode", placing.perNode(), complaints);
        limit("atMost", placing.atMost(), complaints);
        if (!placing.together().isEmpty() && !options.verification().isNone()) {
            complaints.add("verify(..) asks for different nodes and together(\"" + placing.together()
                    + "\") for one; leave one of them out");
        }
    }

    private static void gang(TaskOptions options, List<String> complaints) {
        Placing placing = options.placing();
        String other = !options.verification().isNone()
                ? "verify(..), which runs one copy after the other"
                : !placing.together().isEmpty()
                        ? "together(..): on one node, one task that needs as much does as well"
                        : !placing.atMost().isNone() || !placing.perNode().isNone()
                                ? "a limit on how many run at once"
                                : !options.limit().isNothing()
                                        ? "limit(..), for which each of them would wait by itself"
                                        : "";
        if (!placing.gang().isEmpty() && !other.isEmpty()) {
            complaints.add("gang(\"" + placing.gang() + "\") does not go with " + other + "; leave one of them out");
        }
    }

    private static void among(String what, Among among, List<String> complaints) {
        if (among.isNone() && among.group().isEmpty()) {
            return;
        }
        if (among.label().isBlank()) {
            complaints.add(what + " is given a blank label; give it the name that nodes use");
        }
        if (among.group().isBlank()) {
            complaints.add(what + "(\"" + among.label() + "\") is given a blank group; give it a name");
        }
        name(what, among.group(), complaints);
    }

    private static void name(String what, String name, List<String> complaints) {
        if (name.length() > Placing.NAME_MAX) {
            complaints.add(what + " is given a name of " + name.length() + " characters, at most " + Placing.NAME_MAX
                    + " are allowed");
        }
        if (!name.isEmpty() && name.isBlank()) {
            complaints.add(what + " is given a blank name");
        }
    }

    private static void limit(String what, Limit limit, List<String> complaints) {
        boolean isSaid = !limit.key().isEmpty() || limit.max() != 0;
        if (isSaid && limit.key().isBlank()) {
            complaints.add(what + " is given a blank key; give it a name");
        }
        if (isSaid && limit.max() < 1) {
            complaints.add(what + "(" + limit.max() + ") lets none run; allow at least 1");
        }
        if (limit.key().startsWith("\0")) {
            complaints.add(what + " is given a key that begins with the character 0, as no name does; leave that out");
        }
        name(what, limit.key(), complaints);
    }
}
