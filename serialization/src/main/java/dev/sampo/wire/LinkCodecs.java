package dev.sampo.wire;

import dev.sampo.job.Failure;
import dev.sampo.job.Grounds;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Optional;

/** What partitions and nodes say to each other many times a second: here every byte counts. */
final class LinkCodecs {

    /** Id, elements, length. */
    static final int VALUE_BYTES_MIN = 3;

    private static final Failure.Kind[] KINDS = Failure.Kind.values();
    private static final Order.Reason[] REASONS = Order.Reason.values();

    private LinkCodecs() {}

    static void addTo(Table table) {
        addEnvelopes(table);
        addOrders(table);
        addOutcomes(table);
        addValues(table);
    }

    private static void addEnvelopes(Table table) {
        table.add(
                11,
                ToScheduler.FromNode.class,
                (out, from) -> report(out, from.report()),
                in -> new ToScheduler.FromNode(report(in)));
        table.add(
                14,
                ToWorker.FromPartition.class,
                (out, from) -> {
                    orders(out, from.orders());
                    out.actor(from.partition());
                },
                in -> new ToWorker.FromPartition(orders(in), in.actor()));
    }

    private static void addOrders(Table table) {
        table.add(
                58,
                Order.Introduce.class,
                (out, introduce) -> {
                    out.job(introduce.job());
                    out.signed(introduce.precedence().priority());
                    out.text(introduce.precedence().tenant());
                    out.count(introduce.precedence().weight());
                    out.flag(introduce.precedence().isLimited());
                },
                in -> new Order.Introduce(in.job(), new Precedence(in.signed(), in.text(), in.count(), in.flag())));
        table.add(50, Order.Stretch.class, LinkCodecs::stretch, LinkCodecs::stretch);
        table.add(51, Order.Deliver.class, LinkCodecs::deliver, LinkCodecs::deliver);
        table.add(56, Order.Keep.class, (out, keep) -> deliver(out, keep.values()), in -> new Order.Keep(deliver(in)));
        table.add(
                118,
                Order.Inherit.class,
                (out, inherit) -> {
                    deliver(out, inherit.values());
                    jobTasks(out, inherit.from(), inherit.fromTasks());
                },
                LinkCodecs::inherit);
        table.add(
                57,
                Order.Dismiss.class,
                (out, dismiss) -> {
                    out.count(dismiss.reportsSeen());
                    out.count(dismiss.turn());
                },
                in -> new Order.Dismiss(in.longCount(), in.longCount()));
        table.add(
                52,
                Order.Assign.class,
                (out, assign) -> {
                    jobTasks(out, assign.job(), assign.tasks());
                    out.count(assign.number());
                    out.serial(assign.serial());
                    out.flag(assign.alone());
                    needs(out, assign.needs());
                    out.count(assign.millis());
                },
                in -> new Order.Assign(
                        in.job(), in.tasks(), in.count(), in.serial(), in.flag(), needs(in), in.longCount()));
        table.add(
                53,
                Order.Cancel.class,
                (out, cancel) -> {
                    jobTasks(out, cancel.job(), cancel.tasks());
                    out.constant(cancel.reason());
                },
                in -> new Order.Cancel(in.job(), in.tasks(), in.constant(REASONS)));
        table.add(
                179,
                Order.Recall.class,
                (out, recall) -> jobTasks(out, recall.job(), recall.tasks()),
                in -> new Order.Recall(in.job(), in.tasks()));
        table.add(113, Order.Pause.class, (out, pause) -> out.job(pause.job()), in -> new Order.Pause(in.job()));
        table.add(114, Order.Resume.class, (out, resume) -> out.job(resume.job()), in -> new Order.Resume(in.job()));
        table.add(
                174,
                Order.Upcoming.class,
                (out, upcoming) -> {
                    out.job(upcoming.job());
                    out.list(upcoming.tasks(), (to, next) -> {
                        to.task(next.task());
                        to.flag(next.isTogether());
                        to.list(next.after(), WireWriter::task);
                    });
                },
                in -> new Order.Upcoming(in.job(), in.list("tasks to start next", 3, LinkCodecs::next)));
        table.add(
                54,
                Order.Release.class,
                (out, release) -> jobTasks(out, release.job(), release.tasks()),
                in -> new Order.Release(in.job(), in.tasks()));
        table.add(55, Order.Forget.class, (out, forget) -> out.job(forget.job()), in -> new Order.Forget(in.job()));
    }

    private static Order.Upcoming.Next next(WireReader in) {
        return new Order.Upcoming.Next(in.task(), in.flag(), in.list("tasks", 1, WireReader::task));
    }

