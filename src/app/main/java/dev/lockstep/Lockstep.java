package dev.lockstep;

import dev.lockstep.core.Command;
import java.util.List;
import java.util.ServiceLoader;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Lockstep. Alone in the root so that no module can import it by accident. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Lockstep {

    public static void main(String[] args) {
        if (args.length > 0 && !args[0].startsWith("-")) {
            System.exit(run(List.of(args)));
        }
        // Before Spring and the log are there, which takes seconds on a busy machine.
        System.out.println("Lockstep " + version() + "starts: settings, web server, database, pages");
        SpringApplication.run(Lockstep.class, args);
    }

    private static String version() {
        String version = Lockstep.class.getPackage().getImplementationVersion();
        return version == null ? "" : version + " ";
    }

    private static int run(List<String> words) {
        var commands = ServiceLoader.load(Command.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (Command command : commands) {
            if (command.name().equals(words.getFirst())) {
                return command.run(words.subList(1, words.size()));
            }
        }
        System.err.println("There is no command `" + words.getFirst() + "`. There are: "
                + String.join(", ", commands.stream().map(Command::name).toList())
                + ". Without a command Lockstep starts.");
        return 2;
    }
}
