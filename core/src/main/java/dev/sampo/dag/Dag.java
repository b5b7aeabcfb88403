package dev.sampo.dag;

import dev.sampo.dag.Problem.Kind;
import dev.sampo.dag.TaskSpec.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A graph of tasks as users write it: each task gives a typed handle, and handles are the inputs of later tasks, so that
 * a value of the wrong type does not compile. Mistakes are collected and told together when the Dag is compiled.
 *
 * <p>Bodies travel: they and what they capture must be serialisable. A body may take a {@link TaskContext} last. Not
 * thread-safe; one thread builds a Dag.
 */
public final class Dag {
    private final String name;
    private final List<Draft> drafts = new ArrayList<>();
    private final Set<String> allowed = new TreeSet<>();
    private final List<Problem> found = new ArrayList<>();
    private TaskOptions defaults = TaskOptions.DEFAULTS;

    private Dag(String name) {
        this.name = name;
    }

    public static Dag named(String name) {
        return new Dag(Objects.requireNonNull(name, "the name of a Dag is null"));
    }

    public String name() {
        return name;
    }

    /** What tasks of this Dag, earlier and later ones, get for every option they do not set themselves. */
    public Dag defaults(TaskOptions options) {
        defaults = Objects.requireNonNull(options, "the defaults of Dag \"" + name + "\" are null");
        return this;
    }

    /** Lets instances of these classes travel as inputs, captures and results, besides those of the bodies' packages. */
    public Dag allow(Class<?>... classes) {
        for (Class<?> type : classes) {
            Class<?> element = type;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            allowed.add(element.getName());
        }
        return this;
    }

    /** Lets instances of all classes in this package and those below travel. */
    public Dag allow(String packagePrefix) {
        Objects.requireNonNull(packagePrefix, "the package to allow is null");
        allowed.add(packagePrefix.endsWith(".") ? packagePrefix : packagePrefix + ".");
        return this;
    }

    /** A constant, sent once to each node that needs it. */
    public <T> Handle<T> value(String name, T constant) {
        Objects.requireNonNull(constant, () -> "the value of \"" + name + "\" is null");
        return new Handle<>(draft(name, new Work.Holds(constant), List.of()), Need.VALUE);
    }

    public <R> Handle<R> task(String name, Body0<R> body) {
        return run(name, body);
    }

    public <R> Handle<R> task(String name, ContextBody0<R> body) {
        return run(name, body);
    }

    public <A, R> Handle<R> task(String name, Handle<? extends A> a, Body1<A, R> body) {
        return run(name, body, a);
    }

    public <A, R> Handle<R> task(String name, Handle<? extends A> a, ContextBody1<A, R> body) {
        return run(name, body, a);
    }

    public <A, B, R> Handle<R> task(String name, Handle<? extends A> a, Handle<? extends B> b, Body2<A, B, R> body) {
        return run(name, body, a, b);
    }

    public <A, B, R> Handle<R> task(
            String name, Handle<? extends A> a, Handle<? extends B> b, ContextBody2<A, B, R> body) {
        return run(name, body, a, b);
    }

    public <A, B, C, R> Handle<R> task(
            String name, Handle<? extends A> a, Handle<? extends B> b, Handle<? extends C> c, Body3<A, B, C, R> body) {
        return run(name, body, a, b, c);
    }

