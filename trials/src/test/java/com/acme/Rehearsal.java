package com.acme;

import static dev.sampo.resource.Selector.label;

import dev.sampo.dag.Dag;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;

public final class Rehearsal {
    public static void main(String[] args) {
        var spec = ClusterSpec.inProcess(2)
                .nodes(node -> node.cpus(2).memory("512MiB").set("sampo.cluster.profile", "fast"))
                .node(0, node -> node.roles("coordinator"))
                .node(1, node -> node.roles("worker").label("disk", "nvme").resource("licence", 1));
        try (Cluster cluster = Cluster.start(spec)) {
            var dag = Dag.named("sorting");
            var sorted = dag.task("sorted", context -> "sorted on " + context.node())
                    .where(label("disk").is("nvme"));
            cluster.until("node-1 is known", () -> cluster.client().nodes().size() >= 2);
            System.out.println(cluster.client().submit(dag).await(sorted));
        }
    }
}
