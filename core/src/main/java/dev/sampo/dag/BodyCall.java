package dev.sampo.dag;

import java.util.Collections;
import java.util.List;

/** The one place that knows how a decoded body receives its inputs. An each gets its element as the first argument. */
public final class BodyCall {
    private BodyCall() {}

    /** Throws what the body throws, and IllegalArgumentException when the arguments are not what it takes. */
    @SuppressWarnings("unchecked")
    public static Object invoke(Object body, List<Object> arguments, TaskContext context) throws Exception {
        if (body instanceof ContextBodyOfList<?, ?> gather) {
            return ((ContextBodyOfList<Object, Object>) gather).run(Collections.unmodifiableList(arguments), context);
        }
        checkCount(body, arguments.size());
        return call(body, arguments, context);
    }

    @SuppressWarnings("unchecked")
    private static Object call(Object body, List<Object> in, TaskContext context) throws Exception {
        if (body instanceof ContextBody0<?> body0) {
            return body0.run(context);
        }
        if (body instanceof ContextBody1<?, ?>) {
            return ((ContextBody1<Object, Object>) body).run(in.get(0), context);
        }
        if (body instanceof ContextBody2<?, ?, ?>) {
            return ((ContextBody2<Object, Object, Object>) body).run(in.get(0), in.get(1), context);
        }
        if (body instanceof ContextBody3<?, ?, ?, ?>) {
            return ((ContextBody3<Object, Object, Object, Object>) body).run(in.get(0), in.get(1), in.get(2), context);
        }
        if (body instanceof ContextBody4<?, ?, ?, ?, ?>) {
            return ((ContextBody4<Object, Object, Object, Object, Object>) body)
                    .run(in.get(0), in.get(1), in.get(2), in.get(3), context);
        }
        if (body instanceof ContextBody5<?, ?, ?, ?, ?, ?>) {
            return ((ContextBody5<Object, Object, Object, Object, Object, Object>) body)
                    .run(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), context);
        }
        return ((ContextBody6<Object, Object, Object, Object, Object, Object, Object>) body)
                .run(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), context);
    }

    private static void checkCount(Object body, int given) {
        int taken = inputsOf(body);
        if (taken != given) {
            throw new IllegalArgumentException(
                    "the body " + body.getClass().getName() + " takes " + taken + " inputs, its task has " + given);
        }
    }

    private static int inputsOf(Object body) {
        List<Class<? extends Body>> forms = FORMS;
        for (int count = 0; count < forms.size(); count++) {
            if (forms.get(count).isInstance(body)) {
                return count;
            }
        }
        throw new IllegalArgumentException(
                body instanceof NamedBody<?> named
                        ? named + " must be looked up in the node's catalogue before it is called"
                        : body.getClass().getName()
                                + " is no body; bodies implement one of dev.sampo.dag.Body's forms");
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static final List<Class<? extends Body>> FORMS = (List) List.of(
            ContextBody0.class,
            ContextBody1.class,
            ContextBody2.class,
            ContextBody3.class,
            ContextBody4.class,
            ContextBody5.class,
            ContextBody6.class);
}
