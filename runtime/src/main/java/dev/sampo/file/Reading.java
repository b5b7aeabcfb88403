package dev.sampo.file;

import dev.sampo.dag.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a task reads or comes after: names, and how each is needed. */
record Reading(List<String> names, List<Need> needs) {
    static final Set<String> FIELDS = Set.of("task", "optional");
    static final Reading NOTHING = new Reading(List.of(), List.of());

    /** @param eaches names of the tasks that run once per element */
    static Reading of(String what, Item item, Set<String> eaches, Findings findings) {
        var names = new ArrayList<String>();
        var needs = new ArrayList<Need>();
        for (Item each : Read.items(item)) {
            boolean isOptional = false;
            if (each instanceof Item.Fields) {
                var form = new Form(what, each, FIELDS, findings);
                names.add(form.require("task", Read::text, "name the task").orElse(""));
                isOptional = form.read("optional", Read::flag, false);
            } else {
                names.add(Read.text(each));
            }
            String name = names.get(names.size() - 1);
            needs.add(!isOptional ? Need.VALUE : eaches.contains(name) ? Need.ELEMENTS : Need.OPTIONAL);
        }
        return new Reading(names, needs);
    }

    /** With another before them that is needed. */
    Reading after(String first) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(names);
        var how = new ArrayList<>(List.of(Need.VALUE));
        how.addAll(needs);
        return new Reading(all, how);
    }

    /** As the model has it: nothing where all are needed. */
    List<Need> told() {
        return needs.stream().allMatch(need -> need == Need.VALUE) ? List.of() : needs;
    }
}
