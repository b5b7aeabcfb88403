package dev.sampo.bench.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * How the kit talks to a system: a line {@code W1 n=10000} in, one line of JSON out. A request that fails is answered too,
 * so the conversation goes on.
 */
final class LineProtocol {
    private static final String QUIT = "QUIT";
    private static final double NANOS = 1e9;

    private final BufferedReader in;
    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();

    LineProtocol(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** One line of the kit. */
    record Request(String name, Map<String, String> parameters) {
        static Request parse(String line) {
            String[] words = line.trim().split("\\s+");
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                if (pair.length < 2) {
                    throw new IllegalArgumentException("\"" + words[i] + "\" is no parameter; write name=value");
                }
                parameters.put(pair[0], pair[1]);
            }
            return new Request(words[0], parameters);
        }

        String text(String parameter) {
            String value = parameters.get(parameter);
            if (value == null) {
                throw new IllegalArgumentException(name + " needs " + parameter + "=..");
            }
            return value;
        }

        int number(String parameter) {
            return Integer.parseInt(text(parameter));
        }
    }

    interface Workload {
        long run(Request request);
    }

    /** Answers until told to quit or nobody asks any more. */
    void serve(Workload workloads, Map<String, ?> pids) throws IOException {
        say(Map.of("ready", true));
        for (String line = in.readLine(); line != null && !line.trim().equals(QUIT); line = in.readLine()) {
            if (!line.isBlank()) {
                say(answer(line, workloads, pids));
            }
        }
    }

    private static Map<String, ?> answer(String line, Workload workloads, Map<String, ?> pids) {
        try {
            var request = Request.parse(line);
            if (request.name().equals("PIDS")) {
                return pids;
            }
            long began = System.nanoTime();
            long sum = workloads.run(request);
            return Map.of("sum", sum, "secs", (System.nanoTime() - began) / NANOS);
        } catch (IllegalArgumentException wrongLine) {
            return Map.of("error", wrongLine.toString());
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            return Map.of("error", failure.toString());
        }
    }

    private void say(Map<String, ?> answer) throws JsonProcessingException {
        out.println(json.writeValueAsString(answer));
        out.flush();
    }
}
