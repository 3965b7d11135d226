package dev.lockstep.clerk;

import dev.lockstep.core.Problem.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Clerk says in the body of an error. Read by ourselves, because the SDK drops the name of the parameter at fault.
 * Only codes, messages and parameter names are taken; sentences are cut at a length that fits a form.
 */
record ErrorBody(List<Entry> entries) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_SENTENCE = 240;
    private static final int LONGEST_CODE = 80;

    /** @param parameter as Clerk spells it, or empty when the error is about none */
    record Entry(String code, String sentence, Optional<String> parameter) {}

    /** A body that is not Clerk's gives no entries. */
    static ErrorBody parse(@Nullable String body) {
        var entries = new ArrayList<Entry>();
        for (JsonNode error : errors(body)) {
            String code = cut(error.path("code").asString(""), LONGEST_CODE);
            String message =
                    error.path("long_message").asString(error.path("message").asString(""));
            Optional<String> parameter = Optional.of(
                            cut(error.path("meta").path("param_name").asString(""), LONGEST_CODE))
                    .filter(name -> !name.isBlank());
            if (!code.isBlank()) {
                entries.add(new Entry(code, cut(message, LONGEST_SENTENCE), parameter));
            }
        }
        return new ErrorBody(List.copyOf(entries));
    }

    private static Iterable<JsonNode> errors(@Nullable String body) {
        if (body == null) {
            return List.of();
        }
        try {
            JsonNode errors = JSON.readTree(body).path("errors");
            return errors.isArray() ? errors : List.of();
        } catch (JacksonException e) {
            // A proxy's page, half a body: nothing in it is Clerk's word.
            return List.of();
        }
    }

    boolean has(String code) {
        return entries.stream().anyMatch(entry -> entry.code().equals(code));
    }

    List<Field> fields() {
        return entries.stream()
                .flatMap(entry ->
                        entry.parameter().stream().map(name -> new Field(name, entry.code(), entry.sentence())))
                .toList();
    }

    /** The first sentence, when there is one. */
    Optional<String> sentence() {
        return entries.stream()
                .map(Entry::sentence)
                .filter(sentence -> !sentence.isBlank())
                .findFirst();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
