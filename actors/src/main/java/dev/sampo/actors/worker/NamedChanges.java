package dev.sampo.actors.worker;

import dev.sampo.actors.Latest;
import dev.sampo.resource.Change;
import dev.sampo.wire.Equipped;
import dev.sampo.wire.ToWorker;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Makes a change that was given a name once, however often it is asked for: who did not hear the answer may ask again. Names
 * are remembered as long as what was changed: until the node is started anew, but for those long ago.
 */
final class NamedChanges {
    private static final int REMEMBERED_MAX = 1_000;

    private final NodeWorker worker;
    private final Map<String, Change> made = Latest.come(REMEMBERED_MAX);

    NamedChanges(NodeWorker worker) {
        this.worker = worker;
    }

    Equipped make(ToWorker.Equip equip, ActorRef<ToWorker> self) {
        String name = equip.name();
        Change before = made.get(name);
        if (before != null) {
            boolean isSame = before.equals(equip.change());
            return new Equipped(
                    worker.state(),
                    isSame ? "" : "another change was made as \"" + name + "\"; give this one its own key");
        }
        Equipped answer = worker.equip(equip.change(), self);
        if (!name.isEmpty() && answer.refusal().isEmpty()) {
            made.put(name, equip.change());
        }
        return answer;
    }
}
