package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks for every operation of Clerk's description, and holds how many there are against what the README says. */
@Tag("wire")
class OperationsTest {

    private static final Path README = Path.of("src/emulator/README.md");

    @TempDir
    Path home;

    @Test
    void areAsManyAsTheReadmeSays() throws Exception {
        Optional<ApiDescription> description = ApiDescription.find();
        Assumptions.assumeTrue(description.isPresent(), "no description of Clerk's API");
        List<String> operations = description.get().operations();
        var absent = new ArrayList<String>();
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            for (String operation : operations) {
                String[] words = operation.split(" ");
                var reply = words[0].equals("GET") || words[0].equals("DELETE")
                        ? backend.call(words[0], words[1])
                        : backend.call(words[0], words[1], "{}");
                if (new String(reply.response().body()).contains("The requested path was not found.")) {
                    absent.add(operation);
                }
            }
        }

        assertThat(Files.readString(README))
                .as("absent: " + absent)
                .contains("The " + operations.size() + " operations of")
                .contains((operations.size() - absent.size()) + " of them are there");
    }
}
