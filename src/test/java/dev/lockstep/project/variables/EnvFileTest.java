package dev.lockstep.project.variables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.project.variables.EnvFile.Remark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Files of environment variables, as people paste them. */
class EnvFileTest {

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
        assertThat(shown(read))
                .containsExactly(Map.entry("B", "multi\nline"), Map.entry("A", "2"), Map.entry("D", "4"));
    }

    @Test
    void neverPrintsAValue() {
        assertThat(EnvFile.read("TOKEN=very-secret\nTOKEN=\"open").toString()).doesNotContain("very-secret", "open\"");
    }

    @Property(tries = 300)
    void readsBackWhatItWrites(@ForAll("variables") Map<String, String> variables) {
        var values = new LinkedHashMap<String, VariableValue>();
        variables.forEach((name, value) -> values.put(name, new VariableValue(value)));

        EnvFile.Read read = EnvFile.read(EnvFile.write(values));

        assertThat(read.values()).isEqualTo(values);
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
        return shown(read);
    }

    private static Map<String, String> shown(EnvFile.Read read) {
        return read.values().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text(), (a, b) -> b, LinkedHashMap::new));
    }
}
