package dev.sampo.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sample programs on the class path. They are plain programs that know nothing of the command line; a list beside them
 * gives each a name, its main class and a sentence.
 */
record Samples(List<Sample> samples) {
    private static final String LIST = "/META-INF/sampo/samples";

    record Sample(String name, String mainClass, String description) {

        void run(List<String> arguments) throws Exception {
            var main = Class.forName(mainClass).getMethod("main", String[].class);
            try {
                main.invoke(null, (Object) arguments.toArray(String[]::new));
            } catch (java.lang.reflect.InvocationTargetException thrown) {
                throw thrown.getCause() instanceof Exception exception ? exception : thrown;
            }
        }
    }

    static Samples onClassPath() throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream(LIST)) {
            return in == null ? new Samples(List.of()) : read(in);
        }
    }

    private static Samples read(InputStream in) {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
        return new Samples(lines.filter(line -> !line.isBlank())
                .map(line -> line.split("\\s+", 3))
                .map(parts -> new Sample(parts[0], parts[1], parts[2]))
                .toList());
    }

    Optional<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).findFirst();
    }

    String names() {
        return String.join(", ", samples.stream().map(Sample::name).toList());
    }

    /** One line each, aligned. */
    String table() {
        int width = samples.stream()
                .mapToInt(sample -> sample.name().length())
                .max()
                .orElse(0);
        String[] lines = samples.stream()
                .map(sample -> "  " + sample.name()
                        + " ".repeat(width + 2 - sample.name().length()) + sample.description())
                .toArray(String[]::new);
        return String.join(System.lineSeparator(), Arrays.asList(lines));
    }
}
