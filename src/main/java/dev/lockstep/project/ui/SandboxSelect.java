package dev.lockstep.project.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.lockstep.kit.Live;
import dev.lockstep.project.DevServers;
import dev.lockstep.sandbox.process.SandboxKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Where a dev server runs: those places that there are here, and of the others why not. */
final class SandboxSelect extends Select<SandboxKind> {

    private final DevServers servers;
    private Map<SandboxKind, String> missing = Map.of();

    /** @param last where it ran last */
    SandboxSelect(DevServers servers, SandboxKind last) {
        this.servers = servers;
        addClassName("sandbox-select");
        setAriaLabel(getTranslation("dev.sandbox"));
        setItems(SandboxKind.values());
        setItemLabelGenerator(kind -> getTranslation("dev.sandbox." + kind));
        setItemEnabledProvider(kind -> !missing.containsKey(kind));
        setRenderer(new ComponentRenderer<>(this::item));
        setValue(last);
    }

    private Div item(SandboxKind kind) {
        var item = new Div(new Span(getTranslation("dev.sandbox." + kind)));
        item.addClassName("sandbox-choice");
        if (missing.containsKey(kind)) {
            var why = new Span(missing.get(kind));
            why.addClassName("hint");
            item.add(why);
        }
        return item;
    }

    /** Looking for Node takes a moment. */
    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        Live.of(this).run(this::look, this::show, failure -> {});
    }

    private Map<SandboxKind, String> look() {
        var found = new EnumMap<SandboxKind, String>(SandboxKind.class);
        Arrays.stream(SandboxKind.values())
                .forEach(kind -> servers.missing(kind).ifPresent(why -> found.put(kind, why)));
        return found;
    }

    /** One that was there last and is not any more gives way to one that is. */
    private void show(Map<SandboxKind, String> found) {
        missing = found;
        SandboxKind chosen = getValue();
        getDataProvider().refreshAll();
        setValue(
                missing.containsKey(chosen)
                        ? Arrays.stream(SandboxKind.values())
                                .filter(kind -> !missing.containsKey(kind))
                                .findFirst()
                                .orElse(chosen)
                        : chosen);
    }
}
