package dev.lockstep.project.vault;

import dev.lockstep.core.Command;
import dev.lockstep.core.Problem;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the keyset a fresh key from the command line. Prints no key; the keyset in the environment cannot be changed from
 * here, so that for one of those it says how.
 */
public final class KeysCommand implements Command {

    private static final String VARIABLE = "LOCKSTEP_KEYSET";

    private static final String USAGE = """
            Usage:
              keys rotate [--file FILE]
            Adds a key to the keyset in FILE, keys/secrets.json in LOCKSTEP_HOME (./data when not set) unless given, with
            which everything is sealed from the next start on.""";

    private static final String IN_ENVIRONMENT = """
            Nothing was changed: LOCKSTEP_KEYSET is set, and this cannot change your environment. To rotate it:
              1. Write its value into a file that only you may read:  (umask 077; printenv LOCKSTEP_KEYSET > keyset.json)
              2. Add a key to that:                                   keys rotate --file keyset.json
              3. Put what is in the file then where LOCKSTEP_KEYSET comes from, for every node, and delete the file.""";

    private static final String NEXT = """
            What follows:
              1. Back up the keyset, apart from the database. Backups of the database from before need it too.
              2. Start Lockstep again, all nodes at once: one that still has the old keyset cannot open what is sealed with
                 the new key. The start seals everything stored anew and says how much in the log.""";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public KeysCommand() {
        this(System.getenv(), System.out, System.err);
    }

    KeysCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public int run(List<String> words) {
        boolean known = !words.isEmpty()
                && words.getFirst().equals("rotate")
                && (words.size() == 1 || (words.size() == 3 && words.get(1).equals("--file")));
        if (!known) {
            err.println(USAGE);
            return 2;
        }
        Optional<Path> named = words.size() == 3 ? Optional.of(Path.of(words.get(2))) : Optional.empty();
        if (named.isEmpty() && !environment.getOrDefault(VARIABLE, "").isBlank()) {
            err.println(IN_ENVIRONMENT);
            return 1;
        }
        return rotate(named.orElseGet(this::usual).toAbsolutePath().normalize());
    }

    private int rotate(Path file) {
        if (!Files.exists(file)) {
            err.println("There is no keyset at " + file
                    + ". The first start of Lockstep makes one; set LOCKSTEP_HOME to" + " where yours is.");
            return 1;
        }
        try {
            int keys = Keyset.rotate(file);
            out.println("The keyset " + file + " has " + keys + " keys now, and the new one seals.");
            out.println(NEXT);
            return 0;
        } catch (Problem problem) {
            err.println(problem.sentence() + " " + problem.nextStep());
            return 1;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + ". Nothing was changed.");
            return 1;
        }
    }

    private Path usual() {
        return Path.of(environment.getOrDefault("LOCKSTEP_HOME", "./data"), "keys", "secrets.json");
    }
}
