package dev.lockstep.account.row;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Keeps the interests as a JSON array in one column: they are read and written as a whole. */
@Converter
class InterestsConverter implements AttributeConverter<List<String>, String> {

    @Override
    public String convertToDatabaseColumn(List<String> interests) {
        return ConvexJson.encode(ConvexValue.of(interests));
    }

    @Override
    public List<String> convertToEntityAttribute(String json) {
        if (!(ConvexJson.parse(json) instanceof ConvexValue.Array(var items))) {
            throw new IllegalStateException("Bug: interests are stored as a JSON array");
        }
        return items.stream().map(item -> ((ConvexValue.Text) item).value()).toList();
    }
}
