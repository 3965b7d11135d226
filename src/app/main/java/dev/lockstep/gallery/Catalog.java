package dev.lockstep.gallery;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.List;
import java.util.Optional;

/**
 * What a picture can be made with, as the functions say it.
 *
 * @param longestPrompt characters
 */
public record Catalog(List<Choice> models, List<Choice> styles, List<Choice> aspectRatios, int longestPrompt) {

    /** One of several: its word, its label, and a sentence about it if there is one. */
    public record Choice(String id, String label, Optional<String> description) {}

    static Catalog of(ConvexValue value) {
        Obj catalog = (Obj) value;
        return new Catalog(
                choices(catalog, "models"),
                choices(catalog, "styles"),
                choices(catalog, "aspectRatios"),
                catalog.number("longestPrompt").orElseThrow().intValue());
    }

    private static List<Choice> choices(Obj catalog, String field) {
        Array list = (Array) catalog.field(field).orElseThrow();
        return list.items().stream()
                .map(Obj.class::cast)
                .map(item -> new Choice(
                        item.text("id").orElseThrow(), item.text("label").orElseThrow(), item.text("description")))
                .toList();
    }

    /** The label of a word; the word itself when the catalog no longer has it. */
    public static String label(List<Choice> choices, String id) {
        return choices.stream()
                .filter(choice -> choice.id().equals(id))
                .map(Choice::label)
                .findFirst()
                .orElse(id);
    }
}
