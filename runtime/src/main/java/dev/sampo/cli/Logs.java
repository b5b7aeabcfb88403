package dev.sampo.cli;

/** Sends the log to stderr, warnings only unless debugging; must come before the first logger. */
final class Logs {
    private static final String CONFIGURATION = "logback.configurationFile";

    private Logs() {}

    static void begin(boolean debug) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "dev/sampo/cli/logback.xml");
        }
        System.setProperty("slf4j.internal.verbosity", debug ? "INFO" : "ERROR");
        System.setProperty("sampo.cli.log-level", debug ? "INFO" : "ERROR");
        System.setProperty("sampo.cli.tries-log-level", debug ? "INFO" : "OFF");
        System.setProperty("sampo.cli.own-log-level", debug ? "DEBUG" : "WARN");
    }
}
