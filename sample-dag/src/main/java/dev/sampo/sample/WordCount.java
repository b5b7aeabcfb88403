package dev.sampo.sample;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the words of some text files: a map over as many files as there turn out to be, then a join. */
public final class WordCount {
    private static final List<String> TEXTS = List.of("mill.txt", "forge.txt", "harbour.txt", "winter.txt");

    public static void main(String[] args) {
        try (Sampo sampo = Sampo.local()) {
            Map<String, Integer> counts = count(sampo);
            System.out.println(counts.size() + " different words; the most frequent:");
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(8)
                    .forEach(word -> System.out.printf("%5d %s%n", word.getValue(), word.getKey()));
        }
    }

    static Map<String, Integer> count(Sampo sampo) {
        var dag = Dag.named("word-count");
        var files = dag.task("files", () -> TEXTS);
        var words = dag.each("words", files, WordCount::wordsOf) // one task per file, known when "files" has run
                .needs(cpus(1).memory("16MB"));
        var total = dag.task("total", words.all(), WordCount::merge);
        return sampo.submit(dag).await(total);
    }

    static Map<String, Integer> wordsOf(String file) throws IOException {
        try (var in = WordCount.class.getResourceAsStream("texts/" + file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            var counts = new TreeMap<String, Integer>();
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            for (String word : text.split("[^a-z']+")) {
                if (!word.isEmpty()) {
                    counts.merge(word, 1, Integer::sum);
                }
            }
            return counts;
        }
    }

    static Map<String, Integer> merge(List<Map<String, Integer>> parts) {
        var sum = new TreeMap<String, Integer>();
        parts.forEach(part -> part.forEach((word, count) -> sum.merge(word, count, Integer::sum)));
        return sum;
    }
}
