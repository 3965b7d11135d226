package dev.lockstep.project.ui.auth;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.CopyField;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.auth.AuthChoice;
import dev.lockstep.project.auth.AuthPlan;

/** What follows when sign-in is set up: the push, and how to see that it works. */
final class SignInDone extends Div {

    /** What Convex compares is the audience; the names are what apps usually show. */
    private static final String CLAIMS = "{\"aud\": \"convex\", \"name\": \"{{user.full_name}}\","
            + " \"email\": \"{{user.primary_email_address}}\"}";

    SignInDone(ProjectId project, AuthPlan plan, boolean pushes) {
        addClassName("sign-in-done");
        boolean clerk = plan.choice() instanceof AuthChoice.Clerk;
        add(new StatePill(pushes ? State.OK : State.WAIT, getTranslation(pushes ? "auth.pushes" : "auth.not-pushed")));
        add(new Paragraph(getTranslation(pushes ? "auth.pushes.detail" : "auth.not-pushed.detail")));
        if (clerk) {
            var claims = new CopyField(getTranslation("auth.template.claims"));
            claims.show(CLAIMS);
            add(new H3(getTranslation("auth.template")), new Paragraph(getTranslation("auth.template.detail")), claims);
        }
        var steps = new OrderedList(
                new ListItem(getTranslation("auth.check.function")),
                new ListItem(getTranslation("auth.check.run")),
                new ListItem(getTranslation(clerk ? "auth.check.clerk" : "auth.check.convex")));
        var ways = new Div(way(project, "dev-server", pushes), way(project, "functions", !pushes));
        ways.addClassName("toolbar");
        add(new H3(getTranslation("auth.check")), steps, ways);
    }

    private ButtonLink way(ProjectId project, String tab, boolean plain) {
        ButtonLink link = ButtonLink.to("projects/" + project + "?tab=" + tab, getTranslation("auth.open." + tab));
        return plain ? link : link.main();
    }
}
