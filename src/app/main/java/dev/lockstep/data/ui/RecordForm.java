package dev.lockstep.data.ui;

import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.kit.time.Moments;
import dev.lockstep.sync.InvalidRecord;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.TableField;
import dev.lockstep.sync.table.TableField.Fault;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of one record, made from its table's. Remembers what it was opened with: only what differs from that is a change, and
 * a field that nobody touched follows the news.
 */
final class RecordForm extends Div {

    private final SyncedTable table;
    private final Map<TableField, AbstractField<?, ?>> inputs = new LinkedHashMap<>();
    private Obj opened = ConvexValue.emptyObject();

    RecordForm(SyncedTable table) {
        this.table = table;
        addClassName("record-form");
        for (TableField field : table.fields()) {
            AbstractField<?, ?> input = input(field);
            inputs.put(field, input);
            add((Component) input);
        }
    }

    private AbstractField<?, ?> input(TableField field) {
        String label = TableWords.label(this, table, field);
        return switch (field.kind()) {
            case LINE -> {
                var line = new TextField(label);
                line.setMaxLength(field.longest());
                line.setRequiredIndicatorVisible(field.required());
                yield line;
            }
            case TEXT -> {
                var text = new TextArea(label);
                text.setMaxLength(field.longest());
                text.setRequiredIndicatorVisible(field.required());
                yield text;
            }
            case FLAG -> new Checkbox(label);
            // Vaadin marks these two as required by an attribute that their parts may not have.
            case CHOICE -> {
                var choice = new Select<String>();
                choice.setLabel(label);
                choice.setItems(field.choices());
                choice.setItemLabelGenerator(word -> word == null ? "" : TableWords.choice(this, table, field, word));
                yield choice;
            }
            case MOMENT -> new DateTimePicker(label);
        };
    }

    /** Shows a record as it was opened. */
    void open(Obj fields) {
        opened = fields;
        inputs.forEach((field, input) -> put(field, input, fields));
        inputs.values().forEach(input -> invalid(input, Optional.empty()));
    }

    /** Takes over what is new in the fields that nobody has touched. */
    void follow(Obj now) {
        inputs.forEach((field, input) -> {
            boolean touched = !get(field, input).equals(of(opened, field));
            if (!touched) {
                put(field, input, now);
            }
        });
        var known = new TreeMap<>(opened.fields());
        inputs.forEach((field, input) -> {
            if (get(field, input).equals(of(now, field))) {
                known.remove(field.name());
                now.field(field.name()).ifPresent(value -> known.put(field.name(), value));
            }
        });
        opened = new Obj(known);
    }

    /** What is in the fields. */
    Obj all() {
        var all = new TreeMap<String, ConvexValue>();
        inputs.forEach((field, input) -> all.put(field.name(), get(field, input)));
        return new Obj(all);
    }

    /** What differs from what the form was opened with. */
    Obj changed() {
        var changed = new TreeMap<String, ConvexValue>();
        inputs.forEach((field, input) -> {
            ConvexValue now = get(field, input);
            if (!now.equals(of(opened, field))) {
                changed.put(field.name(), now);
            }
        });
        return new Obj(changed);
    }

    void readOnly(boolean readOnly) {
        inputs.values().forEach(input -> input.setReadOnly(readOnly));
    }

    void focus() {
        if (inputs.values().iterator().next() instanceof Focusable<?> first) {
            first.focus();
        }
    }

    /** Marks the fields that were refused. */
    void mark(InvalidRecord refused) {
        inputs.forEach((field, input) ->
                invalid(input, Optional.ofNullable(refused.faults().get(field)).map(fault -> sentence(field, fault))));
    }

    private String sentence(TableField field, Fault fault) {
        String label = TableWords.label(this, table, field);
        return getTranslation(
                "sync.field." + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'), label, field.longest());
    }

    private static void invalid(AbstractField<?, ?> input, Optional<String> why) {
        if (input instanceof HasValidation field) {
            field.setInvalid(why.isPresent());
            field.setErrorMessage(why.orElse(""));
        }
    }

    private static ConvexValue of(Obj fields, TableField field) {
        return fields.field(field.name())
                .orElse(field.kind() == TableField.Kind.FLAG ? ConvexValue.FALSE : ConvexValue.NULL);
    }

    private static ConvexValue get(TableField field, AbstractField<?, ?> input) {
        return switch (input.getValue()) {
            case null -> ConvexValue.NULL;
            case Boolean yes -> ConvexValue.bool(yes);
            case String text -> text.isEmpty() ? ConvexValue.NULL : ConvexValue.text(text);
            case LocalDateTime at ->
                ConvexValue.number(
                        at.atZone(Moments.zone((Component) input)).toInstant().toEpochMilli());
            default -> throw new IllegalStateException("Bug: no input of " + field.kind());
        };
    }

    private static void put(TableField field, AbstractField<?, ?> input, Obj fields) {
        switch (input) {
            case TextField line -> line.setValue(fields.text(field.name()).orElse(""));
            case TextArea text -> text.setValue(fields.text(field.name()).orElse(""));
            case Checkbox box -> box.setValue(fields.bool(field.name()).orElse(false));
            case DateTimePicker moment ->
                moment.setValue(fields.number(field.name())
                        .map(millis ->
                                LocalDateTime.ofInstant(Instant.ofEpochMilli(millis.longValue()), Moments.zone(moment)))
                        .orElse(null));
            case Select<?> choice -> choose(choice, fields.text(field.name()));
            default -> throw new IllegalStateException("Bug: no input of " + field.kind());
        }
    }

    @SuppressWarnings("unchecked")
    private static void choose(Select<?> choice, Optional<String> word) {
        ((Select<String>) choice).setValue(word.orElse(null));
    }
}
