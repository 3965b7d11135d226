package dev.lockstep.emulator;

import dev.lockstep.emulator.EmulatorCommand.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words behind a command: options {@code --name value} or {@code --name=value}, and plain words. */
record CommandOptions(Map<String, String> options, List<String> words) {

    /** @throws UsageException for an option without a value */
    static CommandOptions of(List<String> arguments) {
        var options = new LinkedHashMap<String, String>();
        var words = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("--")) {
                words.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(2, equals), word.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                options.put(word.substring(2), arguments.get(++i));
            } else {
                throw new UsageException("The option " + word + " needs a value.");
            }
        }
        return new CommandOptions(options, words);
    }

    /** @throws UsageException naming an option that is none of these */
    void allow(String... names) {
        var known = Set.of(names);
        options.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new UsageException("There is no option --" + name + " here.");
                });
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(options.get(name)).filter(value -> !value.isBlank());
    }

    /** @throws UsageException naming the option, when it is not a whole number from 0 on */
    Optional<Long> number(String name) {
        return text(name).map(text -> {
            try {
                long number = Long.parseLong(text);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new UsageException("--" + name + " must be a whole number, not `" + text + "`.");
            }
            throw new UsageException("--" + name + " must not be negative.");
        });
    }

    /** @throws UsageException saying what the missing word is */
    String word(String what) {
        if (words.isEmpty()) {
            throw new UsageException("Say " + what + ".");
        }
        return words.getFirst();
    }
}
