package dev.lockstep.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For a page that broke: says whose fault it is and what is safe; the stack trace stays in the log. */
@AnonymousAllowed
class ProblemView extends Div implements HasErrorParameter<Exception>, HasDynamicTitle {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemView.class);

    private final Supplier<UUID> ids;

    ProblemView(Supplier<UUID> ids) {
        this.ids = ids;
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        String trace = ids.get().toString().substring(24);
        LOG.error("A page could not be shown trace={}", trace, parameter.getException());
        String again = event.getLocation().getPath();
        var page = new Main(EmptyState.page(
                Glyph.FAILURE,
                getTranslation("problem.title"),
                getTranslation("problem.detail", trace),
                ButtonLink.to(again, getTranslation("problem.again")).main()));
        page.addClassName("message-page");
        add(page);
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    @Override
    public String getPageTitle() {
        return getTranslation("problem.title") + " · " + getTranslation("app.name");
    }
}
