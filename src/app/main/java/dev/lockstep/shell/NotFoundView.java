package dev.lockstep.shell;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import jakarta.servlet.http.HttpServletResponse;

/** For an address that leads nowhere, and for one that leads where this person may not go: both look the same. */
@Tag("div")
@AnonymousAllowed
class NotFoundView extends Div implements HasErrorParameter<NotFoundException>, HasDynamicTitle {

    NotFoundView() {
        var page = new Main(EmptyState.page(
                Glyph.MARK,
                getTranslation("notfound.title"),
                getTranslation("notfound.detail"),
                ButtonLink.to("", getTranslation("notfound.home")).main()));
        page.addClassName("message-page");
        add(page);
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        return HttpServletResponse.SC_NOT_FOUND;
    }

    @Override
    public String getPageTitle() {
        return getTranslation("notfound.title") + " · " + getTranslation("app.name");
    }
}
