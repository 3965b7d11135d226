package dev.lockstep.project.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.kit.Live;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.page.Words;
import java.util.List;
import java.util.function.Consumer;

/** Which deployment of the project at Convex the page is about. Asks Convex which there are. */
final class DeploymentSwitcher extends Div {

    private final Deployments deployments;
    private final Visit visit;
    private final String looked;
    private final Consumer<String> choose;

    /**
     * @param looked the name of the one that is looked at
     * @param choose told the name of another
     */
    DeploymentSwitcher(Deployments deployments, Visit visit, String looked, Consumer<String> choose) {
        this.deployments = deployments;
        this.visit = visit;
        this.looked = looked;
        this.choose = choose;
        addClassName("deployment-switcher");
        add(name(looked));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this).run(() -> deployments.list(visit.asViewer()), this::show, failure -> {
            // The one that is looked at is named; why there is no choice is said where Convex is asked for more.
            getElement().setAttribute("title", Words.told(this, failure));
        });
    }

    private void show(List<PlatformDeployment> found) {
        removeAll();
        if (found.size() == 1) {
            add(Words.badge(found.getFirst().type()), name(found.getFirst().name()));
            return;
        }
        var choice = new Select<PlatformDeployment>();
        choice.setItems(found);
        choice.setAriaLabel(getTranslation("deployment.choose"));
        choice.setItemLabelGenerator(PlatformDeployment::name);
        choice.setRenderer(new ComponentRenderer<>(DeploymentSwitcher::entry));
        choice.addClassName("deployment-select");
        found.stream().filter(one -> one.name().equals(looked)).findFirst().ifPresent(one -> {
            choice.setPrefixComponent(Words.badge(one.type()));
            choice.setValue(one);
        });
        choice.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                choose.accept(change.getValue().name());
            }
        });
        add(choice);
    }

    private static Component entry(PlatformDeployment deployment) {
        var reference = new Span(deployment.reference());
        reference.addClassNames("hint", "deployment-reference");
        reference.setVisible(
                !deployment.reference().isBlank() && !deployment.reference().equals(deployment.name()));
        var entry = new Div(Words.badge(deployment.type()), name(deployment.name()), reference);
        entry.addClassName("deployment-entry");
        return entry;
    }

    private static Span name(String text) {
        var name = new Span(text);
        name.addClassName("mono");
        return name;
    }
}
