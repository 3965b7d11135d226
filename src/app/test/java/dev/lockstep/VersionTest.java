package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One version, wherever it is written. */
class VersionTest {

    private static final String JAVA = "src/app/main/java/dev/lockstep/convex/";

    @ParameterizedTest
    @CsvSource({
        "src/app/pom.xml, <version>(.+?)</version>",
        "src/emulator/pom.xml, <version>(.+?)</version>",
        "src/start/pom.xml, <version>(.+?)</version>",
        "src/words/pom.xml, <version>(.+?)</version>",
        "src/app/main/convex/package.json, \"version\": \"(.+?)\"",
        "src/app/main/editor/package.json, \"version\": \"(.+?)\"",
        JAVA + "http/FunctionCalls.java, \"java-(.+?)\"",
        JAVA + "socket/SocketLink.java, \"java-(.+?)\"",
        JAVA + "deployment/JsonCalls.java, \"lockstep-(.+?)\"",
    })
    void isTheSameEverywhere(String file, String place) throws IOException {
        assertThat(first(file, place)).isEqualTo(version());
    }

    /** Whoever reads the list of changes of a release reads of all that is in it. */
    @Test
    void isTheNewestInTheListOfChanges() throws IOException {
        String newest = first("CHANGELOG.md", "(?m)^## (\\S+)");

        assertThat(newest).isIn("Pending", version());
    }

    private static String version() throws IOException {
        return first("pom.xml", "<artifactId>lockstep-parent</artifactId>\\s*<version>(.+?)</version>");
    }

    private static String first(String file, String place) throws IOException {
        Matcher found = Pattern.compile(place).matcher(Files.readString(Path.of(file)));
        assertThat(found.find()).as("%s says its version", file).isTrue();
        return found.group(1);
    }
}
