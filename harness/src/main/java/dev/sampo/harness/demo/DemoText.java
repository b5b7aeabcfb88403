package dev.sampo.harness.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Pages of made-up text, the same in every run and on every node, and what is counted in them. */
final class DemoText {
    private static final List<String> WORDS = List.of(
            "mill", "grain", "salt", "gold", "smith", "forge", "song", "north", "boat", "lid", "swan", "barley", "iron",
            "wool", "elk", "harp", "sea", "bridge", "winter", "bear", "birch", "eagle", "fire", "field");
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private DemoText() {}

    /** A page is made where it is read: what travels is how to make it. */
    record Page(int number, int words) {

        /** Takes its time, as if the page came from somewhere slow, and longer while the file {@code hold} is there. */
        Page read(long millis, String hold) throws InterruptedException {
            do {
                Thread.sleep(millis);
            } while (Files.exists(Path.of(hold)));
            return this;
        }

        String text() {
            var random = RANDOM.create(number);
            var text = new StringBuilder();
            for (int i = 0; i < words; i++) {
                // The lesser of two draws: the first words are frequent, the last ones rare, as in real text.
                int drawn = Math.min(random.nextInt(WORDS.size()), random.nextInt(WORDS.size()));
                text.append(WORDS.get(drawn)).append(i % 12 == 11 ? ".\n" : " ");
            }
            return text.toString();
        }
    }

    static List<Page> pages(int count, int words) {
        var pages = new ArrayList<Page>();
        for (int number = 1; number <= count; number++) {
            pages.add(new Page(number, words + number % 7 * words / 10));
        }
        return pages;
    }

    static Map<String, Long> words(Page page) {
        var counts = new TreeMap<String, Long>();
        for (String word : page.text().split("[^a-z]+")) {
            counts.merge(word, 1L, Long::sum);
        }
        return counts;
    }

    static long letters(Page page) {
        return page.text().chars().filter(Character::isLetter).count();
    }

    static Map<String, Long> merge(List<Map<String, Long>> counts) {
        var sum = new TreeMap<String, Long>();
        counts.forEach(each -> each.forEach((word, count) -> sum.merge(word, count, Long::sum)));
        return sum;
    }

    static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    /** What the demo is to find out. */
    record Findings(Map<String, Long> words, long letters) {

        long wordCount() {
            return words.values().stream().mapToLong(Long::longValue).sum();
        }

        /** The same by a plain loop over the characters, in one thread, without any of the above but the text. */
        static Findings directly(List<Page> pages) {
            var words = new TreeMap<String, Long>();
            long letters = 0;
            for (Page page : pages) {
                var word = new StringBuilder();
                for (char c : page.text().toCharArray()) {
                    if (c >= 'a' && c <= 'z') {
                        word.append(c);
                    } else if (!word.isEmpty()) {
                        words.merge(word.toString(), 1L, Long::sum);
                        letters += word.length();
                        word.setLength(0);
                    }
                }
            }
            return new Findings(words, letters);
        }
    }
}
