package dev.sampo.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.job.Fence;
import dev.sampo.resilience.limit.RateLimit;
import dev.sampo.resource.Resources;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyCallTest {
    private static final TaskContext CONTEXT = new FixedContext();

    @Test
    void everyFormGetsItsInputsInOrder() throws Exception {
        assertThat(call((Body0<String>) () -> "")).isEqualTo("");
        assertThat(call((Body1<String, String>) a -> a, "a")).isEqualTo("a");
        assertThat(call((Body2<String, String, String>) (a, b) -> a + b, "a", "b"))
                .isEqualTo("ab");
        assertThat(call((Body3<String, String, String, String>) (a, b, c) -> a + b + c, "a", "b", "c"))
                .isEqualTo("abc");
        assertThat(call(
                        (Body4<String, String, String, String, String>) (a, b, c, d) -> a + b + c + d,
                        "a",
                        "b",
                        "c",
                        "d"))
                .isEqualTo("abcd");
        Body5<String, String, String, String, String, String> five = (a, b, c, d, e) -> a + b + c + d + e;
        assertThat(call(five, "a", "b", "c", "d", "e")).isEqualTo("abcde");
        Body6<String, String, String, String, String, String, String> six = (a, b, c, d, e, f) -> a + b + c + d + e + f;
        assertThat(call(six, "a", "b", "c", "d", "e", "f")).isEqualTo("abcdef");
    }

    @Test
    void everyFormWithContextGetsItLast() throws Exception {
        assertThat(call((ContextBody0<String>) TaskContext::task)).isEqualTo("task");
        assertThat(call((ContextBody1<String, String>) (a, context) -> a + context.task(), "a"))
                .isEqualTo("atask");
        ContextBody2<String, String, String> two = (a, b, context) -> a + b + context.task();
        assertThat(call(two, "a", "b")).isEqualTo("abtask");
        ContextBody3<String, String, String, String> three = (a, b, c, context) -> a + b + c + context.task();
        assertThat(call(three, "a", "b", "c")).isEqualTo("abctask");
        ContextBody4<String, String, String, String, String> four =
                (a, b, c, d, context) -> a + b + c + d + context.task();
        assertThat(call(four, "a", "b", "c", "d")).isEqualTo("abcdtask");
        ContextBody5<String, String, String, String, String, String> five =
                (a, b, c, d, e, context) -> a + b + c + d + e + context.task();
        assertThat(call(five, "a", "b", "c", "d", "e")).isEqualTo("abcdetask");
        ContextBody6<String, String, String, String, String, String, String> six =
                (a, b, c, d, e, f, context) -> a + b + c + d + e + f + context.task();
        assertThat(call(six, "a", "b", "c", "d", "e", "f")).isEqualTo("abcdeftask");
    }

    @Test
    void aGatheringBodyGetsAllInputsAsOneList() throws Exception {
        BodyOfList<String, Integer> size = List::size;
        ContextBodyOfList<String, String> told = (all, context) -> context.task() + all;
        assertThat(call(size)).isEqualTo(0);
        assertThat(call(size, "a", null)).isEqualTo(2);
        assertThat(call(told, "a", "b")).isEqualTo("task[a, b]");
    }

    @Test
    void anInputMayBeNull() throws Exception {
        assertThat(call((Body1<String, Boolean>) a -> a == null, (Object) null)).isEqualTo(true);
    }

    @Test
    void whatTheBodyThrowsComesThroughAsItIs() {
        assertThatThrownBy(() -> call((Body0<String>) () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
    }

    @Test
    void aWrongNumberOfInputsIsTold() {
        Body1<String, String> body = a -> a;
        assertThatThrownBy(() -> call(body, "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 1 inputs, its task has 2");
    }

    @Test
    void whatIsNoBodyIsRefused() {
        assertThatThrownBy(() -> call("text")).hasMessageContaining("java.lang.String is no body");
        assertThatThrownBy(() -> call(Body.named("resize"))).hasMessageContaining("node's catalogue");
    }

    @Test
    void aCatalogueNameFollowsTheRuleForNames() {
        assertThatThrownBy(() -> Body.named("a b")).hasMessageContaining("\"a b\" is no name");
    }

    private static Object call(Object body, Object... arguments) throws Exception {
        return BodyCall.invoke(body, Arrays.asList(arguments), CONTEXT);
    }

    private record FixedContext() implements TaskContext {
        @Override
        public Resources needs() {
            return Resources.NONE;
        }

        @Override
        public List<String> held(String resource) {
            return List.of();
        }

        @Override
        public String jobId() {
            return "job";
        }

        @Override
        public String task() {
            return "task";
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Fence fencingToken() {
            return new Fence(1, 1);
        }

        @Override
        public String node() {
            return "node";
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void progress(double fraction, String note) {}

        @Override
        public void heartbeat() {}

        @Override
        public RateLimit limit(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void spawn(Dag dag) {}

        @Override
        public <T> T spawn(Dag dag, Handle<T> result) {
            return null;
        }
    }
}
