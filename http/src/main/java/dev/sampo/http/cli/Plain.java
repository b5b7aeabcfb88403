package dev.sampo.http.cli;

/** Text of others on a terminal: what would steer it is shown, not done. */
final class Plain {
    private Plain() {}

    /** One line, without control characters. */
    static String of(String text) {
        return plain(text, "\t");
    }

    /** The same, with its line breaks. */
    static String lines(String text) {
        return String.join("\n", text.lines().map(Plain::of).toList());
    }

    /** Some of a longer text, which may begin and end anywhere. */
    static String text(String some) {
        return plain(some.replace("\r\n", "\n").replace('\r', '\n'), "\t\n");
    }

    private static String plain(String text, String harmless) {
        if (text.chars().noneMatch(each -> steers(each, harmless))) {
            return text;
        }
        var plain = new StringBuilder();
        text.chars().forEach(each -> plain.append(steers(each, harmless) ? '\uFFFD' : (char) each));
        return plain.toString();
    }

    private static boolean steers(int character, String harmless) {
        return harmless.indexOf(character) < 0
                && (Character.isISOControl(character) || Character.getType(character) == Character.FORMAT);
    }
}
