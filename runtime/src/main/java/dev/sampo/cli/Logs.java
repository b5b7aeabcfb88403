package dev.sampo.cli;

/** Sends the log to stderr, warnings only unless debugging; must come before the first logger. */
final class Logs {
    private static final String CONFIGURATION = "logback.configurationFile";

    /** How a line of the log is written. */
    enum Form {
        /** For people: with job, task, attempt and node, where it is about such. */
        TEXT("logback.xml"),
        /** An object in each line, for programs that gather logs. */
        JSON("logback-json.xml");

        private final String file;

        Form(String file) {
            this.file = file;
        }
    }

    private Logs() {}

    static void begin(boolean debug, Form form) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "dev/sampo/cli/" + form.file);
        }
        System.setProperty("slf4j.internal.verbosity", debug ? "INFO" : "ERROR");
        System.setProperty("sampo.cli.log-level", debug ? "INFO" : "ERROR");
        System.setProperty("sampo.cli.tries-log-level", debug ? "INFO" : "OFF");
        System.setProperty("sampo.cli.own-log-level", debug ? "DEBUG" : "WARN");
    }
}
