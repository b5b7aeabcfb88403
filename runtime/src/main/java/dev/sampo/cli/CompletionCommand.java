package dev.sampo.cli;

import picocli.AutoComplete;

/** Writes what lets a shell complete commands and their options. */
@picocli.CommandLine.Command(
        name = "completion",
        description = "Write a script that lets bash or zsh complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(./sampo completion)            bash, for this shell",
            "  ./sampo completion > ~/.local/share/bash-completion/completions/sampo",
            "  autoload -U bashcompinit && bashcompinit && source <(./sampo completion)     zsh"
        })
final class CompletionCommand extends Command {

    CompletionCommand(Terminal terminal) {
        super(terminal);
    }

    record Completion(String script) {}

    @Override
    protected ExitCode run() {
        String script = AutoComplete.bash("sampo", Main.commandLine(terminal()));
        answer(new Completion(script), script);
        return ExitCode.OK;
    }
}
