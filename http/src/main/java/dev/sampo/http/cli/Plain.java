package dev.sampo.http.cli;

/** Text of others on a terminal: what would steer it is shown, not done. */
final class Plain {
    private Plain() {}

    /** One line, without control characters. */
    static String of(String text) {
        if (text.chars().noneMatch(Plain::steers)) {
            return text;
        }
        var plain = new StringBuilder();
        text.chars().forEach(each -> plain.append(steers(each) ? '\uFFFD' : (char) each));
        return plain.toString();
    }

    /** The same, with its line breaks. */
    static String lines(String text) {
        return String.join("\n", text.lines().map(Plain::of).toList());
    }

    private static boolean steers(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }
}
