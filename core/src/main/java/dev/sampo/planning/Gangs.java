package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives out gangs: room for all of one is found before any is given out, so that no two of them wait for what the other has. One
 * that has waited too long has so many nodes kept as hold it, or none.
 */
final class Gangs {
    private final Books books;
    private final Dispatch dispatch;

    Gangs(Books books, Dispatch dispatch) {
        this.books = books;
        this.dispatch = dispatch;
    }

    /** Gives out all of the gang of which the line's next task is one, or nothing. */
    boolean place(Line line, Waiting next) {
        JobPlan job = next.job;
        List<Integer> members = ready(job, next.task());
        if (members.isEmpty() || !hasRoom(job, members)) {
            return false;
        }
        List<Dispatch.Choice> choices = choose(job, members, false);
        if (choices.isEmpty()) {
            choices = choose(job, members, true);
        }
        choices.forEach(dispatch::give);
        line.keptForGang = choices.isEmpty() ? line.keptForGang : Set.of();
        return !choices.isEmpty();
    }

    /** All of its gang that have not ended, the largest first; none while one of them may not start. */
    private List<Integer> ready(JobPlan job, int task) {
        var ready = new ArrayList<Integer>();
        Gang gang = Gang.of(job, task);
        if (job.ledger.withoutValue() > 0 && gang.skipped() != Blueprint.NO_TASK) {
            return List.of();
        }
        for (int member : gang.open()) {
            if (!job.isDispatchable(member)) {
                return List.of();
            }
            ready.add(member);
        }
        ready.sort(Comparator.comparingDouble(
                member -> -books.shares.of(job.lineOf(member, books.lines).needs())));
        return ready;
    }

    /** A quick look: whether the tenant may hold them all, and each kind of them has as many places. */
    private boolean hasRoom(JobPlan job, List<Integer> members) {
        Map<Line, Integer> wanted = new HashMap<>();
        for (int member : members) {
            wanted.merge(job.lineOf(member, books.lines), 1, Integer::sum);
        }
        if (!Gang.isWithinQuota(job, members, books.lines)) {
            job.tenant.isHeldBack();
            return false;
        }
        for (var each : wanted.entrySet()) {
            long places = 0;
            for (NodeView view : books.nodes.values()) {
                places += view.freeNow(each.getKey());
            }
            if (places < each.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** A node for each, as if those before it were there already; none when there is not one for each. */
    private List<Dispatch.Choice> choose(JobPlan job, List<Integer> members, boolean isFirst) {
        var choices = new ArrayList<Dispatch.Choice>();
        for (int member : members) {
            Dispatch.Choice choice = dispatch.choose(job.lineOf(member, books.lines), job, member, isFirst);
            if (choice == null) {
                break;
            }
            choice.view().hold(job, member, choice.bars().line.needs());
            books.company.joins(job, member, choice.view());
            choices.add(choice);
        }
        for (Dispatch.Choice choice : choices) {
            books.company.leaves(job, choice.bars().task, choice.view());
            choice.view().letGo(job, choice.bars().task, choice.bars().line.needs());
        }
        books.lines.catchUp(
                books.stir.takeOpened()); // What had no room beside those that were tried may have some again.
        return choices.size() == members.size() ? choices : List.of();
    }

    /** Nodes that would hold the gang if nothing else were there: those that have the least to end. */
    Set<NodeView> nodesFor(Line line, Waiting next) {
        JobPlan job = next.job;
        List<Integer> members = ready(job, next.task());
        if (!Gang.isWithinQuota(job, members, books.lines)) {
            return Set.of();
        }
        line.gang = Gang.of(job, next.task());
        var byLoad = new ArrayList<>(books.nodes.values());
        byLoad.sort(Comparator.<NodeView>comparingInt(view -> line.keptForGang.contains(view) ? 0 : 1)
                .thenComparingDouble(view -> view.load(line)));
        Set<NodeView> nodes = nodesFor(job, members, byLoad);
        return nodes.isEmpty() ? nodesFor(job, members, List.copyOf(books.nodes.values())) : nodes;
    }

    private Set<NodeView> nodesFor(JobPlan job, List<Integer> members, List<NodeView> order) {
        Map<NodeView, Resources> left = new HashMap<>();
        var where = new ArrayList<NodeView>();
        for (int member : members) {
            Bars bars = dispatch.bars(job.lineOf(member, books.lines), job, member);
            NodeView view = first(order, bars, bars.line.needs(), left);
            if (view == null) {
                break;
            }
            left.put(view, left.getOrDefault(view, view.capacity).minus(bars.line.needs()));
            books.company.joins(job, member, view);
            where.add(view);
        }
        for (int i = 0; i < where.size(); i++) {
            books.company.leaves(job, members.get(i), where.get(i));
        }
        return where.size() == members.size() ? new LinkedHashSet<>(where) : Set.of();
    }

    private static NodeView first(List<NodeView> order, Bars bars, Resources needs, Map<NodeView, Resources> left) {
        for (NodeView view : order) {
            if (needs.fitsIn(left.getOrDefault(view, view.capacity)) && bars.againstKeeping(view) == null) {
                return view;
            }
        }
        return null;
    }
}
