package dev.sampo.bench.failover;

import static dev.sampo.resource.Selector.label;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.actors.membership.Suspected;
import dev.sampo.dag.Dag;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;

/** One of the three: prints when what happened, and when told to, has a task run over and over. */
final class FailoverNode {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private FailoverNode() {}

    public static void main(String[] arguments) {
        String name = arguments[0];
        var config = ConfigFactory.parseString("""
                        sampo.node { name = "%s", cpus = 2, labels { name = "%s" } }
                        sampo.node.roles = [coordinator, worker, journal]
                        sampo.journal.home = replicated
                        sampo.partitions = 1
                        sampo.client.ask-timeout = 500ms
                        sampo.cluster { port = %s, seeds = [%s], expect = 3, profile = %s }
                        """.formatted(name, name, arguments[1], arguments[2], arguments[3]))
                .withFallback(ConfigFactory.load());
        Sampo sampo = Sampo.join(config, System.out::println);
        tellEvents(sampo.system());
        print("is up");
        try (var commands = new Scanner(System.in)) {
            while (commands.hasNextLine()) {
                String command = commands.nextLine();
                if (command.equals("hold")) {
                    hold(sampo);
                } else {
                    runOne(sampo, command);
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    static void print(String what) {
        System.out.println(System.currentTimeMillis() + " " + what);
    }

    /** A task that says when it runs; tried again until it did. */
    private static void runOne(Sampo sampo, String id) {
        for (int attempt = 0; ; attempt++) {
            try {
                var dag = Dag.named("probe");
                var task = dag.task("task", context -> {
                    print("ran " + id + " on " + context.node());
                    return 1;
                });
                var job = sampo.submit(dag, id + "-" + attempt);
                print("accepted " + id);
                job.await(task, PATIENCE);
                print("answered " + id);
                return;
            } catch (SampoException notYet) {
                // Then again.
            }
        }
    }

    /** A task that never ends on the second node, and elsewhere at once. */
    private static void hold(Sampo sampo) {
        var dag = Dag.named("hold");
        dag.task("task", context -> {
                    print("ran hold on " + context.node());
                    if (context.node().equals("n2")) {
                        new CountDownLatch(1).await();
                    }
                    return 1;
                })
                .prefer(label("name").is("n2"));
        sampo.submit(dag);
    }

    private static void tellEvents(ActorSystem<?> system) {
        var classic = (ExtendedActorSystem) Adapter.toClassic(system);
        var listener = classic.systemActorOf(Props.create(Listener.class, Listener::new), "listener");
        Cluster.get(Adapter.toClassic(system))
                .subscribe(
                        listener,
                        ClusterEvent.initialStateAsEvents(),
                        ClusterEvent.MemberEvent.class,
                        ClusterEvent.ReachabilityEvent.class);
    }

    private static final class Listener extends AbstractActor {
        @Override
        public void preStart() {
            getContext().getSystem().eventStream().subscribe(getSelf(), Suspected.class);
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            Suspected.class,
                            suspected ->
                                    print("suspected " + suspected.address().hostPort()))
                    .match(
                            ClusterEvent.UnreachableMember.class,
                            lost -> print(
                                    "unreachable " + lost.member().address().hostPort()))
                    .match(
                            ClusterEvent.MemberDowned.class,
                            down -> print("downed " + down.member().address().hostPort()))
                    .match(
                            ClusterEvent.MemberRemoved.class,
                            gone -> print("removed " + gone.member().address().hostPort()))
                    .build();
        }
    }
}
