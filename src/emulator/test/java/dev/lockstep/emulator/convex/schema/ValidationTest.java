package dev.lockstep.emulator.convex.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {

    private static final Validation VALIDATION =
            new Validation(id -> id.startsWith("u") ? Optional.of("users") : Optional.empty());

    private static Optional<String> problem(String value, String validator) {
        return VALIDATION.problem(WireJson.value(WireJson.parse(value)), Validator.of(WireJson.parse(validator)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; {\"type\":\"number\"}",
                "{\"$float\":\"AAAAAAAA+H8=\"}; {\"type\":\"number\"}",
                "{\"$integer\":\"AQAAAAAAAAA=\"}; {\"type\":\"bigint\"}",
                "{\"$bytes\":\"AQ==\"}; {\"type\":\"bytes\"}",
                "null; {\"type\":\"null\"}",
                "true; {\"type\":\"boolean\"}",
                "\"a\"; {\"type\":\"literal\",\"value\":\"a\"}",
                "\"u1\"; {\"type\":\"id\",\"tableName\":\"users\"}",
                "[1,2]; {\"type\":\"array\",\"value\":{\"type\":\"number\"}}",
                "{\"a\":1}; {\"type\":\"record\",\"keys\":{\"type\":\"string\"},\"values\":{\"fieldType\":{\"type\":\"number\"},\"optional\":false}}",
                "\"x\"; {\"type\":\"union\",\"value\":[{\"type\":\"null\"},{\"type\":\"string\"}]}",
                "{}; {\"type\":\"object\",\"value\":{\"a\":{\"fieldType\":{\"type\":\"string\"},\"optional\":true}}}",
                "{\"any\":[{}]}; {\"type\":\"any\"}",
                "'\"function://;mail:send\"'; {\"type\":\"function\",\"fnType\":\"mutation\",\"args\":{\"type\":\"any\"}}",
                "'\"function://limits/inner;folder/lib.js:default\"'; {\"type\":\"function\"}",
            })
    void acceptsWhatIsDeclared(String value, String validator) {
        assertThat(problem(value, validator)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"1\"; {\"type\":\"number\"}",
                "1; {\"type\":\"bigint\"}",
                "\"b\"; {\"type\":\"literal\",\"value\":\"a\"}",
                "\"x1\"; {\"type\":\"id\",\"tableName\":\"users\"}",
                "[1,\"2\"]; {\"type\":\"array\",\"value\":{\"type\":\"number\"}}",
                "{\"a\":\"1\"}; {\"type\":\"record\",\"keys\":{\"type\":\"string\"},\"values\":{\"fieldType\":{\"type\":\"number\"},\"optional\":false}}",
                "1; {\"type\":\"union\",\"value\":[{\"type\":\"null\"},{\"type\":\"string\"}]}",
                "1; {\"type\":\"union\",\"value\":[]}",
                "null; {\"type\":\"object\",\"value\":{}}",
                "\"mail:send\"; {\"type\":\"function\"}",
                "\"function://mail:send\"; {\"type\":\"function\"}",
                "1; {\"type\":\"function\"}",
            })
    void refusesWhatIsNot(String value, String validator) {
        assertThat(problem(value, validator)).isPresent();
    }

    @Test
    void namesAMissingFieldInTheServicesWords() {
        String validator = """
                {"type":"object","value":{"body":{"fieldType":{"type":"string"},"optional":false}}}""";

        assertThat(problem("{}", validator))
                .contains(
                        "Object is missing the required field `body`. Consider wrapping the field validator in "
                                + "`v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({body: v.string()})");
    }

    @Test
    void namesAnExtraField() {
        assertThat(problem("{\"x\":1}", "{\"type\":\"object\",\"value\":{}}"))
                .contains("Object contains extra field `x` that is not in the validator.\n\nObject: {x: 1.0}\n"
                        + "Validator: v.object({})");
    }

    @Test
    void givesThePathToAWrongValue() {
        String validator = """
                {"type":"object","value":{"list":{"fieldType":{"type":"array","value":{"type":"string"}},"optional":false}}}""";

        assertThat(problem("{\"list\":[\"a\",1]}", validator))
                .contains("Value does not match validator.\nPath: .list[1]\nValue: 1.0\nValidator: v.string()");
    }

    @Test
    void tellsAnIdOfAnotherTable() {
        assertThat(problem("\"u1\"", "{\"type\":\"id\",\"tableName\":\"teams\"}"))
                .contains("Found ID \"u1\" from table `users`, which does not match the table name in validator "
                        + "`v.id(\"teams\")`.");
    }
}
