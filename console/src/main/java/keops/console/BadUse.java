package keops.console;

import java.util.ArrayList;
import java.util.List;
import keops.text.Suggestion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The messages for invalid command lines. */
final class BadUse {
    private BadUse() {}

    static String text(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        return switch (failure) {
            case UnmatchedArgumentException e when !e.getUnmatched().isEmpty() ->
                unmatched(e.getUnmatched().getFirst(), command);
            default -> failure.getMessage();
        };
    }

    private static String unmatched(String word, CommandSpec command) {
        if (word.startsWith("-")) {
            String option = word.split("=", 2)[0];
            var names = new ArrayList<>(command.optionsMap().keySet());
            return "unknown option '" + option + "'" + nearest(option, names);
        }
        return command.subcommands().isEmpty()
                ? "'" + word + "' is one word too many"
                : unknownCommand(word, command);
    }

    static String unknownCommand(String word, CommandSpec command) {
        List<String> commands = List.copyOf(command.subcommands().keySet());
        return "unknown command '" + word + "'" + nearest(word, commands) + "; there are: "
                + String.join(", ", commands);
    }

    /** The closest name; if none is close, the only one that begins with the word. */
    private static String nearest(String word, List<String> names) {
        String near = Suggestion.of(word, names);
        List<String> longer = names.stream().filter(name -> name.startsWith(word)).toList();
        boolean isBeginning = near.isEmpty() && longer.size() == 1 && word.length() > 2;
        return isBeginning ? " (did you mean '" + longer.getFirst() + "'?)" : near;
    }
}
