package dev.lockstep.emulator.convex.schema;

import java.util.List;
import java.util.stream.Stream;

/** What a field of a document may hold. Stateless. */
final class FieldTypes {

    private FieldTypes() {}

    /**
     * @param path {@code profile.name}
     * @return every type that is declared for the field; none when no document can have it
     */
    static List<Validator> at(Validator type, String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        List<Validator> found = of(type, first).toList();
        return dot < 0
                ? found
                : found.stream()
                        .flatMap(inner -> at(inner, path.substring(dot + 1)).stream())
                        .toList();
    }

    private static Stream<Validator> of(Validator type, String field) {
        return switch (type) {
            case Validator.ObjectOf(var fields) ->
                Stream.ofNullable(fields.get(field)).map(Validator.Field::type);
            case Validator.Union(var members) -> members.stream().flatMap(member -> of(member, field));
            case Validator.RecordOf(var keys, var values) -> Stream.of(values);
            default -> type == Validator.Simple.ANY ? Stream.of(type) : Stream.empty();
        };
    }
}
