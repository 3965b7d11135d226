package dev.lockstep.admin.ui.setup;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.lockstep.admin.SetupDesk;
import dev.lockstep.core.Setting;
import dev.lockstep.kit.CopyField;
import java.net.URL;

/** What the dashboards of Clerk and Convex have to be told of this site, each as a value to copy. */
final class RegisterCard extends Section {

    private final CopyField redirect = new CopyField(getTranslation("setup.redirect"));
    private final CopyField home = new CopyField(getTranslation("setup.home"));
    private final CopyField webhook = new CopyField(getTranslation("setup.webhook"));
    private final CopyField convexRedirect = new CopyField(getTranslation("setup.convex-redirect"));

    RegisterCard(SetupDesk desk) {
        addClassNames("card", "settings-card");
        add(new H2(getTranslation("setup.register")), new Paragraph(getTranslation("setup.register.lead")));
        add(
                item("setup.redirect", redirect),
                item("setup.home", home),
                item("setup.webhook", webhook),
                item("setup.convex-redirect", convexRedirect),
                item("setup.template", copy("setup.template", "{ \"aud\": \"convex\" }")),
                item(
                        "setup.convex-issuer",
                        copy("setup.convex-issuer", variable(desk, Setting.CLERK_ISSUER, "CLERK_ISSUER"))),
                item(
                        "setup.convex-client",
                        copy(
                                "setup.convex-client",
                                variable(desk, Setting.CLERK_OAUTH_CLIENT_ID, "CLERK_OAUTH_CLIENT_ID"))),
                item("setup.mobile", copy("setup.mobile", "yourapp://auth/callback")));
    }

    private Div item(String key, CopyField value) {
        var item = new Div(new H3(getTranslation(key)), new Paragraph(getTranslation(key + ".where")), value);
        item.addClassName("register-item");
        return item;
    }

    private CopyField copy(String key, String value) {
        var field = new CopyField(getTranslation(key));
        field.show(value);
        return field;
    }

    private static String variable(SetupDesk desk, Setting setting, String name) {
        return "npx convex env set " + name + " " + desk.value(setting).orElse("…");
    }

    /** The browser knows under which name this site is reached, whatever stands in between. */
    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().getPage().fetchCurrentURL(this::show);
    }

    private void show(URL page) {
        String site = page.getProtocol() + "://" + page.getAuthority();
        redirect.show(site + "/login/oauth2/code/clerk");
        home.show(site + "/");
        webhook.show(site + "/webhooks/clerk");
        convexRedirect.show(site + "/convex/callback");
    }
}
