package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.EnvFile.Remark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of environment variables, as people paste them. */
class EnvFileTest {

    @TempDir
    Path folder;

    @Test
    void readsPlainLinesCommentsAndExport() {
        assertThat(values("""
                # A comment, with NAME=value in it
                A=1
                  export B = two words   # and a comment
                C=
                D=a#b
                E= # only a comment

                F=https://example.com/?a=b&c=d#here
                """))
                .containsExactly(
                        Map.entry("A", "1"),
                        Map.entry("B", "two words"),
                        Map.entry("C", ""),
                        Map.entry("D", "a#b"),
                        Map.entry("E", ""),
                        Map.entry("F", "https://example.com/?a=b&c=d#here"));
    }

    @Test
    void readsQuotesOverLinesWithTheirOwnRules() {
        assertThat(values("""
                KEY="-----BEGIN-----\\nabc
                def\\"-\\\\-"  # kept whole
                RAW='no \\n escapes, # no comment
                "second" line'
                TICK=`both ' and "`
                AFTER=1
                """))
                .containsExactly(
                        Map.entry("KEY", "-----BEGIN-----\nabc\ndef\"-\\-"),
                        Map.entry("RAW", "no \\n escapes, # no comment\n\"second\" line"),
                        Map.entry("TICK", "both ' and \""),
                        Map.entry("AFTER", "1"));
    }

    @Test
    void readsWindowsLinesAndAByteOrderMark() {
        assertThat(values("\uFEFFA=1\r\nB=\"x\r\ny\"\r\n"))
                .containsExactly(Map.entry("A", "1"), Map.entry("B", "x\ny"));
    }

    @Test
    void tellsWhatItCannotReadByLineAndGoesOn() {
        EnvFile.Read read = EnvFile.read("""
                A=1
                this is no variable
                B="multi
                line"
                A=2
                C="never closed
                D=4
                """);

        assertThat(read.remarks())
                .containsExactly(
                        new Remark(2, Remark.Kind.NOT_A_VARIABLE, ""),
                        new Remark(5, Remark.Kind.TWICE, "A"),
                        new Remark(6, Remark.Kind.OPEN_QUOTE, "C"));
        assertThat(read.values())
                .containsExactly(Map.entry("B", "multi\nline"), Map.entry("A", "2"), Map.entry("D", "4"));
    }

    @Test
    void neverPrintsAValue() {
        assertThat(EnvFile.read("TOKEN=very-secret\nTOKEN=\"open").toString()).doesNotContain("very-secret", "open\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "node"})
    void isReadAlikeByShellsAndOtherReaders(String reader) throws Exception {
        var variables = new LinkedHashMap<String, String>();
        variables.put("KEY", "lockstep-local|0de36d");
        variables.put("TOKEN", "team:local|5a5c");
        variables.put("ADDRESS", "http://127.0.0.1:3210");
        variables.put("BASE64", "whsec_a+b/c==");
        variables.put("SPACES", "two  words # no comment");
        variables.put("SIGNS", "$HOME `id` \\n \"x\" & ; < > ( ) * ? ! ~");
        variables.put("LINES", "one\ntwo");
        variables.put("EMPTY", "");
        Path file = folder.resolve("some.env");
        Files.writeString(file, EnvFile.write(variables));

        assertThat(asReadBy(reader, file, variables.keySet())).isEqualTo(variables);
        assertThat(EnvFile.read(Files.readString(file)).values()).isEqualTo(variables);
    }

    /** What another program has in its environment after it has read the file; values end with a zero byte. */
    private Map<String, String> asReadBy(String reader, Path file, Set<String> names) throws Exception {
        String words = String.join(" ", names);
        List<String> command = reader.equals("node")
                ? List.of(
                        "node",
                        "--env-file=" + file,
                        "-e",
                        "process.stdout.write('" + words
                                + "'.split(' ').map(name => process.env[name] + '\\0').join(''))")
                : List.of(
                        reader,
                        "-c",
                        "set -eu; set -a; . " + file + "; set +a; for name in " + words
                                + "; do eval \"printf '%s\\\\0' \\\"\\$$name\\\"\"; done");
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        var values = new LinkedHashMap<String, String>();
        String[] parts = out.split("\0", -1);
        names.forEach(name -> values.put(name, parts[values.size()]));
        return values;
    }

    @Property(tries = 300)
    void readsBackWhatItWrites(@ForAll("variables") Map<String, String> variables) {
        EnvFile.Read read = EnvFile.read(EnvFile.write(variables));

        assertThat(read.values()).isEqualTo(variables);
        assertThat(read.remarks()).isEqualTo(List.of());
    }

    @Provide
    Arbitrary<Map<String, String>> variables() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(12);
        // A carriage return does not survive a file: it becomes a line's end, written as an escape it stays.
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("abc XYZ019 \"'`\\#=$\n\r\t{}é漢😀")
                .ofMaxLength(40);
        return Arbitraries.maps(names, text).ofMaxSize(6);
    }

    private static Map<String, String> values(String text) {
        EnvFile.Read read = EnvFile.read(text);
        assertThat(read.remarks()).isEmpty();
        return read.values();
    }
}
