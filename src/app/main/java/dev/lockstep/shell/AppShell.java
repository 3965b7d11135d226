package dev.lockstep.shell;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.component.page.Viewport;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.aura.Aura;

/** What every page's HTML has: styles, icon, live updates. */
@Push
@Viewport("width=device-width, initial-scale=1, viewport-fit=cover")
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("lockstep/lockstep.css")
public class AppShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addFavIcon("icon", "lockstep/favicon.svg", "any");
        settings.addMetaTag(
                "description", "The people in Clerk, the data in Convex, the devices in the field: in step.");
        settings.addMetaTag("color-scheme", "light dark");
    }
}