    private static void deliver(WireWriter out, Order.Deliver deliver) {
        jobTasks(out, deliver.job(), deliver.tasks());
        out.mixed(deliver.values());
        out.list(deliver.makers(), WireWriter::fence);
    }

    private static Order.Inherit inherit(WireReader in) {
        Order.Deliver values = deliver(in);
        JobId from = in.job();
        int[] fromTasks = in.tasks();
        if (fromTasks.length != values.tasks().length
                || !values.values().stream().allMatch(Value.Stored.class::isInstance)) {
            throw WireReader.corrupt("values to inherit that no node could keep");
        }
        return new Order.Inherit(values, from, fromTasks);
    }

    private static Order.Deliver deliver(WireReader in) {
        return new Order.Deliver(
                in.job(),
                in.tasks(),
                in.mixed("values", VALUE_BYTES_MIN, Value.class),
                in.list("makers", 2, WireReader::fence));
    }

    private static void addOutcomes(Table table) {
        table.add(
                80,
                Outcome.Succeeded.class,
                (out, succeeded) -> {
                    out.any(succeeded.value());
                    out.flag(succeeded.growth().isPresent());
                    succeeded.growth().ifPresent(growth -> growth(out, growth));
                },
                in -> new Outcome.Succeeded(
                        in.any(Value.class), in.flag() ? Optional.of(growth(in)) : Optional.empty()));
        table.add(
                81,
                Outcome.Failed.class,
                (out, failed) -> failure(out, failed.failure()),
                in -> new Outcome.Failed(failure(in)));
        table.add(82, Outcome.Cancelled.class, (out, cancelled) -> {}, in -> new Outcome.Cancelled());
        table.add(
                83,
                Outcome.InputLost.class,
                (out, lost) -> out.task(lost.task()),
                in -> new Outcome.InputLost(in.task()));
    }

    private static void addValues(Table table) {
        table.add(
                90,
                Value.Inline.class,
                (out, value) -> {
                    out.signed(value.count());
                    out.bytes(value.bytes());
                },
                LinkCodecs::inline);
        table.add(
                91,
                Value.Stored.class,
                LinkCodecs::stored,
                in -> new Value.Stored(in.node(), in.longCount(), in.rawInt(), in.signed()));
        table.addFuller(
                198,
                Value.Stored.class,
                value -> value.brief().length > 0,
                (out, value) -> {
                    stored(out, value);
                    out.bytes(value.brief());
                },
                in -> new Value.Stored(in.node(), in.longCount(), in.rawInt(), in.signed(), in.bytes()));
    }

    private static void stored(WireWriter out, Value.Stored value) {
        out.node(value.node());
        out.count(value.size());
        out.rawInt(value.crc());
        out.signed(value.count());
    }

    private static Value.Inline inline(WireReader in) {
        int count = in.signed();
        return new Value.Inline(in.bytes(), count);
    }

    static void report(WireWriter out, Report report) {
        session(out, report.session());
        out.node(report.node());
        out.count(report.incarnation());
        out.count(report.number());
        out.count(report.ordersSeen());
        out.list(report.queued(), (to, queued) -> {
            to.attempt(queued.attempt());
            to.count(queued.millis());
        });
        out.list(report.started(), (to, started) -> {
            to.attempt(started.attempt());
            to.flag(started.alone());
        });
        out.list(report.ended(), LinkCodecs::ended);
        out.list(report.kept(), (to, kept) -> {
            to.job(kept.job());
            to.task(kept.task());
            to.fence(kept.maker());
            to.flag(kept.isHere());
        });
        out.flag(report.greeting().isPresent());
        report.greeting().ifPresent(greeting -> greeting(out, greeting));
        held(out, report.others().all());
        if (report.others().all().attempts() > 0) {
            holders(out, report.others().tenants());
            out.count(report.others().millisLeft());
        }
        holders(out, report.others().waiting());
    }

    private static void holders(WireWriter out, List<Report.Holder> holders) {
        out.list(holders, (to, holder) -> {
            to.text(holder.tenant());
            held(to, holder.held());
        });
    }

    private static void held(WireWriter out, Report.Held held) {
        out.count(held.attempts());
        if (held.attempts() > 0) {
            ClientCodecs.resources(out, held.needs());
        }
    }

    static Report report(WireReader in) {
        return new Report(
                session(in),
                in.node(),
                in.longCount(),
                in.longCount(),
                in.longCount(),
                in.list("queued attempts", 4, each -> new Report.Queued(each.attempt(), each.longCount())),
                in.list("started attempts", 3, each -> new Report.Started(each.attempt(), each.flag())),
                in.list("ended attempts", 5, LinkCodecs::ended),
                in.list("kept values", 5, each -> new Report.Kept(each.job(), each.task(), each.fence(), each.flag())),
                in.flag() ? Optional.of(greeting(in)) : Optional.empty(),
                others(in));
    }

