package dev.sampo.http.remote;

import dev.sampo.dag.ContextBodyOfList;
import dev.sampo.dag.TaskContext;
import dev.sampo.http.value.JsonText;
import dev.sampo.http.value.NotJson;
import java.util.List;

/** Waits while another program does the work. */
record RemoteBody(String queue) implements ContextBodyOfList<Object, Object> {
    private static final int INPUTS_MAX = 16 << 20;

    @Override
    public Object run(List<Object> inputs, TaskContext context) throws InterruptedException {
        return LeaseOffice.await(context.node()).have(queue, context, json(inputs));
    }

    private String json(List<Object> inputs) {
        var text = new StringBuilder();
        try {
            for (JsonText pieces = JsonText.of(inputs); pieces.hasNext(); ) {
                text.append(pieces.next().utf8String());
                if (text.length() > INPUTS_MAX) {
                    throw new IllegalArgumentException("the inputs are more than " + (INPUTS_MAX >> 20)
                            + " MiB as JSON, too much for a worker of the queue \"" + queue
                            + "\"; give it the name of a file or an address instead");
                }
            }
            return text.toString();
        } catch (NotJson not) {
            throw new IllegalArgumentException(
                    "the inputs cannot go to a worker of the queue \"" + queue + "\": " + not.getMessage(), not);
        }
    }
}
