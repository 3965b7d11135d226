package dev.lockstep.project.ui.server;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Visit;
import dev.lockstep.sandbox.process.SandboxKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where a dev server runs: those places that there are here, and of the others why not. */
final class SandboxSelect extends Select<SandboxKind> {

    private final DevServers servers;
    private final Visit visit;
    private Map<SandboxKind, String> missing = Map.of();
    private Map<SandboxKind, String> warnings = Map.of();
    private Consumer<String> warned = sentence -> {};

    private record Found(Map<SandboxKind, String> missing, Map<SandboxKind, String> warnings) {}

    /** @param last where it ran last */
    SandboxSelect(DevServers servers, Visit visit, SandboxKind last) {
        this.servers = servers;
        this.visit = visit;
        addClassName("sandbox-select");
        setAriaLabel(getTranslation("dev.sandbox"));
        setItems(SandboxKind.values());
        setItemLabelGenerator(kind -> getTranslation("dev.sandbox." + kind));
        setItemEnabledProvider(kind -> !missing.containsKey(kind));
        setRenderer(new ComponentRenderer<>(this::item));
        setValue(last);
        addValueChangeListener(change -> warn());
    }

    /** Told what is to be known about the choice; blank when there is nothing. */
    void addWarningListener(Consumer<String> listener) {
        warned = listener;
    }

    private void warn() {
        String sentence = warnings.getOrDefault(getValue(), "");
        warned.accept(sentence.isEmpty() ? "" : getTranslation("dev.unconfined", ProblemWords.said(this, sentence)));
    }

    private Div item(SandboxKind kind) {
        var item = new Div(new Span(getTranslation("dev.sandbox." + kind)));
        item.addClassName("sandbox-choice");
        Optional.ofNullable(missing.get(kind))
                .or(() -> Optional.ofNullable(warnings.get(kind)))
                .ifPresent(sentence -> {
                    var hint = new Span(ProblemWords.said(this, sentence));
                    hint.addClassName("hint");
                    item.add(hint);
                });
        return item;
    }

    /** Looking for Node takes a moment. */
    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        Live.of(this).run(this::look, this::show, failure -> {});
    }

    private Found look() {
        return new Found(each(kind -> servers.missing(visit.person(), kind)), each(servers::warning));
    }

    private static Map<SandboxKind, String> each(Function<SandboxKind, Optional<String>> sentence) {
        var found = new EnumMap<SandboxKind, String>(SandboxKind.class);
        Arrays.stream(SandboxKind.values())
                .forEach(kind -> sentence.apply(kind).ifPresent(said -> found.put(kind, said)));
        return found;
    }

    /** One that was there last and is not any more gives way to one that is. */
    private void show(Found found) {
        missing = found.missing();
        warnings = found.warnings();
        SandboxKind chosen = getValue();
        getDataProvider().refreshAll();
        setValue(
                missing.containsKey(chosen)
                        ? Arrays.stream(SandboxKind.values())
                                .filter(kind -> !missing.containsKey(kind))
                                .findFirst()
                                .orElse(chosen)
                        : chosen);
        warn();
    }
}