    public <A, B, C, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            ContextBody3<A, B, C, R> body) {
        return run(name, body, a, b, c);
    }

    public <A, B, C, D, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            Handle<? extends D> d,
            Body4<A, B, C, D, R> body) {
        return run(name, body, a, b, c, d);
    }

    public <A, B, C, D, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            Handle<? extends D> d,
            ContextBody4<A, B, C, D, R> body) {
        return run(name, body, a, b, c, d);
    }

    public <A, B, C, D, E, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            Handle<? extends D> d,
            Handle<? extends E> e,
            Body5<A, B, C, D, E, R> body) {
        return run(name, body, a, b, c, d, e);
    }

    public <A, B, C, D, E, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            Handle<? extends D> d,
            Handle<? extends E> e,
            ContextBody5<A, B, C, D, E, R> body) {
        return run(name, body, a, b, c, d, e);
    }

    public <A, B, C, D, E, F, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            Handle<? extends D> d,
            Handle<? extends E> e,
            Handle<? extends F> f,
            Body6<A, B, C, D, E, F, R> body) {
        return run(name, body, a, b, c, d, e, f);
    }

    public <A, B, C, D, E, F, R> Handle<R> task(
            String name,
            Handle<? extends A> a,
            Handle<? extends B> b,
            Handle<? extends C> c,
            Handle<? extends D> d,
            Handle<? extends E> e,
            Handle<? extends F> f,
            ContextBody6<A, B, C, D, E, F, R> body) {
        return run(name, body, a, b, c, d, e, f);
    }

    /** Gathers many inputs of one type, in order. */
    public <A, R> Handle<R> task(String name, List<? extends Handle<? extends A>> inputs, BodyOfList<A, R> body) {
        return run(name, body, inputs);
    }

    public <A, R> Handle<R> task(
            String name, List<? extends Handle<? extends A>> inputs, ContextBodyOfList<A, R> body) {
        return run(name, body, inputs);
    }

    /** Runs a body of the nodes' catalogue; whether its inputs fit shows only there. */
    public <R> Handle<R> task(String name, NamedBody<R> body, Handle<?>... inputs) {
        return run(name, body, inputs);
    }

    /** Runs the body once per element of a collection known only at run time. */
    public <A, R> Each<R> each(String name, Handle<? extends Collection<? extends A>> elements, Body1<A, R> body) {
        return map(name, body, elements);
    }

    public <A, R> Each<R> each(
            String name, Handle<? extends Collection<? extends A>> elements, ContextBody1<A, R> body) {
        return map(name, body, elements);
    }

    /** Gives every element the same second input besides. */
    public <A, S, R> Each<R> each(
            String name,
            Handle<? extends Collection<? extends A>> elements,
            Handle<? extends S> shared,
            Body2<A, S, R> body) {
        return map(name, body, elements, shared);
    }

    public <A, S, R> Each<R> each(
            String name,
            Handle<? extends Collection<? extends A>> elements,
            Handle<? extends S> shared,
            ContextBody2<A, S, R> body) {
        return map(name, body, elements, shared);
    }

    /** Maps over elements known now; they become a constant called {@code name.elements}. */
    public <A, R> Each<R> each(String name, Collection<? extends A> elements, Body1<A, R> body) {
        return map(name, body, elementsOf(name, elements));
    }

    public <A, R> Each<R> each(String name, Collection<? extends A> elements, ContextBody1<A, R> body) {
        return map(name, body, elementsOf(name, elements));
    }

    public <A, S, R> Each<R> each(
            String name, Collection<? extends A> elements, Handle<? extends S> shared, Body2<A, S, R> body) {
        return map(name, body, elementsOf(name, elements), shared);
    }

    public <A, S, R> Each<R> each(
            String name, Collection<? extends A> elements, Handle<? extends S> shared, ContextBody2<A, S, R> body) {
        return map(name, body, elementsOf(name, elements), shared);
    }

    /** Maps a body of the nodes' catalogue over the elements. */
    public <R> Each<R> each(String name, Handle<? extends Collection<?>> elements, NamedBody<R> body) {
        return map(name, body, elements);
    }

    /** The Dag in names only, as files and other languages would write it. */
    public DagSpec spec() {
        return new DagSpec(
                name, drafts.stream().map(draft -> draft.spec(defaults)).toList(), allowed);
    }

    /** Throws {@link InvalidDag} with everything that is wrong. */
    public Blueprint compile(BodyEncoder encoder) {
        return Compiler.compile(spec(), found, encoder);
    }

    private Handle<?> elementsOf(String name, Collection<?> elements) {
        Objects.requireNonNull(elements, () -> "the elements of \"" + name + "\" are null");
        return value(name + ".elements", new ArrayList<>(elements));
    }

    private <R> Handle<R> run(String name, Body body, Handle<?>... inputs) {
        return run(name, body, Arrays.asList(inputs));
    }

    private <R> Handle<R> run(String name, Body body, List<? extends Handle<?>> inputs) {
        Objects.requireNonNull(body, () -> "the body of \"" + name + "\" is null");
        Objects.requireNonNull(inputs, () -> "the inputs of \"" + name + "\" are null");
        return new Handle<>(draft(name, new Work.Runs(body), inputs), Need.VALUE);
    }

    private <R> Each<R> map(String name, Body body, Handle<?>... inputs) {
        Objects.requireNonNull(body, () -> "the body of \"" + name + "\" is null");
        return new Each<>(draft(name, new Work.Maps(body), Arrays.asList(inputs)));
    }

    private Draft draft(String name, Work work, List<? extends Handle<?>> inputs) {
        Objects.requireNonNull(name, "the name of a task is null");
        var draft = new Draft(this, name, work, belonging(name, inputs));
        drafts.add(draft);
        return draft;
    }

    /** Those handles that belong here; each other one is a problem instead. */
    <H extends AnyHandle<?>> List<H> belonging(String task, List<H> handles) {
        var known = new ArrayList<H>(handles.size());
        for (H handle : handles) {
            Objects.requireNonNull(handle, () -> "an input of \"" + task + "\" is null; define it first");
            if (handle.draft.dag == this) {
                known.add(handle);
            } else {
                String what = "uses \"" + handle.name() + "\" of the Dag \"" + handle.draft.dag.name
                        + "\"; handles are good only in the Dag that gave them";
                found(Kind.FOREIGN_HANDLE, task, what);
            }
        }
        return known;
    }

    /** The two, and all that either was grouped with, are one group from now on. */
    void join(Draft one, Draft other) {
        String group = one.group != null ? one.group : other.group != null ? other.group : "with " + one.name;
        one.join(group);
        other.join(group);
    }

    void rename(String group, String name) {
        drafts.stream().filter(draft -> group.equals(draft.group)).forEach(draft -> draft.group = name);
    }

    /** Keeps a mistake for {@link #compile}. */
    void found(Kind kind, String where, String what) {
        found.add(new Problem(kind, where, what));
    }
}
