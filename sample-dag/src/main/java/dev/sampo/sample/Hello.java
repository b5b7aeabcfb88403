package dev.sampo.sample;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;

public final class Hello {
    public static void main(String[] args) {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("hello");
            var name = dag.task("name", () -> "Sampo");
            var greeting = dag.task("greeting", name, who -> "Hello, " + who + "!");
            System.out.println(sampo.submit(dag).await(greeting));
        }
    }
}