    private static Report.Others others(WireReader in) {
        Report.Held all = held(in);
        boolean isAny = all.attempts() > 0;
        List<Report.Holder> tenants = isAny ? holders(in) : List.of();
        long millisLeft = isAny ? in.longCount() : 0;
        return new Report.Others(all, tenants, holders(in), millisLeft);
    }

    private static List<Report.Holder> holders(WireReader in) {
        return in.list("tenants", 2, each -> new Report.Holder(each.text(), held(each)));
    }

    private static Report.Held held(WireReader in) {
        int attempts = in.count();
        return attempts == 0 ? Report.Held.NOTHING : new Report.Held(ClientCodecs.resources(in), attempts);
    }

    private static void greeting(WireWriter out, Report.Greeting greeting) {
        out.list(greeting.held(), (to, holding) -> {
            to.attempt(holding.attempt());
            needs(to, holding.needs());
        });
        out.list(greeting.jobs(), WireWriter::job);
    }

    private static Report.Greeting greeting(WireReader in) {
        return new Report.Greeting(
                in.list("held attempts", 3, each -> new Report.Holding(each.attempt(), needs(each))),
                in.list("jobs", 1, WireReader::job));
    }

    private static void needs(WireWriter out, Optional<Resources> needs) {
        out.flag(needs.isPresent());
        needs.ifPresent(amounts -> ClientCodecs.resources(out, amounts));
    }

    private static Optional<Resources> needs(WireReader in) {
        return in.flag() ? Optional.of(amounts(ClientCodecs.resources(in))) : Optional.empty();
    }

    /** What is held is counted: less than nothing of it, or more than there can be, would spoil every sum. */
    private static Resources amounts(Resources needs) {
        for (String name : needs.names()) {
            if (needs.units(name) < 0 || needs.units(name) > Resources.AMOUNT_MAX) {
                throw WireReader.corrupt("needs of " + needs.units(name) + " " + name);
            }
        }
        return needs;
    }

    private static void ended(WireWriter out, Report.Ended ended) {
        out.attempt(ended.attempt());
        out.any(ended.outcome());
        out.count(ended.micros());
        out.tasks(ended.adopted());
        out.flag(ended.grounds() != Grounds.NONE);
        if (ended.grounds() != Grounds.NONE) {
            out.rawLong(ended.grounds());
        }
    }

    private static Report.Ended ended(WireReader in) {
        return new Report.Ended(
                in.attempt(),
                in.any(Outcome.class),
                in.longCount(),
                in.tasks(),
                in.flag() ? in.rawLong() : Grounds.NONE);
    }

    static void orders(WireWriter out, Orders orders) {
        session(out, orders.session());
        out.count(orders.number());
        out.count(orders.reportsSeen());
        out.count(orders.reportsDurable());
        out.mixed(orders.orders());
    }

    static Orders orders(WireReader in) {
        return new Orders(
                session(in), in.longCount(), in.longCount(), in.longCount(), in.mixed("orders", 2, Order.class));
    }

    private static void session(WireWriter out, Session session) {
        out.count(session.partition());
        out.count(session.term());
        out.count(session.number());
    }

    private static Session session(WireReader in) {
        return new Session(in.count(), in.longCount(), in.longCount());
    }

    private static void stretch(WireWriter out, Order.Stretch stretch) {
        out.job(stretch.job());
        out.task(stretch.first());
        out.count(stretch.count());
        out.digest(stretch.blueprint());
        out.signed(stretch.each());
        out.signed(stretch.base());
    }

    private static Order.Stretch stretch(WireReader in) {
        return new Order.Stretch(in.job(), in.task(), in.count(), in.digest(), in.signed(), in.signed());
    }

    private static void jobTasks(WireWriter out, JobId job, int[] tasks) {
        out.job(job);
        out.tasks(tasks);
    }

    private static void growth(WireWriter out, Outcome.Growth growth) {
        ClientCodecs.blueprint(out, growth.blueprint());
        out.signed(growth.result());
    }

    private static Outcome.Growth growth(WireReader in) {
        return new Outcome.Growth(ClientCodecs.blueprint(in), in.signed());
    }

    static void failure(WireWriter out, Failure failure) {
        out.constant(failure.kind());
        out.text(failure.type());
        out.text(failure.message());
        out.text(failure.trace());
        out.flag(failure.excluded());
        out.count(failure.askedMillis());
    }

    static Failure failure(WireReader in) {
        return new Failure(in.constant(KINDS), in.text(), in.text(), in.text(), in.flag(), in.longCount());
    }
}
